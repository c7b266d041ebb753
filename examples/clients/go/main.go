// Scores once with net/http. Where and with which key comes from SCORING_URI and SCORING_KEY, what is trusted by
// SSL_CERT_FILE or the system. Exit status 0 and the result on stdout when it scored, 1 and one line on stderr
// otherwise.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"
)

var client = &http.Client{
	// For the whole of the answer, its body included.
	Timeout: 3 * time.Second,
	// Left to itself the client follows a redirect from https to http on the same host, and takes the key along.
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

func main() {
	result, err := scoreWithOneRetry(os.Getenv("SCORING_URI"), os.Getenv("SCORING_KEY"))
	if err != nil {
		fmt.Fprintln(os.Stderr, "did not score:", err)
		os.Exit(1)
	}
	fmt.Println(string(result))
}

func scoreWithOneRetry(uri, key string) (json.RawMessage, error) {
	response, err := post(uri, key)
	if err == nil && response.StatusCode == http.StatusServiceUnavailable {
		response.Body.Close()
		time.Sleep(200 * time.Millisecond)
		response, err = post(uri, key)
	}
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("answered with %s", response.Status)
	}
	var answer struct {
		Result json.RawMessage `json:"result"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return nil, err
	}
	if answer.Result == nil {
		return nil, errors.New("no result in the answer")
	}
	return answer.Result, nil
}

func post(uri, key string) (*http.Response, error) {
	request, err := http.NewRequest(http.MethodPost, uri, strings.NewReader(`{"data": [[1, 2, 3]]}`))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+key)
	request.Header.Set("Content-Type", "application/json")
	return client.Do(request)
}
