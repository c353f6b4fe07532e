#!/usr/bin/env bash
# Builds the page quickly and checks it in Chromium, from nothing: compiler target, tools and browser included.
set -euo pipefail
cd "$(dirname "$0")/../.."
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-target}"

wanted=(chromium mosquitto mosquitto-clients) missing=()
command -v node >/dev/null || wanted+=(nodejs npm)
for package in "${wanted[@]}"; do
  dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
done
if ((${#missing[@]})); then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

# The desk's digests come from this program.
desk=${TWINSYNC_BIN:-}
if [[ ! $desk ]]; then
  cargo build --locked --quiet
  desk=$CARGO_TARGET_DIR/debug/twinsync
fi
web/build.sh --quick
npm ci --prefix web/test --no-audit --no-fund --silent
node web/test/digests.mjs web/dist-quick "$desk"
node web/test/page.mjs web/dist-quick
node web/test/words.mjs web/dist-quick
node web/test/board.mjs web/dist-quick
node web/test/broker.mjs web/dist-quick "$desk"
