// WRONG: leaves redirects to net/http, which is its default.
//
// On 307 and 308 the client repeats the POST with its body, on 301 it makes a GET of it, and as long as the host stays
// the same it keeps the key, also where https becomes http. Found as `leaked-key` by redirect-to-http and its like, and
// as `leaked-data` by those that lead to another host. Right: go/main.go.
package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"
)

func main() {
	request, err := http.NewRequest(http.MethodPost, os.Getenv("SCORING_URI"), strings.NewReader(`{"data": [[1, 2, 3]]}`))
	if err != nil {
		fail(err)
	}
	request.Header.Set("Authorization", "Bearer "+os.Getenv("SCORING_KEY"))
	request.Header.Set("Content-Type", "application/json")
	// The mistake: no CheckRedirect.
	client := &http.Client{Timeout: 3 * time.Second}
	response, err := client.Do(request)
	if err != nil {
		fail(err)
	}
	defer response.Body.Close()
	var answer struct {
		Result json.RawMessage `json:"result"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		fail(err)
	}
	if response.StatusCode != http.StatusOK || answer.Result == nil {
		fail(fmt.Errorf("answered with %s", response.Status))
	}
	fmt.Println(string(answer.Result))
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "did not score:", err)
	os.Exit(1)
}
