#!/bin/sh
# Scores once with gnutls-cli. Address and key come from SCORING_URI and SCORING_KEY, what is trusted by
# SCORING_CA_FILE. Exit status 0 when it scored, another otherwise.
set -eu
. "$(dirname "$0")/request.sh"

# At the end of its input gnutls-cli closes the connection, whether there was an answer or not. A pipe that this shell
# holds open for both ways has no end.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkfifo "$folder/request"
exec 3<>"$folder/request"
request >&3

# It has no time-out of its own.
answer=$(timeout 3 gnutls-cli --logfile=/dev/null --x509cafile="$SCORING_CA_FILE" \
  --verify-hostname="$name" --port="$port" "$host" <"$folder/request")
scored "$answer"
