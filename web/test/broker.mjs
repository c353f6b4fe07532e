// A real broker (Debian's mosquitto) with a WebSocket listener: lines that are published to it feed the page's clock twin,
// and what the page sends reaches whoever listens to the topic of commands, an emulated board among them.
//
// node broker.mjs DIST [TWINSYNC]
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checks, launch, pageOf, ready, shot, state, until } from "./browser.mjs";
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
const twinsync = process.argv[3];
let mosquitto;
let tcp;
let web;
/** Programs that run beside the page. */
const beside = [];
const run = (program, args) => {
  const started = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  started.said = "";
  started.stdout.on("data", (bytes) => (started.said += bytes));
  beside.push(started);
  return started;
};

const failed = await checks([
  ["lines behind a broker feed the clock twin, and a broker that comes back is found again", async () => {
    [tcp, web] = [await free(), await free()];
    const config = join(mkdtempSync(join(tmpdir(), "twinsync-")), "mosquitto.conf");
    const lines = ["allow_anonymous true", `listener ${tcp} 127.0.0.1`, `listener ${web} 127.0.0.1`, "protocol websockets"];
    writeFileSync(config, `${lines.join("\n")}\n`);
    const start = () => (mosquitto = spawn("/usr/sbin/mosquitto", ["-c", config], { stdio: "ignore" }));
    start();
    await ready(page, `${host.address}?scene=heater&t=0`);
    await page.click("#board");
    await page.fill("#b-url", `ws://127.0.0.1:${web}/`);
    await page.fill("#b-topics", "bench/+/lines");
    await page.fill("#b-commands", "bench/+/commands");
    await page.click("#b-listen");
    const open = () => page.waitForFunction(() => window.twinsync.board?.open);
    await open();
    assert.equal(await page.evaluate(() => window.twinsync.board.open), `ws://127.0.0.1:${web}/`);
    const publish = (text) => spawnSync("mosquitto_pub", ["-p", String(tcp), "-t", "bench/one/lines", "-m", text]);
    const began = Date.now();
    // A counter 1 % fast.
    const line = () => `RAW_MICROS:${Math.round((Date.now() - began) * 1010)},CUR_WALL:1.000`;
    // The busier the machine, the later lines come, and the longer a line takes to be known: they are spread until it is.
    const known = () => page.evaluate(({ board } = window.twinsync) => board.clock.samples >= 30 && Math.abs(board.clock.drift_ppm - 10_000) < 4000);
    for (let count = 0; !(await known()); count += 1) {
      assert.ok(count < 300, `no counter 1 % fast: ${JSON.stringify((await state(page)).board.clock)}`);
      publish(line());
      await new Promise((done) => setTimeout(done, 100 + 10 * count));
    }
    await until(page, "its clock on stage", (now) => now.title === "Live board" && now.twins.every((one) => one.delivered > 0));
    const subscriber = run("mosquitto_sub", ["-p", String(tcp), "-t", "bench/one/commands"]);
    // Whoever is there is asked who it is; a subscriber that hears that is listening.
    await page.fill("#b-command", "SET_PHASE:1000");
    await page.click("#b-send");
    const heard = async (pattern) => {
      for (let tries = 0; !pattern.test(subscriber.said); tries += 1) {
        assert.ok(tries < 600, `not heard: ${pattern} in ${JSON.stringify(subscriber.said)}`);
        await new Promise((done) => setTimeout(done, 100));
      }
    };
    // Sent again until it is answered.
    await heard(/SET_PHASE:100[0-9.]+\n(.*\n)*SET_PHASE:100/);
    publish("ACK: SET_PHASE:1000.000");
    await until(page, "answered", ({ board }) => board.orders[0]?.state === "done");
    await shot(page, "broker");
    const ended = new Promise((done) => mosquitto.once("exit", done));
    mosquitto.kill();
    await ended;
    await page.waitForFunction(() => window.twinsync.board.gone);
    subscriber.kill();
    start();
    await open();
    assert.deepEqual(page.wrong.filter((text) => !text.includes("WebSocket")), []);
  }],
  ["an emulated board acknowledges what the page sends", async () => {
    assert.ok(twinsync, "name a built twinsync");
    await page.keyboard.press("Escape");
    await page.selectOption("#scene", "heater");
    await until(page, "another scene", (now) => now.scene === "heater" && !now.board);
    run(twinsync, ["device", "clock", "--mqtt", `mqtt://127.0.0.1:${tcp}/clock`, "--drift-ppm", "300", "--interval-s", "0.2"]);
    await page.click("#board");
    await page.fill("#b-url", `ws://127.0.0.1:${web}/`);
    await page.fill("#b-topics", "twinsync/+/lines");
    await page.fill("#b-commands", "twinsync/+/commands");
    await page.click("#b-listen");
    await until(page, "who it is, and answers to pings", ({ board }) => board?.board.chip && board.pings > 0 && board.clock.samples > 10);
    for (const [words, state] of [["SET_MULT:0.9997", "done"], ["SET_PHASE:1764364562", "done"]]) {
      await page.fill("#b-command", words);
      await page.click("#b-send");
      await until(page, words, ({ board }, [words, state]) => board.orders[0]?.what.startsWith(words) && board.orders[0].state === state, [words, state]);
    }
    assert.match(await page.getByRole("list", { name: "Commands", exact: true }).textContent(), /SET_MULT:0\.9997.*: accepted/);
    await shot(page, "broker-emulator");
    await page.click("#b-listen");
    await until(page, "closed on purpose", ({ board }) => board.released && board.gone);
  }],
]);
for (const started of beside) started.kill();
mosquitto?.kill();
await browser.close();
await host.stop();
process.exit(failed ? 1 : 0);
