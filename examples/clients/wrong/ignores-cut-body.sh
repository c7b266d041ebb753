#!/bin/sh
# WRONG: looks at the status and at nothing else, neither curl's own exit status nor the answer.
# A connection that breaks in the middle leaves half a result behind a 200. Found as `accepted` by body-cut-short,
# body-reset, chunked-body-cut and endless-body. Right: curl/score.sh.
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT
# The mistake: curl's exit status, 18 for an answer that is shorter than it should be, ends here.
status=$(
  curl --silent --max-time 3 --output "$answer" --write-out '%{http_code}' \
    --header "Authorization: Bearer $SCORING_KEY" --header 'Content-Type: application/json' \
    --data '{"data": [[1, 2, 3]]}' "$SCORING_URI"
)
if [ "$status" != 200 ]; then
  echo "did not score: $status" >&2
  exit 1
fi
cat "$answer"
