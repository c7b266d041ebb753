#!/usr/bin/env bash
# Proves the README's two lines on a bare machine: a Debian 12 of debootstrap's minbase with Node 20 and npm 10 and nothing
# else, in which an ordinary user runs "npm ci && npm start" and "npm test". Run as root:
#
#   scripts/bare-root.sh            # all tests
#   scripts/bare-root.sh --tools    # tests that start programs of the machine, which have to skip by name there
#
# Node is the one of this machine, npm 10 comes from the registry. The last line is what the tests' totals are.
set -euo pipefail
cd "$(dirname "$0")/.."

# What Node 20.20 brings.
npm_version=10.8.2
user=1000
work="$(mktemp -d /tmp/fe-bare.XXXXXX)"
root="$work/root"
home=/home/you
checkout="$home/azureml-fe-mock"

finish() {
  local status=$?
  trap - EXIT
  mountpoint -q "$root/proc" && umount "$root/proc"
  rm -rf --one-file-system "$work"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

make_root() {
  # The mirror that this machine's own packages come from.
  local mirror
  mirror="${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Codename: bookworm' | head -n 1)}"
  debootstrap --variant=minbase --include=ca-certificates,libstdc++6 bookworm "$root" "$mirror" >"$work/debootstrap.log" 2>&1 || {
    tail -n 20 "$work/debootstrap.log"
    return 1
  }
  mount -t proc proc "$root/proc"
  cp -L "$(command -v node)" "$root/usr/local/bin/node"
  cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
  # What this machine trusts beside Debian's roots, for registries behind a mirror.
  cp -rL /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
  npm install --silent --global --prefix "$root/usr/local" "npm@$npm_version"
  chroot "$root" useradd --uid "$user" --create-home --home-dir "$home" you
}

copy_checkout() {
  mkdir "$root$checkout"
  tar -c --exclude=./node_modules --exclude=./.git --exclude=./dist --exclude=./.tap --exclude=./.azureml-fe-mock . |
    tar -x -C "$root$checkout"
  chown -R "$user:$user" "$root$checkout"
}

# Runs a line of shell as the ordinary user in the checkout, with nothing of this machine's environment.
in_root() {
  chroot --userspec="$user:$user" "$root" env -i HOME="$home" PATH=/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8 TERM=dumb \
    npm_config_registry="$(npm config get registry)" NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt \
    bash -c "cd $checkout || exit; $1"
}

# Starts the router with the README's line and scores as a client would that has nothing but Node.
start_and_score() {
  # shellcheck disable=SC2016 # it is the shell of the root that expands them
  in_root 'set -m
    npm start >start.log 2>&1 &
    npm=$!
    for _ in $(seq 300); do grep -q "Ctrl-C stops it" start.log && break; sleep 0.2; done
    cat start.log
    key=$(cat .azureml-fe-mock/key)
    NODE_EXTRA_CA_CERTS=.azureml-fe-mock/ca.pem node -e "
      const headers = { authorization: \"Bearer $key\", \"content-type\": \"application/json\" };
      const lookup = (name, options, found) => options.all ? found(null, [{ address: \"127.0.0.1\", family: 4 }]) : found(null, \"127.0.0.1\", 4);
      const url = \"https://www.contoso.com:8443/api/v1/endpoint/demo/score\";
      require(\"https\").request(url, { method: \"POST\", headers, lookup }, (answer) => {
        answer.on(\"data\", (chunk) => console.log(\"scored:\", String(chunk)));
        process.exitCode = answer.statusCode === 200 ? 0 : 1;
      }).end(JSON.stringify({ data: [[1, 2, 3]] }));"
    status=$?
    # The whole group: npm does not pass a signal on to what it started.
    kill -- "-$npm"
    wait
    exit $status'
}

tests=()
if [ "${1:-}" = --tools ]; then
  tests=(
    test/secret test/gateway/routing/status-table.test.ts test/cli/workers.test.ts test/scenarios/ground-truth.test.ts
    test/pki/chain.test.ts test/dns-mock/tcp.test.ts test/docs/readme.test.ts test/architecture/tools-named.test.ts
  )
fi

echo "node $(node --version), npm $npm_version, user $user"
started=$SECONDS
make_root
copy_checkout
echo "the root is there after $((SECONDS - started)) s"
in_root 'npm ci'
echo "npm ci is done after $((SECONDS - started)) s"
start_and_score
echo "npm start scored after $((SECONDS - started)) s"
in_root "npm test -- ${tests[*]}"
echo "all of it took $((SECONDS - started)) s"
