#!/bin/sh
# curl with nothing set but --fail, to see what it does by itself. Not an example to follow: curl/score.sh is.
curl --silent --show-error --fail --header "Authorization: Bearer $SCORING_KEY" \
  --header 'Content-Type: application/json' --data '{"data": [[1, 2, 3]]}' "$SCORING_URI"
