#!/bin/sh
# Scores once with openssl s_client. Address and key come from SCORING_URI and SCORING_KEY, what is trusted by
# SCORING_CA_FILE. Exit status 0 when it scored, another otherwise.
set -eu
. "$(dirname "$0")/request.sh"

# Numbers and dots are an address: it stands in no SNI, and is looked for among the addresses of the certificate.
case $name in
  *[!0-9.]*) checks="-servername $name -verify_hostname $name" ;;
  *) checks="-noservername -verify_ip $name" ;;
esac

# s_client has no time-out of its own.
# shellcheck disable=SC2086 # the words of the options
answer=$(request | timeout 3 openssl s_client -connect "$host:$port" $checks \
  -verify_return_error -CAfile "$SCORING_CA_FILE" -no-CApath -no-CAstore \
  ${HTTPS_PROXY:+-proxy "${HTTPS_PROXY#http://}"} -quiet)
scored "$answer"
