// The text view's faults, commands and document, found by role and name as a screen reader finds them; and narrow screens.
//
// node words.mjs DIST
import assert from "node:assert/strict";
import { checks, drawn, launch, pageOf, ready, shot, state, until } from "./browser.mjs";
import { serve } from "./serve.mjs";

const host = await serve(process.argv[2]);
let browser = await launch(0.5);
let page = await pageOf(browser, 1280, 720);
await ready(page, `${host.address}?scene=rotor_five_ways&t=1`);
/** Utters a wish. */
const wish = (what) => page.evaluate((what) => window.twinsync.lab.wish(JSON.stringify(what)), what);

const failed = await checks([
  ["the text view begins and ends a fault", async () => {
    await page.selectOption("#scene", "rotor_five_ways");
    await until(page, "the scene", (now) => now.scene === "rotor_five_ways");
    await page.getByRole("combobox", { name: "Signal" }).selectOption("speed_rpm");
    await until(page, "the signal", (now) => now.devices[now.device].signals[now.deeds.signal].name === "speed_rpm");
    await page.getByRole("combobox", { name: "Fault" }).selectOption("Stuck sensor on speed_rpm");
    await page.getByRole("button", { name: "Start fault" }).press("Enter");
    await until(page, "it acts", (now) => now.deeds.acting.length === 1);
    const list = page.getByRole("list", { name: "Acting faults" });
    await list.getByRole("listitem").filter({ hasText: /stuck/i }).waitFor();
    await list.getByRole("button", { name: /^End .*speed_rpm/ }).press("Enter");
    await until(page, "it is over", (now) => now.deeds.acting.length === 0);
    assert.equal(await page.evaluate(() => document.activeElement.id), "m-begin", "the focus is not lost");
  }],
  ["the text view tells what a twin has noticed", async () => {
    // The scene itself cuts the link at 20 s.
    await wish({ do: "restart" });
    await page.getByRole("combobox", { name: "Twin" }).selectOption({ label: "stream of rotor" });
    await wish({ do: "seek", t_s: 22 });
    const noticed = page.getByRole("list", { name: "Anomalies noticed" }).getByRole("listitem").first();
    await noticed.waitFor();
    assert.match(await noticed.textContent(), /^network: .*, \d+ % sure, /);
  }],
  ["the text view sends commands and shows the document", async () => {
    await page.selectOption("#scene", "heater");
    await until(page, "the scene", (now) => now.scene === "heater");
    const commanding = await commander();
    await page.getByRole("combobox", { name: "Twin" }).selectOption(String(commanding));
    await until(page, "a sender", (now) => now.deeds.sender);
    const { label, limits } = (await state(page)).deeds.controls.find((control) => control.limits);
    const value = page.getByRole("spinbutton", { name: new RegExp(`^${label}`) });
    const send = page.getByRole("button", { name: `Send ${label}` });
    const commands = page.getByRole("list", { name: "Commands sent" }).getByRole("listitem");
    await value.fill(String(limits[1]));
    await send.press("Enter");
    await commands.filter({ hasText: "pending" }).first().waitFor();
    await value.fill(String(limits[1] + 1000));
    await send.press("Enter");
    await until(page, "both wait", (now) => now.deeds.commands.length === 2);
    const { t_s } = await state(page);
    await wish({ do: "seek", t_s: t_s + 20 });
    await commands.filter({ hasText: "accepted" }).first().waitFor();
    const refused = commands.filter({ hasText: "refused: " }).first();
    await refused.waitFor();
    assert.match(await refused.textContent(), /refused: .*\d/);
  }],
  ["the text view shows the document and settles a conflict", async () => {
    await page.selectOption("#scene", "conflicts");
    await until(page, "the scene", (now) => now.scene === "conflicts");
    await page.getByRole("combobox", { name: "Twin" }).selectOption({ label: "by person of person" });
    await wish({ do: "seek", t_s: 10 });
    await until(page, "a question", (now) => now.deeds.document?.questions.length === 1);
    const fields = page.getByRole("table", { name: "Fields of the shadow document" });
    await fields.getByRole("row").filter({ hasText: "target_c" }).waitFor();
    const json = JSON.parse(await page.getByRole("region", { name: "Shadow document as JSON" }).textContent());
    assert.ok(json.version > 0 && json.state.reported && json.state.desired, JSON.stringify(json).slice(0, 300));
    const asked = page.getByRole("group", { name: "target_c: who is right?" });
    await asked.getByRole("button", { name: /^Device: 24/ }).press("Enter");
    await wish({ do: "seek", t_s: 13 });
    await until(page, "settled", (now) => now.t_s >= 12.9 && now.deeds.document.questions.length === 0);
    await page.click("#words");
    await page.locator("#m-json").scrollIntoViewIfNeeded();
    await drawn(page, 1);
    await shot(page, "text-deeds");
    await page.click("#words");
  }],
  ["on a narrow screen everything is in reach", async () => {
    for (const [width, height] of [[390, 844], [600, 800]]) {
      await browser.close();
      browser = await launch();
      page = await pageOf(browser, width, height, { hasTouch: true });
      await ready(page, `${host.address}?scene=rotor_five_ways&t=5`);
      await until(page, "side panels folded", (now) => now.folded[0] && now.folded[1] && now.t_s >= 4.99);
      await drawn(page, 4);
      await shot(page, `narrow-${width}`);
      for (const side of ["left", "right"]) {
        await page.click("#panels");
        await until(page, `the ${side} side`, (now, side) => now.folded[0] === (side === "right") && now.folded[1] === (side === "left"), side);
        await drawn(page, 4);
        await shot(page, `narrow-${width}-${side}`);
      }
      await page.click("#panels");
      await until(page, "folded again", (now) => now.folded[0] && now.folded[1]);
      await page.click("#words");
      await drawn(page, 2);
      await shot(page, `narrow-${width}-words`);
      const box = await page.locator("#mirror").boundingBox();
      assert.ok(box.width > width - 20 && box.y + box.height <= height + 1, JSON.stringify(box));
      await page.click("#words");
      await page.click("#board");
      await shot(page, `narrow-${width}-board`);
      const send = await page.locator("#b-send").boundingBox();
      assert.ok(send.x >= 0 && send.x + send.width <= width, JSON.stringify(send));
      await page.keyboard.press("Escape");
      assert.deepEqual(page.wrong, []);
    }
  }],
]);

/** The first twin that sends commands, each chosen in turn. */
async function commander() {
  const { twins } = await state(page);
  for (const index of twins.keys()) {
    await wish({ do: "twin", index });
    await until(page, "chosen", (now, index) => now.twin === index, index);
    if ((await state(page)).deeds.sender) return index;
  }
  return assert.fail("no twin sends commands");
}

await browser.close();
await host.stop();
process.exit(failed ? 1 : 0);
