#!/bin/sh
# Scores once with gnutls-cli, and prints what gnutls-cli prints about the handshake. Address and key come from
# SCORING_URI and SCORING_KEY, what is trusted by SCORING_CA_FILE. Exit status 0 when it scored, another otherwise.
set -eu
. "$(dirname "$0")/../request.sh"

# At the end of its input gnutls-cli closes the connection; a pipe that this shell holds open for both ways has no end.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkfifo "$folder/request"
exec 3<>"$folder/request"
request >&3

# Its messages and the answer go to the same output unless the messages have a file.
status=0
answer=$(timeout 3 gnutls-cli --logfile="$folder/log" --x509cafile="$SCORING_CA_FILE" \
  --verify-hostname="$name" --port="$port" "$host" <"$folder/request") || status=$?
[ ! -f "$folder/log" ] || cat "$folder/log" >&2
[ "$status" = 0 ] || exit "$status"
scored "$answer"
