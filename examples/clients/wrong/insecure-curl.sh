#!/bin/sh
# WRONG: curl --insecure, -k for short: the cure for "SSL certificate problem" that every search finds.
# Any server that answers gets the key: every scenario of a certificate that is to be refused finds `leaked-key` (self-signed,
# untrusted-root, expired, fqdn-mismatch and their like). Right: curl/score.sh.
set -eu
status_and_answer=$(
  # The mistake.
  curl --insecure --silent --show-error --max-time 3 --write-out '\n%{http_code}' \
    --header "Authorization: Bearer $SCORING_KEY" --header 'Content-Type: application/json' \
    --data '{"data": [[1, 2, 3]]}' "$SCORING_URI"
)
case $status_and_answer in
  *'"result"'*']}'*'
200') printf '%s\n' "${status_and_answer%?200}" ;;
  *)
    echo 'did not score' >&2
    exit 1
    ;;
esac
