#!/usr/bin/env bash
# Makes sure that the Dockerfile's base image is here, even where no image registry can be reached.
#
#   scripts/base-image.sh [TAG]      (default: the image that the Dockerfile starts from)
#
# An image that is here already, or that can be pulled, is used as it is. Only when both fail is a stand-in put
# together from this machine and imported under the same tag: the Node binary that package-lock.json pins, the shared
# libraries it needs, npm, a static busybox, the CA certificates, and the users that the real image has.
# The stand-in is for building and testing offline; never push it anywhere.
set -euo pipefail

cd "$(dirname "$0")/.."
tag="${1:-$(awk '/^FROM / { print $2; exit }' Dockerfile)}"

say() { printf 'base-image: %s\n' "$*" >&2; }
give_up() { say "$1"; say "hint: $2"; exit 3; }

docker version >/dev/null 2>&1 || give_up 'no Docker engine answers' 'start one, or point DOCKER_HOST at it'

if docker image inspect "$tag" >/dev/null 2>&1; then
  say "$tag is here already"
  exit 0
fi
if timeout 300 docker pull --quiet "$tag" >/dev/null 2>&1; then
  say "$tag was pulled"
  exit 0
fi

node_binary="$(readlink -f "${NODE_BINARY:-node_modules/.bin/node}" || true)"
[ -x "$node_binary" ] || give_up "there is no Node binary at ${NODE_BINARY:-node_modules/.bin/node}" 'run npm ci first, or set NODE_BINARY'
busybox="$(command -v busybox || true)"
[ -n "$busybox" ] || give_up 'there is no busybox' 'apt-get install busybox-static'
case "$(ldd "$busybox" 2>&1 || true)" in
  *'not a dynamic executable'* | *'statically linked'*) ;;
  *) give_up "$busybox is not static" 'apt-get install busybox-static' ;;
esac
npm_folder="$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")"
[ -f "$npm_folder/bin/npm-cli.js" ] || give_up "npm is not where its command points, $npm_folder" 'install npm as its own documentation says'

# An engine of another architecture than this machine's could not run the binaries gathered here.
here="$(uname -m)"
engine="$(docker version --format '{{.Server.Arch}}')"
case "$here/$engine" in
  x86_64/amd64 | aarch64/arm64 | armv7l/arm | ppc64le/ppc64le | s390x/s390x) ;;
  *) give_up "this machine is $here and the Docker engine $engine" 'build on the machine that the engine runs on' ;;
esac

root="$(mktemp -d)"
trap 'rm -rf "$root"' EXIT
mkdir -p "$root"/{bin,sbin,etc/ssl/certs,home/node,root,run,var/lib,usr/{bin,sbin,local/{bin,lib/node_modules}}}
mkdir -m 1777 "$root/tmp" "$root/var/tmp"

install -m 755 "$node_binary" "$root/usr/local/bin/node"
ldd "$node_binary" | grep -o '/[^ ]*' | while read -r library; do
  install -D -m 755 "$(readlink -f "$library")" "$root$library"
done

cp -R "$npm_folder" "$root/usr/local/lib/node_modules/npm"
ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
ln -s ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/local/bin/npx"

install -m 755 "$busybox" "$root/bin/busybox"
"$busybox" --list-full | grep -vx 'bin/busybox' | while read -r applet; do
  mkdir -p "$root/$(dirname "$applet")"
  ln -sf /bin/busybox "$root/$applet"
done

cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
printf '%s\n' 'root:x:0:0:root:/root:/bin/sh' 'node:x:1000:1000::/home/node:/bin/sh' \
  'nobody:x:65534:65534:nobody:/nonexistent:/bin/false' >"$root/etc/passwd"
printf '%s\n' 'root:x:0:' 'node:x:1000:' 'nogroup:x:65534:' >"$root/etc/group"
printf 'hosts: files dns\n' >"$root/etc/nsswitch.conf"
chmod 700 "$root/root"

# mktemp made the root folder 0700, which would keep every user but root out of the whole image.
chmod 755 "$root"

# npm_config_cafile: behind a TLS-inspecting proxy npm needs the CA certificates of this machine.
tar -C "$root" --numeric-owner --owner=0 --group=0 \
  --transform='s,^\./,,' -cf - . |
  docker import \
    --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
    --change "ENV NODE_VERSION=$("$node_binary" --version | tr -d v)" \
    --change 'ENV npm_config_cafile=/etc/ssl/certs/ca-certificates.crt' \
    --change 'LABEL org.opencontainers.image.title="offline stand-in, not the published image"' \
    --change 'CMD ["node"]' \
    --message 'offline stand-in' - "$tag" >/dev/null
say "$tag could not be pulled; a stand-in with Node $("$node_binary" --version) was imported under that tag"
