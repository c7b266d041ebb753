#!/bin/sh
# Scores once with wget, and prints what wget prints. Address and key come from SCORING_URI and SCORING_KEY, what is
# trusted by SCORING_CA_FILE. The exit status is that of wget.
exec wget --no-verbose --output-document=- --tries=1 --timeout=3 --max-redirect=0 --ca-certificate="$SCORING_CA_FILE" \
  --header="Authorization: Bearer $SCORING_KEY" --header='Content-Type: application/json' \
  --post-data='{"data": [[1, 2, 3]]}' "$SCORING_URI"
