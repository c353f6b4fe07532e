// A board at a serial port, which a mock stands for, and a recorded one: on stage, in the dialog, and off again.
//
// node board.mjs DIST
import assert from "node:assert/strict";
import { checks, downloaded, drawn, drop, launch, pageOf, ready, shot, state, until } from "./browser.mjs";
import { serve } from "./serve.mjs";

const host = await serve(process.argv[2]);
const browser = await launch(0.5);
const page = await pageOf(browser, 1280, 720, { acceptDownloads: true });
await ready(page, `${host.address}?scene=heater&t=0`);

const failed = await checks([
  ["bytes of a serial port feed the clock twin, and a command goes back", async () => {
    await page.evaluate(() => {
      // A board whose counter runs 4000 ppm fast, ten lines a second, in pieces of seven bytes.
      const sent = [];
      window.sent = sent;
      window.opened = 0;
      const began = performance.now();
      const readable = () => {
        let timer;
        return new ReadableStream({
          start(out) {
            window.cut = (error) => {
              clearInterval(timer);
              out.error(error);
            };
            let due = performance.now() - began;
            timer = setInterval(() => {
              const ms = performance.now() - began;
              if (ms < due) return;
              due += 100;
              const bytes = new TextEncoder().encode(`RAW_MICROS:${Math.round(ms * 1004)},CUR_WALL:${(ms / 1000).toFixed(3)}\r\n`);
              for (let at = 0; at < bytes.length; at += 7) out.enqueue(bytes.slice(at, at + 7));
            }, 10);
          },
          cancel: () => clearInterval(timer),
        });
      };
      // A port that was pulled out never opens again; the board comes back as another.
      const plug = () => ({
        getInfo: () => ({ usbVendorId: 0x10c4, usbProductId: 0xea60 }),
        async open() {
          if (this !== port) throw new DOMException("it has been lost", "NetworkError");
          window.portClosed = false;
          window.opened += 1;
          this.readable = readable();
          this.writable = new WritableStream({ write: (bytes) => void sent.push(new TextDecoder().decode(bytes)) });
        },
        async close() {
          window.portClosed = true;
        },
      });
      let port = plug();
      navigator.serial.getPorts = async () => [port];
      window.replug = () => {
        const lost = port;
        port = plug();
        lost.readable = null;
        window.cut(new DOMException("the device has been lost", "NetworkError"));
      };
      // A byte out of step ends the stream, and the port has another.
      window.garble = () => {
        const { cut } = window;
        port.readable = readable();
        cut(new DOMException("a stop bit is missing", "FramingError"));
      };
      navigator.serial.requestPort = async () => port;
    });
    await page.click("#board");
    await page.click("#b-connect");
    await page.waitForFunction(() => window.twinsync.board?.open === "USB 10c4:ea60");
    await until(page, "the live scene", (now) => now.title === "Live board" && now.scene === null && now.playing);
    await page.fill("#b-command", "SET_MULT:9");
    await page.click("#b-send");
    assert.match(await page.textContent("#b-trouble"), /9 is outside/);
    await page.fill("#b-command", "SET_MULT:0.996");
    await page.press("#b-command", "Enter");
    await until(page, "the mock's drift", ({ board: { clock } }) => clock.samples > 60 && Math.abs(clock.drift_ppm - 4000) < 1500);
    // A mock that never answers is asked again.
    await until(page, "a second try", ({ board: { orders } }) => orders[0]?.state === "pending" && orders[0].tries > 1);
    assert.ok((await page.evaluate(() => window.sent.join("").match(/SET_MULT:0\.996/g))).length > 1);
    assert.match(await page.textContent("#b-clock"), /ppm/);
    await shot(page, "board-dialog");
    await page.keyboard.press("Escape");
    await drawn(page, 3);
    await shot(page, "board");
    const { devices, twins, device } = await state(page);
    assert.deepEqual([devices[device].name, twins.map((one) => one.name)], ["board", ["clock twin", "last line"]]);
    const micros = devices[device].signals.find((signal) => signal.name === "micros");
    assert.ok(micros.value > 1e6, JSON.stringify(devices));
    await until(page, "twins that have heard", (now) => now.twins.every((one) => one.age_s !== null && one.delivered > 0));
  }],
  ["a byte out of step does not close the port", async () => {
    const before = (await state(page)).board.clock.samples;
    await page.evaluate(() => window.garble());
    await until(page, "lines after it", ({ board }, before) => board.open && board.clock.samples > before + 10, before);
    const { board } = await state(page);
    assert.deepEqual([await page.evaluate(() => window.opened), board.clock.reboots], [1, 0]);
  }],
  ["a board that was pulled out and plugged in again is found as another port", async () => {
    await page.evaluate(() => window.replug());
    await until(page, "gone", ({ board }) => board.gone);
    await until(page, "open again", ({ board }) => board.open);
    assert.equal(await page.evaluate(() => window.opened), 2);
  }],
  ["a port is let go of and taken again, and choosing a scene leaves the board", async () => {
    await page.click("#board");
    assert.equal(await page.textContent("#b-connect"), "Disconnect");
    await page.click("#b-connect");
    await until(page, "closed on purpose", ({ board }) => board.released && board.gone);
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#b-record")]);
    const log = await downloaded(download);
    assert.match(log, /^ref_s,line\n[0-9.]+,"?RAW_MICROS:/);
    assert.ok(log.split("\n").length > 60, log.slice(0, 200));
    await page.evaluate(() => window.twinsync.lab.wish(`{"do":"release","on":false}`));
    await until(page, "open again", ({ board }) => !board.released && board.open);
    await page.keyboard.press("Escape");
    await page.selectOption("#scene", "heater");
    await until(page, "the heater", (now) => now.scene === "heater" && !now.board);
    await page.waitForFunction(() => window.portClosed);
    const before = await state(page);
    await until(page, "the heater's own time", (now, before) => now.t_s > before.t_s && now.end_s === before.end_s && !now.notice, before);
    await page.click("#board");
    assert.match(await page.textContent("#b-state"), /No board/);
    await page.keyboard.press("Escape");
  }],
  ["a recorded log plays on stage", async () => {
    const rows = Array.from({ length: 80 }, (_, at) => `${5 * at},"RAW_MICROS:${Math.round(5_000_200 * at)},CUR_WALL:${5 * at}.000"`);
    await page.selectOption("#b-times", "60", { force: true });
    await drop(page, "board.csv", ["ref_s,line", ...rows].join("\n"));
    await until(page, "the live scene", (now) => now.title === "Live board" && now.board?.kind === "replay");
    await until(page, "all of it", ({ board }) => board.lines.heard === 80 && Math.abs(board.clock.drift_ppm - 40) < 0.01);
    await until(page, "its time on stage", (now) => now.t_s > 395 && now.twins.every((one) => one.delivered > 0));
    await drop(page, "broken.csv", "ref_s,line\n1,a\nsoon,b\n");
    await page.waitForFunction(() => /3: ref_s/.test(document.getElementById("b-trouble").textContent));
    await page.keyboard.press("Escape");
    await drawn(page, 2);
    await shot(page, "replay");
  }],
  ["nothing was wrong on the page", async () => assert.deepEqual(page.wrong, [])],
]);

await browser.close();
await host.stop();
process.exit(failed ? 1 : 0);
