// The page to report on, over a line with 64 kbit/s, in the browser itself: how long after the first byte someone can type, and how long until
// the page can seal. What was typed before the script came must still be there. Prints the figures as `bench` does.

import assert from "node:assert/strict";
import { cpus } from "node:os";
import { demoWithDoor } from "../lib/installation.mjs";
import { openBrowser } from "../lib/person.mjs";

/** Bytes a second, and milliseconds there and back: a phone on the edge of an old network. */
const LINE = { offline: false, latency: 300, downloadThroughput: 8_000, uploadThroughput: 8_000 };
const TYPED = "Perahu tanpa lampu.";
const TARGETS = [3, 10];
const RUNS = 5;

const [installation, browser] = await Promise.all([demoWithDoor(), openBrowser()]);
const figures = [];
for (let run = 0; run < RUNS; run += 1) figures.push(await measure());
await browser.close();
await installation.close();

const told = TARGETS.map((target, at) => {
  const measured = figures.map((one) => one[at]).sort((a, b) => a - b)[RUNS >> 1];
  return `${measured.toFixed(3)} s (target ${target.toFixed(3)} s)${measured > target ? " MISSED" : ""}`;
});
console.log(`safe-door-slow-line  ${told.join("  ")}  [${cpus().length} cores, ${cpus()[0].model.split(" ").slice(0, 2).join(" ")}, Chromium]`);

/** Seconds from the first byte until someone has typed, and until the script stands ready. */
async function measure() {
  const context = await browser.newContext({ baseURL: installation.door, locale: "id-ID", viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  const line = await context.newCDPSession(page);
  await line.send("Network.enable");
  await line.send("Network.emulateNetworkConditions", LINE);
  await page.goto("/tulis", { waitUntil: "commit" });
  const words = page.locator("[name=text]");
  await words.pressSequentially(TYPED.slice(0, 1));
  const typing = Date.now();
  await words.fill(TYPED);
  await page.locator("[data-next]").waitFor();
  const sealing = Date.now();
  assert.equal(await words.inputValue(), TYPED);
  const first = await page.evaluate(() => performance.timeOrigin + performance.getEntriesByType("navigation")[0].responseStart);
  await context.close();
  return [typing, sealing].map((at) => (at - first) / 1000);
}
