# What build.sh and floor.sh share: the compiler, wasm-bindgen, wasm-opt and the compressed copies. Sourced at the project's root.

export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-target}"
mkdir -p "$CARGO_TARGET_DIR"
CARGO_TARGET_DIR=$(cd "$CARGO_TARGET_DIR" && pwd)
target=wasm32-unknown-unknown
tools=$CARGO_TARGET_DIR/web-tools
# SIMD: without it wasm's physics and the desk's part at the first contact.
export RUSTFLAGS='-C target-feature=+simd128 --cfg getrandom_backend="wasm_js"'

# Installs those of Debian's packages that are missing.
debian() {
  dpkg -s "$@" >/dev/null 2>&1 && return
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# Whether rustup has the target or can fetch it. TWINSYNC_WEB_COMPILER=debian does as if it could not.
rustup_can() {
  [[ ${TWINSYNC_WEB_COMPILER:-} != debian ]] || return 1
  rustup target list --installed 2>/dev/null | grep -qx "$target" || rustup target add "$target" 2>/dev/null
}

# for_web COMMAND ARGUMENT..: cargo for the browser, with rustup's compiler or else Debian's, which builds the standard
# library itself.
for_web() {
  local command=$1 llvm
  shift
  if rustup_can; then
    cargo "$command" --target "$target" "$@"
    return
  fi
  echo "rustup has no $target here: Debian's compiler builds it" >&2
  debian rustc-web cargo-web rust-web-src
  llvm=$(/usr/bin/rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
  debian "lld-$llvm"
  RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 /usr/bin/cargo "$command" --target "$target" -Zbuild-std=std,panic_abort \
    --config "target.$target.linker=\"wasm-ld-$llvm\"" "$@"
}

# bindgen PROGRAM DIST NAME: the program for the browser and the script beside it. The tool must be of the version that the
# program was compiled with.
bindgen() {
  local tool=$tools/bin/wasm-bindgen version
  version=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p}' Cargo.lock)
  if [[ $("$tool" --version 2>/dev/null) != "wasm-bindgen $version" ]]; then
    RUSTFLAGS='' CARGO_TARGET_DIR=$tools/build cargo install --quiet wasm-bindgen-cli --version "$version" --root "$tools"
    rm -rf "$tools/build"
  fi
  rm -rf "$2"
  mkdir -p "$2"
  "$tool" --target web --no-typescript --remove-name-section --remove-producers-section --out-dir "$2" --out-name "$3" "$1"
}

# shrink FILE: wasm-opt, for size, with no more of WebAssembly than the compiler uses itself.
shrink() {
  npx --yes --package binaryen@132.0.0 wasm-opt -Oz --enable-simd --enable-bulk-memory --enable-bulk-memory-opt --enable-multivalue \
    --enable-mutable-globals --enable-nontrapping-float-to-int --enable-reference-types --enable-sign-ext "$1" -o "$1"
}

# compress DIST: beside each file of the page one in gzip and one in brotli, as small as they go.
compress() {
  command -v node >/dev/null || debian nodejs
  node web/compress.mjs "$1"
}
