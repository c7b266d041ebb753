#!/bin/sh
# Scores once with curl, which follows no redirect by default. Where and with which key comes from SCORING_URI
# and SCORING_KEY, what is trusted by CURL_CA_BUNDLE or the system. Exit status 0 and the answer on stdout when it
# scored, another and one line on stderr otherwise.
set -eu

# The status stands in a last line of its own. The key goes through stdin, so that it is in no list of processes.
post() {
  printf 'Authorization: Bearer %s' "$SCORING_KEY" |
    curl --silent --show-error --max-time 3 --write-out '\n%{http_code}' --header @- \
      --header 'Content-Type: application/json' --data '{"data": [[1, 2, 3]]}' "$SCORING_URI"
}

status_of() { printf '%s' "$1" | tail -n 1; }

answer=$(post)
if [ "$(status_of "$answer")" = 503 ]; then
  sleep 0.2
  answer=$(post)
fi

# --fail would let the redirects pass.
if [ "$(status_of "$answer")" != 200 ]; then
  echo "did not score: answered with $(status_of "$answer")" >&2
  exit 1
fi
body=$(printf '%s' "$answer" | sed '$d')
if ! printf '%s' "$body" | tr -d '[:space:]' | grep -Eq '^\{"result":\[[^][{}]*\]\}$'; then
  echo 'did not score: no result in the answer' >&2
  exit 1
fi
printf '%s\n' "$body"
