#!/usr/bin/env bash
# Builds Bevy's own simplest 3D example as web/build.sh builds the page, into web/dist-floor: what any page with Bevy costs.
set -euo pipefail
cd "$(dirname "$0")/.."
source web/pack.sh

version=$(sed -n '/^name = "bevy"$/{n;s/^version = "\(.*\)"$/\1/p}' Cargo.lock)
cargo fetch --locked --target "$target"
example=$(echo "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/bevy-"$version"/examples/3d/3d_scene.rs)

# The features of Bevy that the page has, and the one that the example is written with.
features=$(grep -o '"bevy/[^"]*"' Cargo.toml | sed 's|bevy/||' | grep -v '"x11"' | paste -sd,)
crate=$CARGO_TARGET_DIR/web-floor
mkdir -p "$crate/src"
# The tone curve that the camera takes by itself needs a table that the page leaves out.
sed 's/^\( *\)Camera3d$/&\n\1template_value(bevy::core_pipeline::tonemapping::Tonemapping::None)/' "$example" >"$crate/src/main.rs"
cp Cargo.lock "$crate"
{
  printf '[package]\nname = "floor"\nversion = "0.0.0"\nedition = "2024"\n\n[workspace]\n\n[dependencies]\n'
  printf 'bevy = { version = "=%s", default-features = false, features = ["std", "default_app", "web", "webgl2", "bevy_scene", %s] }\n' "$version" "$features"
  sed -n '/^\[target.*cfg(target_arch = "wasm32")/,/^$/{/^getrandom/p}' Cargo.toml
  printf '\n'
  sed -n '/^\[profile\.web\]$/,/^$/p' Cargo.toml
} >"$crate/Cargo.toml"

out=web/dist-floor
for_web rustc --manifest-path "$crate/Cargo.toml" --profile web
bindgen "$CARGO_TARGET_DIR/$target/web/floor.wasm" "$out" floor
cat >"$out/index.html" <<'PAGE'
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Bevy's 3d_scene</title>
<style>body { margin: 0 }</style>
<script type="module">
  import start from "./floor.js";
  await start({ module_or_path: "floor_bg.wasm" });
</script>
</html>
PAGE
compress "$out"
