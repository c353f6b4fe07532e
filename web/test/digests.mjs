// Every shipped scene, 30 simulated seconds: the browser's digest is the desk's.
//
// node digests.mjs DIST TWINSYNC [SCENE..]
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { checks, launch, pageOf } from "./browser.mjs";
import { serve } from "./serve.mjs";

const [dist, twinsync, ...wanted] = process.argv.slice(2);
const FOR_S = 30;
const host = await serve(dist);
const browser = await launch();
const page = await pageOf(browser);
await page.goto(`${host.address}manifest.json`);
const scenes = await page.evaluate(async () => {
  const lab = await import("./twinsync.js");
  await lab.default({ module_or_path: "twinsync_bg.wasm" });
  window.lab = lab;
  return JSON.parse(lab.scenes());
});
assert.ok(scenes.length >= 11, `${scenes.length} scenes ship`);
const failed = await checks(
  scenes
    .filter((scene) => !wanted.length || wanted.includes(scene))
    .map((scene) => [
      `digest of ${scene}`,
      async () => {
        const here = JSON.parse(await page.evaluate(([scene, for_s]) => window.lab.run_headless(scene, for_s), [scene, FOR_S]));
        const desk = JSON.parse(execFileSync(twinsync, ["run", scene, "--for", String(FOR_S), "--json", "--quiet"], { maxBuffer: 1 << 28, cwd: "/" }));
        assert.equal(here.duration_s, FOR_S);
        assert.equal(here.digest, desk.digest);
        assert.equal(here.events, desk.events);
        console.log(`      ${here.digest}  ${here.wall_s.toFixed(1)} s here, ${desk.wall_s.toFixed(1)} s on the desk`);
      },
    ]),
);
await browser.close();
await host.stop();
process.exit(failed ? 1 : 0);
