// WRONG: has no time-out, which is the default of http.Client.
//
// An answer that never comes holds the caller for ever. Found as `hung` by the scenarios of silence. Right: go/main.go.
package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
)

func main() {
	// The mistake: no Timeout.
	result, err := score(&http.Client{})
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
