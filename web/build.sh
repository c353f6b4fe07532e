#!/usr/bin/env bash
# Builds the page: `web/build.sh` small into web/dist, `web/build.sh --quick` soon into web/dist-quick.
# `--opt` lets wasm-opt (npm package binaryen) make the small one smaller: minutes more.
set -euo pipefail
cd "$(dirname "$0")/.."

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

export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-target}"
target=wasm32-unknown-unknown
tools=$(mkdir -p "$CARGO_TARGET_DIR" && cd "$CARGO_TARGET_DIR" && pwd)/web-tools
# SIMD: without it wasm's physics and the desk's part at the first contact.
export RUSTFLAGS='-C target-feature=+simd128 --cfg getrandom_backend="wasm_js"'
build=(rustc --locked --lib --crate-type cdylib --profile "$profile" --target "$target")

# rustup's target where it is there or can be fetched, else Debian's compiler, which builds the standard library itself.
if rustup target list --installed 2>/dev/null | grep -qx "$target" || rustup target add "$target" 2>/dev/null; then
  cargo "${build[@]}"
else
  echo "rustup has no $target here: Debian's compiler builds it" >&2
  if ! dpkg -s rustc-web cargo-web rust-web-src >/dev/null 2>&1; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends rustc-web cargo-web rust-web-src >/dev/null
  fi
  linker=$(rustc --print sysroot)/lib/rustlib/$(rustc -vV | sed -n 's/^host: //p')/bin/rust-lld
  RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 /usr/bin/cargo "${build[@]}" -Zbuild-std=std,panic_abort \
    --config "target.$target.linker=\"$linker\""
fi

# The tool that writes the script beside the program must be of the version that the program was compiled with.
version=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p}' Cargo.lock)
bindgen=$tools/bin/wasm-bindgen
if [[ $("$bindgen" --version 2>/dev/null) != "wasm-bindgen $version" ]]; then
  RUSTFLAGS='' CARGO_TARGET_DIR=$tools/build cargo install --quiet wasm-bindgen-cli --version "$version" --root "$tools"
  rm -rf "$tools/build"
fi

rm -rf "$out"
mkdir -p "$out"
"$bindgen" --target web --no-typescript --remove-name-section --remove-producers-section --out-dir "$out" --out-name twinsync \
  "$CARGO_TARGET_DIR/$target/$profile/twinsync.wasm"
if [[ $opt ]]; then
  npx --yes --package binaryen wasm-opt -Oz --all-features "$out/twinsync_bg.wasm" -o "$out/twinsync_bg.wasm"
fi
cp web/*.html web/*.css web/*.js web/*.svg "$out"

# What the loading bar and the service worker must know.
wasm=twinsync_bg.wasm
printf '{"wasm":"%s","bytes":%s}\n' "$wasm" "$(stat -c %s "$out/$wasm")" >"$out/manifest.json"
files=$(cd "$out" && find . -type f ! -name sw.js ! -name index.html -printf '%P\n' | sort)
hash=$(cd "$out" && find . -type f ! -name sw.js | sort | xargs cat | sha256sum | cut -c1-16)
sed -i "s|@VERSION@|$hash|; s|\"@FILES@\"|$(sed 's/.*/"&"/' <<<"$files" | paste -sd, | sed 's/,/, /g')|" "$out/sw.js"

printf '%s: %s bytes' "$out/$wasm" "$(stat -c %s "$out/$wasm")"
printf ', %s in gzip' "$(gzip -9 -c "$out/$wasm" | wc -c)"
if [[ ! $quick ]] && command -v brotli >/dev/null; then printf ', %s in brotli' "$(brotli -q 11 -w 24 -c "$out/$wasm" | wc -c)"; fi
echo
