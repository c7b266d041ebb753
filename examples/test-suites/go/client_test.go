package client

import "testing"

func TestFailsClosed(t *testing.T) {
	fe := startFrontEnd(t)
	for _, scenario := range []string{"valid", "expired", "fqdn-mismatch", "untrusted-root", "redirect-to-http"} {
		t.Run(scenario, func(t *testing.T) {
			fe.Use(scenario)
			err := Score(fe.Client(), fe.ScoringURI, fe.Key)
			if said := fe.Verdict(err); said.Verdict != "pass" {
				t.Errorf("%s: the client %s\n%s", said.Finding, said.Reason, fe.Timeline())
			}
		})
	}
}
