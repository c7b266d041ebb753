#!/usr/bin/env bash
# Packs the package as npm would publish it, installs it in an empty folder, and runs its command and its library from
# there, where no TypeScript of the checkout is left to fall back on.
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

types="$PWD/node_modules/@types"
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-save --no-audit --no-fund "$archive"
npx --no-install azureml-fe-mock --version
npx --no-install azureml-fe-mock scenarios run valid expired

cat >score.mts <<'SCRIPT'
import { type RunningHarness, startHarness } from 'azureml-fe-mock';

await using harness: RunningHarness = await startHarness();
const agent = harness.agent();
const { request } = await import('undici');
const { statusCode } = await request(harness.scoringUri, {
  dispatcher: agent,
  method: 'POST',
  headers: { authorization: `Bearer ${harness.key}`, 'content-type': 'application/json' },
  body: JSON.stringify({ data: [[1, 2, 3]] }),
});
await agent.close();
if (statusCode !== 200) throw new Error(`the library answered ${statusCode}`);
// @ts-expect-error a name is needed: the declarations are really there
void (() => harness.use());
SCRIPT
# No skipLibCheck: the published declarations themselves have to be sound.
tsc --noEmit --strict --module nodenext --target es2024 --lib es2024,esnext.disposable \
  --types node --typeRoots "$types" score.mts
node score.mts
echo 'the package installs, type-checks and runs'
