#!/usr/bin/env bash
# Packs the package as npm would publish it, installs it in an empty folder, and runs its command and its library from
# there, where no TypeScript is left to fall back on.
#
#   scripts/check-package.sh
set -euo pipefail
cd "$(dirname "$0")/.."

PATH="$PWD/node_modules/.bin:$PATH"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT

npm pack --silent --pack-destination "$folder" >/dev/null
archive="$(ls "$folder"/*.tgz)"

# Nothing but what runs and what must lie beside it.
strangers="$(tar -tzf "$archive" | grep -Ev '^package/(bin/azureml-fe-mock\.js|dist/.*\.(js|d\.ts|json|html|css|svg|yaml)|(CHANGELOG|README)\.md|LICENSE|package\.json)$' || true)"
if [ -n "$strangers" ]; then
  printf 'the package has files that do not belong in it:\n%s\n' "$strangers"
  exit 1
fi

cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-save --no-audit --no-fund "$archive"
npx --no-install azureml-fe-mock --version
npx --no-install azureml-fe-mock scenarios list --json >/dev/null
node --input-type=module --eval '
  const { startHarness } = await import("azureml-fe-mock");
  if (typeof startHarness !== "function") throw new Error("azureml-fe-mock exports no startHarness");
'
echo 'the package installs and runs'
