#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds the page into target/made, unless nothing of it is newer than what is there. Without npm, or with a
# Node.js that is too old, there is no page, and the server is built without it.
set -eu
cd "$(dirname "$0")"

if ! command -v npm >/dev/null 2>&1; then
  echo "The server is built without its web client: npm is missing (install Node.js 20 with npm)." >&2
  exit 0
fi
if ! node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)'; then
  echo "The server is built without its web client: Node.js 20.19 or newer is needed." >&2
  exit 0
fi

# Made last: a build that was not finished is none.
built=target/homeroom-web.cdx.json
if [ -f "$built" ] && [ -z "$(find src public index.html package.json package-lock.json tsconfig.json vite.config.ts \
  bundle-size.mjs shell.mjs build.sh ../clients/js/src ../clients/homeroom.d.ts -newer "$built" -print | head -n 1)" ]; then
  exit 0
fi
test node_modules/.package-lock.json -nt package-lock.json || npm ci --silent
npm run --silent build
# The bill of materials of what browsers get.
npm sbom --package-lock-only --omit dev --sbom-format cyclonedx >"$built.new"
mv "$built.new" "$built"
