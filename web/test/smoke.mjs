import { chromium } from "playwright-core";
import { serve } from "./serve.mjs";
const host = await serve(process.argv[2] ?? "../dist-quick");
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--use-gl=angle","--use-angle=swiftshader","--enable-unsafe-swiftshader","--ignore-gpu-blocklist","--disable-background-networking","--disable-component-update","--disable-sync","--no-first-run"] });
const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
page.on("console", (m) => console.log("console", m.type(), m.text().slice(0, 800)));
page.on("pageerror", (e) => console.log("pageerror", e.message.slice(0, 800)));
const t0 = Date.now();
await page.goto(host.address + (process.argv[3] ?? ""));
try { await page.waitForFunction(() => window.twinsync?.ready, null, { timeout: 200000 }); } catch (e) { console.log("not ready", await page.textContent("#step"), await page.textContent("#trouble")); }
console.log("first frame ms", await page.evaluate(() => window.twinsync.firstFrameMs), Date.now() - t0);
await page.waitForTimeout(4000);
await page.screenshot({ path: "/tmp/smoke.png" });
console.log(await page.evaluate(() => JSON.stringify(window.twinsync.state).slice(0, 600)));
const f0 = await page.evaluate(() => window.twinsync.lab?.frames()); await page.waitForTimeout(3000);
console.log("fps", (await page.evaluate(() => window.twinsync.lab?.frames()) - f0) / 3);
await browser.close(); await host.stop();
