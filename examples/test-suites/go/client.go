// Package client scores. It is the client under test.
package client

import (
	"fmt"
	"net/http"
	"strings"
)

// Score scores once, and follows no redirect.
func Score(client *http.Client, uri, key string) error {
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	request, err := http.NewRequest("POST", uri, strings.NewReader(`{"data":[[1,2,3]]}`))
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+key)
	request.Header.Set("Content-Type", "application/json")
	answer, err := client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("answered with %s", answer.Status)
	}
	return nil
}
