// How much is sent, how soon the first frame is there and how long a frame takes, in one line; for any page that draws with
// WebGL2. Figures of one machine at one time, so nothing is asserted.
//
// node speed.mjs DIST [TIMES]
import { existsSync } from "node:fs";
import { launch, pageOf } from "./browser.mjs";
import { serve } from "./serve.mjs";

const [dist, times = "3"] = process.argv.slice(2);
const SCENE = "campus";
const FOR_S = 30;
/** So many frames are timed. */
const PICTURES = 10;

/** Notes when the page has put a picture on its canvas, at most once between two of the browser's own frames. */
function watch() {
  window.pictures = [];
  const bound = new WeakMap();
  const marked = (name, before) => {
    const own = WebGL2RenderingContext.prototype[name];
    WebGL2RenderingContext.prototype[name] = function (...given) {
      before(this, ...given);
      return own.apply(this, given);
    };
  };
  let fresh = true;
  const draws = (gl) => {
    if (!fresh || bound.get(gl)) return;
    fresh = false;
    window.pictures.push(performance.now());
    requestAnimationFrame(() => (fresh = true));
  };
  marked("bindFramebuffer", (gl, target, buffer) => target !== gl.READ_FRAMEBUFFER && bound.set(gl, buffer));
  for (const name of ["blitFramebuffer", "drawArrays", "drawElements", "drawArraysInstanced", "drawElementsInstanced"]) marked(name, draws);
}

const pictures = (page, count) => page.waitForFunction((count) => window.pictures.length >= count, count);

/** One visit of a browser that has never been there. */
async function visit() {
  const browser = await launch();
  const page = await pageOf(browser, 1280, 720);
  await page.addInitScript(watch);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable");
  const busy_s = async () => (await cdp.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration").value;
  await page.goto(host.address);
  // The browser lets a page draw a frame or two ahead: when the third is begun, the first is seen.
  await pictures(page, 3);
  const first_s = (await page.evaluate(() => window.pictures[2])) / 1000;
  const sent = await page.evaluate(() =>
    ["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind)).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
  );
  const count = await page.evaluate(() => window.pictures.length);
  const from_s = await busy_s();
  await pictures(page, count + PICTURES);
  const to_s = await busy_s();
  const shown = await page.evaluate(() => window.pictures);
  await browser.close();
  const drawn = shown.length - count;
  return { sent, first_s, frame_ms: (shown.at(-1) - shown[count - 1]) / drawn, busy_ms: ((to_s - from_s) * 1000) / drawn };
}

/** Seconds that the program needs for a run without a picture. */
async function headless_s() {
  const browser = await launch();
  const page = await pageOf(browser);
  await page.goto(`${host.address}manifest.json`);
  const wall_s = await page.evaluate(
    async ([scene, for_s]) => {
      const lab = await import("./twinsync.js");
      await lab.default({ module_or_path: "twinsync_bg.wasm" });
      return JSON.parse(lab.run_headless(scene, for_s)).wall_s;
    },
    [SCENE, FOR_S],
  );
  await browser.close();
  return wall_s;
}

const host = await serve(dist);
const visits = [];
const runs = [];
for (let time = 0; time < Number(times); time += 1) {
  visits.push(await visit());
  if (existsSync(`${dist}/twinsync.js`)) runs.push(await headless_s());
}
await host.stop();
const least = (list, digits) => Math.min(...list).toFixed(digits);
const all = (key, digits) => least(visits.map((one) => one[key]), digits);
const words = [
  `${(visits[0].sent / 1e6).toFixed(2)} MB sent`,
  `first frame after ${all("first_s", 1)} s`,
  `${all("frame_ms", 0)} ms a frame at 1280 x 720`,
  `${all("busy_ms", 1)} ms of it on the page's thread`,
];
if (runs.length) words.push(`${FOR_S} s of ${SCENE} without a picture in ${least(runs, 2)} s`);
console.log(`${dist}: ${words.join(", ")} (least of ${times})`);
