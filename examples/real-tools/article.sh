#!/bin/sh
# The article "Configure secure online endpoint with TLS/SSL" from an empty cluster to TLS off, with the tools it names:
#
#   azureml-fe-mock shell --empty -- sh examples/real-tools/article.sh
#
# Where "az k8s-extension" is not installed, K8S_EXTENSION names its stand-in, and where az is not, AZ is empty:
#
#   K8S_EXTENSION='python3 examples/real-tools/k8s_extension.py' AZ=
set -eu

K8S_EXTENSION=${K8S_EXTENSION-az k8s-extension}
AZ=${AZ-az}
cluster='--cluster-type managedClusters --cluster-name my-aks --resource-group my-rg'
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

step() { printf '\n== %s\n' "$*"; }
fail() { printf 'article.sh: %s\n' "$*" >&2; exit 1; }
# shellcheck disable=SC2086 # words are meant to be split
extension() { command=$1; shift; $K8S_EXTENSION "$command" --name azureml $cluster "$@"; }

step 'Sign in'
if [ -n "$AZ" ]; then
  $AZ login --service-principal -u 33333333-3333-3333-3333-333333333333 -p any -t 11111111-1111-1111-1111-111111111111 \
    --output none
  $AZ aks get-credentials --resource-group my-rg --name my-aks --file "$work/kubeconfig"
  export KUBECONFIG="$work/kubeconfig"
fi
kubectl version

step 'Get a TLS/SSL certificate'
openssl req -new -newkey rsa:2048 -nodes -keyout "$work/key.pem" -out "$work/request.pem" -subj /CN=www.contoso.com \
  -addext subjectAltName=DNS:www.contoso.com 2>/dev/null
azureml-fe-mock certs sign "$work/request.pem" --out "$work/cert.pem"

step 'Configure sslSecret'
kubectl get namespace azureml >/dev/null 2>&1 || kubectl create namespace azureml
kubectl create secret generic contoso-tls --namespace azureml \
  --from-file=cert.pem="$work/cert.pem" --from-file=key.pem="$work/key.pem"
extension create --extension-type Microsoft.AzureML.Kubernetes --scope cluster \
  --config enableInference=True inferenceRouterServiceType=LoadBalancer sslSecret=contoso-tls sslCname=www.contoso.com

step 'Update your DNS with FQDN'
kubectl describe svc azureml-fe -n azureml
address=$(kubectl get svc azureml-fe -n azureml --output 'jsonpath={.status.loadBalancer.ingress[0].ip}')
if nslookup www.contoso.com; then fail 'the name is there before its record'; fi
if [ -n "$AZ" ]; then
  $AZ network dns record-set a add-record --resource-group my-rg --zone-name contoso.com --record-set-name www \
    --ipv4-address "$address" --output none
else
  printf 'server 127.0.0.1\nupdate add www.contoso.com 300 A %s\nsend\n' "$address" | nsupdate
fi
nslookup www.contoso.com

step 'Score'
arm="https://$ARM_METADATA_HOSTNAME/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/my-rg/providers"
endpoint="$arm/Microsoft.MachineLearningServices/workspaces/my-ws/onlineEndpoints/demo"
key=$(curl --silent --show-error --fail -X POST -H 'Authorization: Bearer any' -H 'Content-Length: 0' \
  "$endpoint/listKeys?api-version=2024-04-01" | sed 's/.*"primaryKey": *"\([^"]*\)".*/\1/')
score() {
  curl --silent --show-error --fail --max-time 10 -H "Authorization: Bearer $key" -H 'Content-Type: application/json' \
    --data '{"data": [[1, 2, 3]]}' "$1/api/v1/endpoint/demo/score" && echo
}
score https://www.contoso.com
serial() { openssl s_client -connect www.contoso.com:443 -servername www.contoso.com </dev/null 2>/dev/null | openssl x509 -noout -serial; }
before=$(serial)

step 'Update the TLS/SSL certificate'
azureml-fe-mock certs sign "$work/request.pem" --days 365 --out "$work/cert.pem"
kubectl create secret generic contoso-tls --namespace azureml --dry-run=client --output yaml \
  --from-file=cert.pem="$work/cert.pem" --from-file=key.pem="$work/key.pem" | kubectl apply --filename -
[ "$(serial)" = "$before" ] || fail 'a new Secret is served before the update'
extension update --config sslSecret=contoso-tls --yes
[ "$(serial)" != "$before" ] || fail 'the update did not take the new certificate into service'
score https://www.contoso.com

step 'Disable TLS'
extension update --config allowInsecureConnections=True --yes
if score https://www.contoso.com; then fail 'HTTPS is still served'; fi
score http://www.contoso.com

step 'The article is done'
