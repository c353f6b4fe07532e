#!/usr/bin/env bash
# Builds the page: `web/build.sh` small into web/dist, `web/build.sh --quick` soon into web/dist-quick.
# `--opt` lets wasm-opt (npm package binaryen) make the small one smaller: minutes more.
set -euo pipefail
cd "$(dirname "$0")/.."
source web/pack.sh

quick='' opt=''
for argument in "$@"; do
  case $argument in
    --quick) quick=1 ;;
    --opt) opt=1 ;;
    *) echo "usage: web/build.sh [--quick] [--opt]" >&2; exit 2 ;;
  esac
done
profile=web out=web/dist
[[ $quick ]] && profile=web-quick out=web/dist-quick

for_web rustc --locked --lib --crate-type cdylib --profile "$profile"
bindgen "$CARGO_TARGET_DIR/$target/$profile/twinsync.wasm" "$out" twinsync
wasm=twinsync_bg.wasm
if [[ $opt ]]; then shrink "$out/$wasm"; fi
cp web/*.html web/*.css web/*.js web/*.svg "$out"

# What the loading bar and the service worker must know.
printf '{"wasm":"%s","bytes":%s}\n' "$wasm" "$(stat -c %s "$out/$wasm")" >"$out/manifest.json"
files=$(cd "$out" && find . -type f ! -name sw.js ! -name index.html -printf '%P\n' | sort)
hash=$(cd "$out" && find . -type f ! -name sw.js | sort | xargs cat | sha256sum | cut -c1-16)
sed -i "s|@VERSION@|$hash|; s|\"@FILES@\"|$(sed 's/.*/"&"/' <<<"$files" | paste -sd, | sed 's/,/, /g')|" "$out/sw.js"

# After the lists, which name files as the browser knows them.
if [[ $quick ]]; then
  echo "$out/$wasm: $(stat -c %s "$out/$wasm") bytes, $(gzip -9 -c "$out/$wasm" | wc -c) in gzip"
else
  compress "$out"
fi
