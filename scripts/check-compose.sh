#!/usr/bin/env bash
# Brings docker-compose.yml up as a stranger would, image not built yet, but under a project name, a tag and ports of its
# own. Scores through it from inside and from this machine, and takes everything down again.
#
#   scripts/check-compose.sh
set -euo pipefail
cd "$(dirname "$0")/.."

compose=(docker-compose)
command -v docker-compose >/dev/null || compose=(docker compose)
project=("${compose[@]}" --project-name "fe-check-$$")
export IMAGE="azureml-fe-mock:check-$$"
# Port 0: the engine picks free ones.
export HTTPS_PORT=0 HTTP_PORT=0 CONTROL_PORT=0 DNS_PORT=0 DNS_CONTROL_PORT=0
export SCORING_KEY="check-$$" NETWORK="${NETWORK:-172.30.77}"

folder="$(mktemp -d)"
finish() {
  local status=$?
  [ "$status" -eq 0 ] || "${project[@]}" logs --no-color --tail 50 || true
  "${project[@]}" --profile demo down --volumes --remove-orphans --timeout 10 || status=1
  docker image rm "$IMAGE" >/dev/null || status=1
  rm -rf "$folder"
  exit "$status"
}
trap finish EXIT

# Says what was expected of an output, and fails when it is not in there.
expect() {
  local what="$1" pattern="$2" output="$3"
  if grep -Eq -- "$pattern" <<<"$output"; then
    echo "ok: $what"
  else
    printf 'not ok: %s, expected %s in:\n%s\n' "$what" "$pattern" "$output"
    return 1
  fi
}

# The port of this machine under which a container's port is published.
published() {
  "${project[@]}" port "$@" | sed 's/.*://'
}

"${project[@]}" up -d

answer="$("${project[@]}" run --rm -T client)"
expect 'the client in its container scores over https://www.contoso.com/' '^200 ' "$answer"
expect 'the answer is JSON' '^[[{].*[]}]$' "$answer"

gateway="$("${project[@]}" ps -q gateway)"
docker cp "$gateway:/secrets/contoso-tls/ca.pem" "$folder/ca.pem"
port="$(published gateway 443)"
curl_status() {
  curl --silent --show-error --output /dev/null --write-out '%{http_code}' --cacert "$folder/ca.pem" \
    --resolve "www.contoso.com:$port:127.0.0.1" --header 'Content-Type: application/json' \
    --data '{"data":[[1,2,3]]}' "$@" "https://www.contoso.com:$port/api/v1/endpoint/demo/score" 2>&1 || true
}
expect 'curl scores through the published port' '^200$' "$(curl_status --header "Authorization: Bearer $SCORING_KEY")"
expect 'a wrong key is refused' '^401$' "$(curl_status --header 'Authorization: Bearer wrong')"
expect 'the published control API is healthy' '"status":"ok"' \
  "$(curl --silent --show-error "http://127.0.0.1:$(published gateway 8055)/health")"

dns_port="$(published --protocol udp dns 53)"
expect 'dig gets the address over UDP' "^$NETWORK\\.10\$" \
  "$(dig +short +tries=1 +time=5 @127.0.0.1 -p "$dns_port" www.contoso.com A)"
dns_port="$(published --protocol tcp dns 53)"
expect 'dig gets the address over TCP' "^$NETWORK\\.10\$" \
  "$(dig +short +tcp +tries=1 +time=5 @127.0.0.1 -p "$dns_port" www.contoso.com A)"

for part in gateway dns model; do
  container="$("${project[@]}" ps -q "$part")"
  expect "$part does not run as root" '^1000$' "$(docker exec "$container" id -u)"
  expect "$part cannot write to its root file system" 'Read-only file system' \
    "$(docker exec "$container" touch /app/x 2>&1 || true)"
  expect "$part holds no capability" '^CapEff:\s+0+$' "$(docker exec "$container" grep CapEff /proc/1/status)"
  expect "$part cannot gain privileges" '^NoNewPrivs:\s+1$' "$(docker exec "$container" grep NoNewPrivs /proc/1/status)"
  expect "$part is published on 127.0.0.1 only, if at all" '^((127\.0\.0\.1)? ?)*$' \
    "$(docker inspect --format '{{range .NetworkSettings.Ports}}{{range .}}{{.HostIp}} {{end}}{{end}}' "$container")"
done
