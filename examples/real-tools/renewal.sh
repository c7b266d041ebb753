#!/bin/sh
# The certificate of the endpoint comes from an ACME authority and is renewed while a client scores:
#
#   azureml-fe-mock shell --empty --dns-update-key "hmac-sha256:acme:$SECRET" -- sh examples/real-tools/renewal.sh
#
# Pebble is the authority (Let's Encrypt's own for tests), certbot with its plugin dns-rfc2136 proves the name by DNS UPDATE,
# and its deploy hook puts the pair into the Kubernetes Secret and updates the extension. SECRET is base64. PEBBLE, CERTBOT and
# K8S_EXTENSION name the programs where they have other names.
set -eu

PEBBLE=${PEBBLE-pebble}
CERTBOT=${CERTBOT-certbot}
K8S_EXTENSION=${K8S_EXTENSION-az k8s-extension}
: "${SECRET:?is the base64 secret of the key acme}"
export K8S_EXTENSION
work=$(mktemp -d)
cd "$work"
pids=
cleanup() {
  # shellcheck disable=SC2086 # one word a process
  [ -z "$pids" ] || kill $pids 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

step() { printf '\n== %s\n' "$*"; }
fail() { printf 'renewal.sh: %s\n' "$*" >&2; exit 1; }

step 'An ACME authority that validates by the DNS of the mock'
azureml-fe-mock certs issue --name localhost --out pebble >/dev/null
cat >pebble.json <<'JSON'
{ "pebble": { "listenAddress": "127.0.0.1:14000", "managementListenAddress": "127.0.0.1:15000",
  "certificate": "pebble/cert.pem", "privateKey": "pebble/key.pem", "httpPort": 1, "tlsPort": 1,
  "ocspResponderURL": "", "externalAccountBindingRequired": false } }
JSON
# Pebble rejects one nonce in twenty to test its clients; certbot tries again only once.
PEBBLE_VA_NOSLEEP=1 PEBBLE_WFE_NONCEREJECT=0 $PEBBLE -config pebble.json -dnsserver 127.0.0.1:53 >pebble.log 2>&1 &
pids="$pids $!"
tries=0
until curl --silent --output /dev/null https://localhost:14000/dir; do
  tries=$((tries + 1))
  [ "$tries" -lt 100 ] || fail "Pebble does not answer: $(tail -n 3 pebble.log)"
  sleep 0.1
done
curl --silent --insecure https://localhost:15000/roots/0 >root.pem

step 'The record, the namespace, and the key for the updates'
printf 'server 127.0.0.1\nkey hmac-sha256:acme %s\nupdate add www.contoso.com 60 A 127.0.0.1\nsend\n' "$SECRET" | nsupdate
kubectl get namespace azureml >/dev/null 2>&1 || kubectl create namespace azureml
cat >rfc2136.ini <<INI
dns_rfc2136_server = 127.0.0.1
dns_rfc2136_port = 53
dns_rfc2136_name = acme
dns_rfc2136_secret = $SECRET
dns_rfc2136_algorithm = HMAC-SHA256
INI
chmod 600 rfc2136.ini

# What certbot runs after each issue: the Secret first, then the extension.
cat >deploy-hook.sh <<'HOOK'
#!/bin/sh
set -eu
kubectl create secret generic contoso-tls --namespace azureml --dry-run=client --output yaml \
  --from-file=cert.pem="$RENEWED_LINEAGE/fullchain.pem" --from-file=key.pem="$RENEWED_LINEAGE/privkey.pem" |
  kubectl apply --filename -
cluster='--cluster-type managedClusters --cluster-name my-aks --resource-group my-rg'
if $K8S_EXTENSION show --name azureml $cluster >/dev/null 2>&1; then
  $K8S_EXTENSION update --name azureml $cluster --config sslSecret=contoso-tls --yes
else
  $K8S_EXTENSION create --name azureml $cluster --extension-type Microsoft.AzureML.Kubernetes --scope cluster \
    --config enableInference=True inferenceRouterServiceType=LoadBalancer sslSecret=contoso-tls sslCname=www.contoso.com
fi
HOOK
chmod +x deploy-hook.sh

step 'The first certificate'
folders="--config-dir $work/acme --work-dir $work/acme --logs-dir $work/acme"
# shellcheck disable=SC2086 # words are meant to be split
$CERTBOT certonly --non-interactive --agree-tos --register-unsafely-without-email --server https://localhost:14000/dir \
  $folders --dns-rfc2136 --dns-rfc2136-credentials "$work/rfc2136.ini" --dns-rfc2136-propagation-seconds 0 \
  --deploy-hook "$work/deploy-hook.sh" -d www.contoso.com

arm="https://$ARM_METADATA_HOSTNAME/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/my-rg/providers"
endpoint="$arm/Microsoft.MachineLearningServices/workspaces/my-ws/onlineEndpoints/demo"
key=$(curl --silent --show-error --fail -X POST -H 'Authorization: Bearer any' -H 'Content-Length: 0' \
  "$endpoint/listKeys?api-version=2024-04-01" | sed 's/.*"primaryKey": *"\([^"]*\)".*/\1/')
score() {
  curl --silent --show-error --fail --max-time 10 --cacert root.pem -H "Authorization: Bearer $key" \
    -H 'Content-Type: application/json' --data '{"data": [[1, 2, 3]]}' https://www.contoso.com/api/v1/endpoint/demo/score
}
serial() { openssl s_client -connect www.contoso.com:443 -servername www.contoso.com </dev/null 2>/dev/null | openssl x509 -noout -serial; }
score && echo
before=$(serial)

step 'The renewal, while a client scores'
# One connection a request, so that each one is shown the certificate of its moment.
(
  until [ -e stop ]; do
    if score >/dev/null 2>>errors; then echo ok; else echo failed; fi
  done >requests
) &
client=$!
pids="$pids $client"
# shellcheck disable=SC2086
$CERTBOT renew --non-interactive --force-renewal --no-random-sleep-on-renew $folders
after=$(serial)
score && echo
touch stop
wait "$client"

[ "$after" != "$before" ] || fail "the router still serves the certificate of before the renewal"
if grep -q failed requests; then fail "requests failed during the renewal: $(cat errors)"; fi
printf 'renewed from %s to %s; %s requests meanwhile, none failed\n' "$before" "$after" "$(wc -l <requests)"
