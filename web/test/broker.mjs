// A real broker (Debian's mosquitto) with a WebSocket listener: lines that are published to it feed the page's clock twin.
//
// node broker.mjs DIST
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checks, launch, pageOf, ready, shot } from "./browser.mjs";
import { serve } from "./serve.mjs";

/** A port that nobody has. */
const free = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const host = await serve(process.argv[2]);
const browser = await launch(0.5);
const page = await pageOf(browser, 640, 480);
let mosquitto;

const failed = await checks([
  ["lines behind a broker feed the clock twin, and a broker that comes back is found again", async () => {
    const [tcp, web] = [await free(), await free()];
    const config = join(mkdtempSync(join(tmpdir(), "twinsync-")), "mosquitto.conf");
    const lines = ["allow_anonymous true", `listener ${tcp} 127.0.0.1`, `listener ${web} 127.0.0.1`, "protocol websockets"];
    writeFileSync(config, `${lines.join("\n")}\n`);
    const start = () => (mosquitto = spawn("/usr/sbin/mosquitto", ["-c", config], { stdio: "ignore" }));
    start();
    await ready(page, `${host.address}?scene=heater&t=0`);
    await page.click("#board");
    await page.fill("#b-url", `ws://127.0.0.1:${web}/`);
    await page.fill("#b-topics", "bench/+/lines");
    await page.click("#b-listen");
    const open = () => page.waitForFunction(() => window.twinsync.board?.open);
    await open();
    assert.equal(await page.evaluate(() => window.twinsync.board.open), `ws://127.0.0.1:${web}/`);
    const publish = (text) => spawnSync("mosquitto_pub", ["-p", String(tcp), "-t", "bench/one/lines", "-m", text]);
    const began = Date.now();
    // A counter 1 % fast.
    const line = () => `RAW_MICROS:${Math.round((Date.now() - began) * 1010)},CUR_WALL:1.000`;
    for (let count = 0; count < 40; count += 1) {
      publish(line());
      await new Promise((done) => setTimeout(done, 100));
    }
    await page.waitForFunction(() => window.twinsync.board.clock.samples >= 30);
    await shot(page, "broker");
    const ended = new Promise((done) => mosquitto.once("exit", done));
    mosquitto.kill();
    await ended;
    await page.waitForFunction(() => window.twinsync.board.gone);
    start();
    await open();
    assert.deepEqual(page.wrong.filter((text) => !text.includes("WebSocket")), []);
  }],
]);
mosquitto?.kill();
await browser.close();
await host.stop();
process.exit(failed ? 1 : 0);
