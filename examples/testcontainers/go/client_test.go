package client

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/wait"
)

const key = "the-key-of-the-test"

// router is a started container.
type router struct {
	t          *testing.T
	address    string // where 8443 of the container is on this machine
	control    string
	scoringURI string
}

func startRouter(t *testing.T) router {
	t.Helper()
	ctx := t.Context()
	image := cmp.Or(os.Getenv("AZUREML_FE_MOCK_IMAGE"), "azureml-fe-mock:local")
	container, err := testcontainers.Run(ctx, image,
		testcontainers.WithCmd("start", "--host", "0.0.0.0", "--control-host", "0.0.0.0",
			"--state", "/tmp/azureml-fe-mock", "--key", key),
		testcontainers.WithExposedPorts("8443/tcp", "8055/tcp"),
		testcontainers.WithWaitStrategy(wait.ForHTTP("/health").WithPort("8055/tcp")),
	)
	testcontainers.CleanupContainer(t, container)
	must(t, err)
	address, err := container.PortEndpoint(ctx, "8443/tcp", "")
	must(t, err)
	control, err := container.PortEndpoint(ctx, "8055/tcp", "http")
	must(t, err)
	_, port, err := net.SplitHostPort(address)
	must(t, err)
	return router{t, address, control, "https://www.contoso.com:" + port + "/api/v1/endpoint/demo/score"}
}

// call asks the control API.
func (r router) call(method, path string, body any) []byte {
	r.t.Helper()
	var content io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		must(r.t, err)
		content = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(r.t.Context(), method, r.control+path, content)
	must(r.t, err)
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := http.DefaultClient.Do(request)
	must(r.t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	must(r.t, err)
	if response.StatusCode >= 300 {
		r.t.Fatalf("%s %s: %s: %s", method, path, response.Status, text)
	}
	return text
}

// use switches to a scenario of the catalogue and forgets what was seen.
func (r router) use(scenario string) {
	r.t.Helper()
	r.call("PUT", "/scenario", map[string]string{"name": scenario})
	r.call("DELETE", "/observations", nil)
}

// requests is what the router has seen of the client's requests.
func (r router) requests() []json.RawMessage {
	r.t.Helper()
	var seen struct{ Requests []json.RawMessage }
	must(r.t, json.Unmarshal(r.call("GET", "/observations", nil), &seen))
	return seen.Requests
}

// client trusts the container's CA, and every name leads it there, as the customer's DNS would.
func (r router) client() *http.Client {
	r.t.Helper()
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(r.call("GET", "/ca.pem", nil))
	return &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{
		TLSClientConfig:   &tls.Config{RootCAs: roots},
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, r.address)
		},
	}}
}

func TestClient(t *testing.T) {
	router := startRouter(t)

	router.use("valid")
	result, err := Score(router.client(), router.scoringURI, key)
	must(t, err)
	if string(result) != "[6]" || len(router.requests()) != 1 {
		t.Errorf("scored %s in %d requests", result, len(router.requests()))
	}

	for scenario, reason := range map[string]string{
		"expired":        "expired",
		"fqdn-mismatch":  "not www.contoso.com",
		"untrusted-root": "unknown authority",
	} {
		router.use(scenario)
		_, err := Score(router.client(), router.scoringURI, key)
		if err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("%s: the client did not refuse the certificate as it should: %v", scenario, err)
		}
		if sent := len(router.requests()); sent != 0 {
			t.Errorf("%s: the client sent %d requests", scenario, sent)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
