// WRONG: tries again without verification where the first attempt was refused, "so that it works in the test cluster".
//
// An attacker is served on the second attempt. Every scenario of a certificate that is to be refused finds `leaked-key`,
// and the diagnosis says that the refusal came first. Right: go/main.go.
package main

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"
)

func main() {
	result, err := score(&http.Client{Timeout: 3 * time.Second})
	var refused *tls.CertificateVerificationError
	if errors.As(err, &refused) {
		// The mistake.
		transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
		result, err = score(&http.Client{Timeout: 3 * time.Second, Transport: transport})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "did not score:", err)
		os.Exit(1)
	}
	fmt.Println(result)
}

func score(client *http.Client) (string, error) {
	request, err := http.NewRequest(http.MethodPost, os.Getenv("SCORING_URI"), strings.NewReader(`{"data": [[1, 2, 3]]}`))
	if err != nil {
		return "", err
	}
	request.Header.Set("Authorization", "Bearer "+os.Getenv("SCORING_KEY"))
	request.Header.Set("Content-Type", "application/json")
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := client.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	var answer struct {
		Result json.RawMessage `json:"result"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return "", err
	}
	if response.StatusCode != http.StatusOK || answer.Result == nil {
		return "", fmt.Errorf("answered with %s", response.Status)
	}
	return string(answer.Result), nil
}
