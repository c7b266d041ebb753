package client

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// frontEnd is a running azureml-fe-mock. It ends with the test, and with the test's process if that is killed.
type frontEnd struct {
	t       *testing.T
	control string
	// What a client is given in the scenario in force.
	ScoringURI, Key, CA string
}

// verdict is the judgement about the client; Verdict is pass, fail, advisory or inconclusive.
type verdict struct{ Verdict, Finding, Reason string }

func startFrontEnd(t *testing.T) *frontEnd {
	t.Helper()
	program := "azureml-fe-mock"
	if named := os.Getenv("AZUREML_FE_MOCK"); named != "" {
		program = named
	}
	command := exec.Command(program, "start", "--json", "--stop-with-stdin", "--state", t.TempDir(), "--log-level", "error",
		"--https-port", "0", "--http-port", "0", "--dns-port", "0", "--control-port", "0")
	stdin, err := command.StdinPipe()
	must(t, err)
	stdout, err := command.StdoutPipe()
	must(t, err)
	must(t, command.Start())
	t.Cleanup(func() { stdin.Close(); command.Wait() })
	var ready struct{ ControlURL string }
	must(t, json.NewDecoder(stdout).Decode(&ready))
	return &frontEnd{t: t, control: ready.ControlURL}
}

// Use switches to a scenario of the catalogue.
func (fe *frontEnd) Use(scenario string) {
	fe.t.Helper()
	fe.call("PUT", "/scenario", `{"name":"`+scenario+`"}`)
	must(fe.t, json.Unmarshal(fe.call("GET", "/client", ""), fe))
}

// Verdict judges what was seen of the client since Use, and what the client itself reported.
func (fe *frontEnd) Verdict(reported error) (said verdict) {
	fe.t.Helper()
	outcome, _ := json.Marshal(map[string]bool{"succeeded": reported == nil})
	must(fe.t, json.Unmarshal(fe.call("POST", "/verdict", string(outcome)), &said))
	return said
}

// Timeline is what the router saw, for the message of a failure.
func (fe *frontEnd) Timeline() string { return string(fe.call("GET", "/timeline", "")) }

// Client trusts the CA of the scenario, and every name leads it to the router, as the customer's DNS would.
func (fe *frontEnd) Client() *http.Client {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(fe.CA))
	return &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{
		TLSClientConfig:   &tls.Config{RootCAs: roots},
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			_, port, _ := net.SplitHostPort(address)
			return (&net.Dialer{}).DialContext(ctx, network, "127.0.0.1:"+port)
		},
	}}
}

func (fe *frontEnd) call(method, path, body string) []byte {
	fe.t.Helper()
	request, err := http.NewRequest(method, fe.control+path, strings.NewReader(body))
	must(fe.t, err)
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	answer, err := http.DefaultClient.Do(request)
	must(fe.t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	must(fe.t, err)
	if answer.StatusCode >= 300 {
		fe.t.Fatalf("%s %s: %s: %s", method, path, answer.Status, text)
	}
	return text
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
