// Chromium with WebGL2 in software, and a page that is watched for errors.
import { chromium } from "playwright-core";
import { mkdirSync } from "node:fs";

const ARGS = [
  "--no-sandbox",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--ignore-gpu-blocklist",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];
/** A frame in software takes a second or two, and more while something else runs. */
export const PATIENCE = 300_000;
const SHOTS = process.env.TWINSYNC_SHOTS ?? "/tmp/twinsync-web";

/** A browser on a screen with so many pixels for each CSS pixel. Emulated screens will not do: a canvas that asks for its
 * size in true pixels is not told of them. */
export const launch = (density = 1) =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [...ARGS, `--force-device-scale-factor=${density}`, "--window-size=1280,800"],
  });

/** A fresh page in a window of the given inner size; what goes wrong on it is put into `wrong`. */
export async function pageOf(browser, width = 960, height = 600, options = {}) {
  const context = await browser.newContext({ viewport: null, ...options });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.wrong = [];
  page.on("console", (message) => message.type() === "error" && page.wrong.push(message.text()));
  page.on("pageerror", (error) => page.wrong.push(error.message));
  await sized(page, width, height);
  return page;
}

/** Gives the window another inner size. */
export async function sized(page, width, height) {
  const cdp = await page.context().newCDPSession(page);
  const { windowId } = await cdp.send("Browser.getWindowForTarget");
  for (let tries = 0; tries < 20; tries += 1) {
    const inner = await page.evaluate(() => [innerWidth, innerHeight]);
    if (inner[0] === width && inner[1] === height) break;
    const { bounds } = await cdp.send("Browser.getWindowBounds", { windowId });
    await cdp.send("Browser.setWindowBounds", {
      windowId,
      bounds: { width: bounds.width + width - inner[0], height: bounds.height + height - inner[1] },
    });
    await new Promise((done) => setTimeout(done, 250));
  }
  await cdp.detach();
}

/** Waits until the program has drawn. */
export async function ready(page, address) {
  if (address) await page.goto(address);
  await page.waitForFunction(() => window.twinsync?.ready && window.twinsync.state);
}

/** Waits until the words about the run satisfy a test; says what they were when they do not. */
export async function until(page, what, test, argument) {
  const source = `(([argument]) => { const state = window.twinsync?.state; return Boolean(state && (${test})(state, argument)); })`;
  try {
    await page.waitForFunction(`(${source})([${JSON.stringify(argument ?? null)}])`);
  } catch {
    throw new Error(`not within ${PATIENCE / 1000} s: ${what}; ${JSON.stringify(await page.evaluate(() => window.twinsync?.state)).slice(0, 700)}`);
  }
}

export const state = (page) => page.evaluate(() => window.twinsync.state);

/** Waits until so many more frames are drawn. */
export async function drawn(page, count = 2) {
  const from = await page.evaluate(() => window.twinsync.lab.frames());
  await page.waitForFunction((until) => window.twinsync.lab.frames() >= until, from + count);
}

export async function shot(page, name) {
  mkdirSync(SHOTS, { recursive: true });
  return page.screenshot({ path: `${SHOTS}/${name}.png` });
}

/** What a picture is made of: its colours (4 bits a channel), the share of the commonest, and its mean brightness. */
export async function look(page, png, clip) {
  return page.evaluate(
    async ([data, { x, y, width, height }]) => {
      const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }), x, y, width, height);
      const paint = new OffscreenCanvas(width, height).getContext("2d");
      paint.drawImage(image, 0, 0);
      const pixels = paint.getImageData(0, 0, width, height).data;
      const counts = new Map();
      let sum = 0;
      for (let at = 0; at < pixels.length; at += 4) {
        const key = ((pixels[at] >> 4) << 8) | ((pixels[at + 1] >> 4) << 4) | (pixels[at + 2] >> 4);
        counts.set(key, (counts.get(key) ?? 0) + 1);
        sum += pixels[at] + pixels[at + 1] + pixels[at + 2];
      }
      const total = pixels.length / 4;
      return { colours: counts.size, commonest: Math.max(...counts.values()) / total, brightness: sum / total / 3 };
    },
    [png.toString("base64"), clip],
  );
}

/** Share of pixels that differ between two pictures of the same size. */
export async function difference(page, a, b, { x, y, width, height }) {
  return page.evaluate(
    async ([pair, [x, y, width, height]]) => {
      const [one, two] = await Promise.all(
        pair.map(async (data) => {
          const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
          const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }), x, y, width, height);
          const paint = new OffscreenCanvas(width, height).getContext("2d");
          paint.drawImage(image, 0, 0);
          return paint.getImageData(0, 0, width, height).data;
        }),
      );
      let count = 0;
      for (let at = 0; at < one.length; at += 4) {
        if (Math.abs(one[at] - two[at]) + Math.abs(one[at + 1] - two[at + 1]) + Math.abs(one[at + 2] - two[at + 2]) > 24) count += 1;
      }
      return count / (one.length / 4);
    },
    [[a.toString("base64"), b.toString("base64")], [x, y, width, height]],
  );
}

/** Runs named checks in order, or those that `TWINSYNC_ONLY` matches; prints a line and a time for each; gives the number that failed. */
export async function checks(list) {
  const only = new RegExp(process.env.TWINSYNC_ONLY ?? "");
  let failed = 0;
  for (const [name, check] of list.filter(([name]) => only.test(name))) {
    const from = Date.now();
    try {
      await check();
      console.log(`ok    ${((Date.now() - from) / 1000).toFixed(1).padStart(6)} s  ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`WRONG ${((Date.now() - from) / 1000).toFixed(1).padStart(6)} s  ${name}\n      ${error.stack ?? error}`);
    }
  }
  return failed;
}

/** Drops a file on the page, as a file manager does. */
export const drop = (page, name, text) =>
  page.evaluate(
    ([name, text]) => {
      const data = new DataTransfer();
      data.items.add(new File([text], name));
      for (const kind of ["dragenter", "dragover", "drop"]) {
        document.getElementById("stage").dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
      }
    },
    [name, text],
  );

/** Everything of a stream that the browser downloads. */
export async function downloaded(download) {
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
