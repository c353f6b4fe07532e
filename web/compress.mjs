// Writes a copy in gzip and one in brotli beside each file of a folder that becomes smaller by it, and says how much a
// browser fetches.
//
// node compress.mjs DIST
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = process.argv[2];
const brotli = (bytes) =>
  brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });

const sum = [0, 0, 0];
for (const name of readdirSync(folder).filter((name) => !/\.(br|gz)$/.test(name))) {
  const file = join(folder, name);
  const plain = readFileSync(file);
  const sizes = [plain.length];
  for (const [ending, packed] of [["gz", gzipSync(plain, { level: 9 })], ["br", brotli(plain)]]) {
    if (packed.length < plain.length) writeFileSync(`${file}.${ending}`, packed);
    sizes.push(Math.min(packed.length, plain.length));
  }
  sizes.forEach((size, at) => (sum[at] += size));
  if (name.endsWith(".wasm")) report(file, sizes);
}
report(`${folder} in all`, sum);

function report(what, [plain, gzip, brotli]) {
  console.log(`${what}: ${plain} bytes, ${gzip} in gzip, ${brotli} in brotli`);
}
