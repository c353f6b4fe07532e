// The page in Chromium, as a person meets it: by keyboard, by pointer, by touch, by link, by file.
//
// node page.mjs DIST
import assert from "node:assert/strict";
import { checks, difference, downloaded, drawn, drop, launch, look, pageOf, ready, shot, sized, state, until } from "./browser.mjs";
import { serve } from "./serve.mjs";

const host = await serve(process.argv[2]);
/** What lies between the panels at 1280 x 720, under the bar. */
const MIDDLE = { x: 300, y: 60, width: 600, height: 480 };

const GOOD = `(title: "A dropped heater", duration_s: 30, devices: [(name: "oven", model: Heater())],
  twins: [(name: "far", of: "oven", sync: Periodic(interval_s: 1), uplink: "air")], links: [(name: "air", delay: Fixed(ms: 20))])`;
const BROKEN = GOOD.replace("Fixed(ms: 20)", "Fixed(ms: -20)");

/** One page at a time: software shares out few frames. Where no picture is looked at, a coarse screen spares pixels. */
let browser = await launch();
let page = await pageOf(browser, 1280, 720);
async function another(density, width, height, options) {
  await browser.close();
  browser = await launch(density);
  page = await pageOf(browser, width, height, options);
}

const failed = await checks([
  ["the default scene is drawn, dark and for a projector", async () => {
    await page.goto(host.address);
    await page.waitForFunction(() => /Loading .* of .* MB|Preparing|Starting|Setting|Drawing/.test(document.getElementById("step").textContent));
    await ready(page);
    console.log(`      first frame after ${(await page.evaluate(() => window.twinsync.firstFrameMs / 1000)).toFixed(1)} s`);
    await until(page, "time passes", (now) => now.scene === "campus" && now.t_s > 0.4);
    const seen = await look(page, await shot(page, "campus"), MIDDLE);
    assert.ok(seen.colours > 60 && seen.commonest < 0.8 && seen.brightness < 90, JSON.stringify(seen));
    const clock = () => page.evaluate(() => [window.twinsync.lab.frames(), performance.now()]);
    const from = await clock();
    await drawn(page, 3);
    const to = await clock();
    console.log(`      ${((to[1] - from[1]) / (to[0] - from[0])).toFixed(0)} ms a frame at 1280 x 720`);
    await page.focus("#twinsync");
    await page.keyboard.press("p");
    await until(page, "projector", (now) => now.projector);
    await drawn(page);
    const bright = await look(page, await shot(page, "campus-projector"), MIDDLE);
    assert.ok(bright.brightness > 150 && bright.colours > 60, JSON.stringify(bright));
    assert.deepEqual(page.wrong, []);
    await another(0.5, 1280, 720, { acceptDownloads: true, permissions: ["clipboard-read", "clipboard-write"] });
  }],
  ["keys reach the laboratory: pause, step, mode", async () => {
    await ready(page, `${host.address}?scene=rotor_five_ways&seed=5`);
    await until(page, "time passes", (now) => now.scene === "rotor_five_ways" && now.seed === 5 && now.t_s > 0.1);
    await page.focus("#twinsync");
    await page.keyboard.press("Space");
    await until(page, "paused", (now) => !now.playing && now.digest);
    const { t_s } = await state(page);
    await page.keyboard.press(".");
    await until(page, "a step on", (now, t_s) => now.t_s > t_s && now.t_s < t_s + 0.04, t_s);
    await page.keyboard.press(",");
    await until(page, "a step back", (now, t_s) => now.t_s < t_s + 0.01, t_s);
    await page.keyboard.press("4");
    await until(page, "Hybrid", (now) => now.twins[now.twin].mode === "Hybrid" && now.journal === 1);
  }],
  ["the skip link leads to the text view and leaves the run alone", async () => {
    await page.evaluate(() => (window.same = true));
    await page.locator(".skip").focus();
    await page.keyboard.press("Enter");
    assert.deepEqual(await page.evaluate(() => [document.activeElement.id, location.hash, window.same]), ["mirror", "", true]);
    await page.focus("#twinsync");
  }],
  ["F6 leads from the picture to the page", async () => {
    await page.keyboard.press("F6");
    assert.equal(await page.evaluate(() => document.activeElement.id), "scene");
  }],
  ["the text view plays, steps and bends the network, by keyboard", async () => {
    await page.selectOption("#scene", "conflicts");
    await until(page, "another scene", (now) => now.scene === "conflicts");
    await page.selectOption("#scene", "rotor_five_ways");
    await until(page, "back, and still paused", (now) => now.scene === "rotor_five_ways" && !now.playing);
    await page.focus("#m-play");
    await page.keyboard.press("Enter");
    await until(page, "playing", (now) => now.playing && now.t_s > 0.1);
    await page.keyboard.press("Enter");
    await until(page, "paused", (now) => !now.playing);
    assert.equal(await page.textContent("#m-play"), "Play");
    assert.match(await page.textContent("#said"), /Paused/);
    const { t_s, link } = await state(page);
    await page.focus("#m-forward");
    await page.keyboard.press("Enter");
    await until(page, "a step on", (now, t_s) => now.t_s > t_s, t_s);
    await page.focus("#m-delay");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await until(page, "a longer delay", (now, before) => now.link.delay_ms === before + 10, link.delay_ms);
    await page.selectOption("#m-mode", "Predictive");
    await until(page, "Predictive", (now) => now.twins[now.twin].mode === "Predictive");
    const rows = await page.locator("#m-twins tr").count();
    assert.equal(rows, (await state(page)).twins.length);
  }],
  ["the text view does so by pointer too", async () => {
    await page.click("#words");
    await page.click("#m-play");
    await until(page, "playing", (now) => now.playing);
    await page.click("#m-play");
    await until(page, "paused", (now) => !now.playing);
    const box = await page.locator("#m-loss").boundingBox();
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await until(page, "half the range of loss", (now) => Math.abs(now.link.loss - 0.25) < 0.04);
    await shot(page, "text-view");
    await page.click("#words");
    await drawn(page);
  }],
  ["the panels of the picture listen to the pointer", async () => {
    await page.click("#panels");
    await until(page, "folded", (now) => now.folded.every((one) => one));
    await page.click("#panels");
    await until(page, "unfolded", (now) => now.folded.every((one) => !one));
    await drawn(page, 3);
    await page.mouse.move(129, 641);
    await drawn(page);
    // Down and up in one frame: held for longer than 0.8 s it is no click, and a frame may take as long.
    await page.mouse.click(129, 641);
    await until(page, "playing", (now) => now.playing);
    await page.focus("#twinsync");
    await page.keyboard.press("Space");
    await until(page, "paused", (now) => !now.playing);
    await page.keyboard.press("n");
    await drawn(page, 3);
    const before = await state(page);
    await shot(page, "network");
    await dragLoss(before.link.loss);
  }],
  ["a link opens the same moment of the same run", async () => {
    await until(page, "at rest", (now) => !now.playing && now.digest);
    const before = await state(page);
    await page.click("#copy");
    await page.waitForFunction(() => window.twinsync.link);
    const link = await page.evaluate(() => navigator.clipboard.readText());
    console.log(`      ${link.length} characters`);
    assert.ok(link.startsWith(`${host.address}?scene=rotor_five_ways&seed=7&t=`), link.slice(0, 120));
    await ready(page, link);
    await until(page, "the moment", (now, t_s) => !now.playing && now.t_s === t_s && now.digest, before.t_s);
    const after = await state(page);
    assert.equal(after.digest, before.digest);
    assert.equal(after.journal, before.journal);
    assert.ok(before.journal >= 3);
  }],
  ["a bad link says what is wrong and opens the default scene", async () => {
    await ready(page, `${host.address}?scene=nowhere&t=5`);
    await until(page, "a notice", (now) => now.scene === "campus" && now.notice?.failure);
    const { notice } = await state(page);
    assert.match(notice.text, /scene=nowhere: there is no such scene/);
    await page.waitForFunction(() => /nowhere/.test(document.getElementById("m-notice").textContent));
    await drawn(page);
    await shot(page, "bad-link");
  }],
  ["a link behind the # opens, in a tab that shows the page already too", async () => {
    await ready(page, `${host.address}#scene=heater&t=3`);
    await until(page, "the heater", (now) => now.scene === "heater" && now.t_s === 3);
    await page.evaluate(() => {
      location.hash = "scene=wire&t=2";
    });
    await until(page, "the wire", (now) => now.scene === "wire" && now.t_s === 2);
  }],
  ["a dropped scene runs, a broken one is shown with line and column", async () => {
    await drop(page, "oven.ron", GOOD);
    await until(page, "the dropped scene", (now) => now.title === "A dropped heater" && now.scene === null);
    await drop(page, "broken.ron", BROKEN);
    await page.waitForSelector("#complaints button");
    const [complaint] = await page.locator("#complaints button").allTextContents();
    assert.match(complaint, /^broken\.ron:2:\d+: links\[0\]\.delay.*-20/);
    assert.match(await page.inputValue("#text"), /-20/);
    assert.match(await page.textContent("#where"), /^line 2, column \d+$/);
    await shot(page, "editor");
    assert.equal((await state(page)).title, "A dropped heater", "the old scene stays");
    await page.fill("#text", BROKEN.replace("-20", "25").replace("dropped", "mended"));
    await page.click("#play");
    await until(page, "the mended scene", (now) => now.title === "A mended heater" && now.link.delay_ms === 25);
  }],
  ["files that are dropped are the page's, text is the browser's", async () => {
    const prevented = await page.evaluate(() => {
      const files = new DataTransfer();
      files.items.add(new File(["x"], "x.bin"));
      const text = new DataTransfer();
      text.setData("text/plain", "x");
      return [files, text].map((dataTransfer) => !document.body.dispatchEvent(new DragEvent("dragover", { dataTransfer, bubbles: true, cancelable: true })));
    });
    assert.deepEqual(prevented, [true, false]);
  }],
  ["run, scene, report, charts and telemetry can be saved, and the run opens again", async () => {
    let run;
    for (const [paper, begins] of [["run", "Run("], ["scene", "(title"], ["report.html", "<!DOCTYPE html>"], ["report.json", "{"], ["charts.svg", "<svg"], ["telemetry.csv", "time [s]"]]) {
      const [download] = await Promise.all([page.waitForEvent("download"), page.selectOption("#save", paper)]);
      const text = await downloaded(download);
      assert.ok(text.startsWith(begins), `${paper}: ${text.slice(0, 60)}`);
      if (paper === "run") run = text;
    }
    await page.selectOption("#scene", "heater");
    await until(page, "another scene", (now) => now.scene === "heater");
    await drop(page, "kept.run.ron", run);
    await until(page, "the kept run", (now) => now.title === "A mended heater" && !now.playing);
  }],
  ["the picture fills a window of another size", async () => {
    await sized(page, 900, 560);
    await page.waitForFunction(() => {
      const canvas = document.getElementById("twinsync");
      return canvas.width === 450 && canvas.clientWidth === 900;
    });
  }],
  ["a hidden tab does not catch up when it is shown again", async () => {
    await page.selectOption("#scene", "heater");
    await until(page, "another scene", (now) => now.scene === "heater" && !now.playing);
    await page.focus("#twinsync");
    await page.keyboard.press("Space");
    await until(page, "playing", (now) => now.playing && now.t_s > 0.2);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Page.setWebLifecycleState", { state: "frozen" });
    await new Promise((done) => setTimeout(done, 8000));
    await cdp.send("Page.setWebLifecycleState", { state: "active" });
    const from = await page.evaluate(() => [window.twinsync.state.t_s, window.twinsync.lab.frames()]);
    await drawn(page, 3);
    const to = await page.evaluate(() => [JSON.parse(window.twinsync.lab.mirror()).t_s, window.twinsync.lab.frames()]);
    // A frame passes at most a quarter of a second.
    assert.ok(to[0] - from[0] <= 0.25 * (to[1] - from[1] + 2) + 0.02, `${from} .. ${to}`);
  }],
  ["nothing was wrong on the page so far", async () => assert.deepEqual(page.wrong, [])],
  ["without a network the page opens from what it kept", async () => {
    await page.waitForFunction(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      return registration?.active?.state === "activated";
    });
    await page.context().setOffline(true);
    await ready(page, `${host.address}?scene=wire&t=2`);
    await until(page, "the moment", (now) => now.scene === "wire" && now.t_s >= 1.99);
    await page.context().setOffline(false);
  }],
  ["a lost graphics context brings the run back where it was", async () => {
    await page.keyboard.press("3");
    await until(page, "a deed", (now) => now.journal === 1);
    await page.waitForTimeout(1000);
    await page.evaluate(() => sessionStorage.removeItem("twinsync-stopped"));
    const before = await state(page);
    await page.evaluate(() => {
      window.before = true;
      document.getElementById("twinsync").getContext("webgl2").getExtension("WEBGL_lose_context").loseContext();
    });
    await page.waitForSelector("#trouble:not([hidden])");
    assert.match(await page.textContent("#trouble"), /graphics context/);
    await page.waitForFunction(() => !window.before && window.twinsync?.ready && window.twinsync.state);
    await until(page, "the same moment", (now, before) => now.t_s === before.t_s && now.journal === 1 && now.digest === before.digest, before);
  }],
  ["a fine screen gets fine pixels, a narrow window one panel at a time", async () => {
    await another(2, 520, 400);
    await ready(page, `${host.address}?scene=heater`);
    await page.waitForFunction(() => document.getElementById("twinsync").width === 1040);
    await until(page, "side panels folded", (now) => now.folded[0] && now.folded[1]);
    await page.click("#panels");
    await until(page, "the left one", (now) => !now.folded[0] && now.folded[1]);
    await drawn(page);
    await shot(page, "fine");
    assert.deepEqual(page.wrong, []);
  }],
  ["fingers turn and zoom the camera", async () => {
    await another(0.5, 760, 500, { hasTouch: true });
    await ready(page, `${host.address}?scene=heater&t=1`);
    const clip = { x: 140, y: 30, width: 100, height: 120 };
    const cdp = await page.context().newCDPSession(page);
    const touch = async (type, points) => {
      await cdp.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
      await drawn(page, 1);
    };
    await until(page, "at rest", (now) => now.t_s >= 0.99);
    for (const panel of [0, 1]) await page.evaluate((panel) => window.twinsync.lab.wish(JSON.stringify({ do: "fold", panel })), panel);
    await drawn(page, 6);
    const first = await shot(page, "touch-1");
    await touch("touchStart", [[300, 200]]);
    for (const x of [330, 370, 410]) await touch("touchMove", [[x, 200]]);
    await touch("touchEnd", []);
    await drawn(page, 6);
    const second = await shot(page, "touch-2");
    await touch("touchStart", [[340, 200], [400, 200]]);
    for (const by of [8, 16, 24]) await touch("touchMove", [[340 - by, 200], [400 + by, 200]]);
    await touch("touchEnd", []);
    await drawn(page, 6);
    const third = await shot(page, "touch-3");
    const [turned, zoomed] = [await difference(page, first, second, clip), await difference(page, second, third, clip)];
    console.log(`      ${(100 * turned).toFixed(0)} and ${(100 * zoomed).toFixed(0)} % of the pixels differ`);
    assert.ok(turned > 0.05, "one finger turns");
    assert.ok(zoomed > 0.05, "two fingers zoom");
    assert.deepEqual(page.wrong, []);
  }],
  ["without WebGL2 the page says so", async () => {
    await another(1, 800, 500);
    const plain = page;
    await plain.addInitScript(() => {
      const real = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
        return kind === "webgl2" ? null : real.call(this, kind, ...rest);
      };
    });
    await plain.goto(host.address);
    await plain.waitForSelector("#trouble:not([hidden])");
    assert.match(await plain.textContent("#trouble"), /no WebGL2/);
    await shot(plain, "no-webgl2");
  }],
]);

/** Drags the slider of the loss in the Network tab, which lies here for a scene of one device and five twins. */
async function dragLoss(before) {
  for (const y of [546, 518, 574]) {
    await page.mouse.move(122, y);
    await drawn(page, 1);
    await page.mouse.down();
    await drawn(page, 1);
    await page.mouse.move(152, y, { steps: 3 });
    await drawn(page, 1);
    await page.mouse.up();
    await drawn(page, 2);
    await page.waitForTimeout(400);
    if ((await state(page)).link.loss !== before) return;
  }
  assert.fail("no slider of the network moved the loss");
}

await browser.close();
await host.stop();
process.exit(failed ? 1 : 0);
