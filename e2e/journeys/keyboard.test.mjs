// Without a mouse, with large letters, on paper.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inDemo } from "../lib/journey.mjs";

const MOST_STOPS = 200;

const city = await inDemo();
const officer = await city.person();
const { page } = officer;

/** What has the focus, and how one sees that. */
const focused = () =>
  page.evaluate(() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const shape = element.querySelector(":scope > :is(path, rect)");
    const ring = shape ? getComputedStyle(shape).strokeWidth : style.outlineStyle === "none" ? "0" : style.outlineWidth;
    return {
      name: (element.getAttribute("aria-label") ?? element.textContent ?? "").trim(),
      id: element.id,
      href: element.getAttribute("href") ?? "",
      map: element.matches("a.area"),
      ring: Number.parseFloat(ring),
      inView: element.getBoundingClientRect().bottom > 0 && element.getBoundingClientRect().top < innerHeight,
    };
  });

/** Tabs until something has the focus; every stop on the way must show it. */
async function tabTo(wanted) {
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press("Tab");
    const at = await focused();
    if (at.name === "" && at.id === "" && at.href === "") continue;
    assert.ok(at.ring >= 2, `focus is not to be seen on "${at.name || at.id}"`);
    assert.ok(at.inView, `"${at.name || at.id}" has the focus out of sight`);
    if (wanted(at)) return at;
  }
  throw new Error(`not reached in ${MOST_STOPS} stops`);
}

async function enter(key = "Enter") {
  const loaded = page.waitForEvent("load");
  await page.keyboard.press(key);
  await loaded;
  await officer.eye.look();
}

test("the first stop of a page is the link that skips to the content", async () => {
  await officer.go("/masuk");
  const first = await tabTo(() => true);
  assert.equal(first.name, "Langsung ke isi");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "isi");
  const next = await tabTo(() => true);
  assert.ok(await page.evaluate(() => document.querySelector("main").contains(document.activeElement)), next.name);
});

test("sign-in, city, map and village page with the keyboard alone", async () => {
  await officer.go("/masuk");
  await tabTo(({ name }) => name === "Petugas BNNK P2M");
  await enter("Space");
  assert.equal(officer.where, "/beranda");
  await tabTo(({ name }) => name === "Kota");
  await enter();
  const areas = new Set();
  await tabTo(({ map, href }) => map && areas.add(href).size === 64);
  assert.equal(areas.size, 64, "every area of the map is a stop");
  await tabTo(({ map, href }) => !map && href.startsWith("/desa/"));
  await enter();
  assert.match(officer.where, /^\/desa\/99\.71\./);
});

test("an area of the map opens its village by Enter", async () => {
  await officer.go("/wilayah/99.71");
  const { href } = await tabTo(({ map }) => map);
  await enter();
  assert.equal(officer.where.split("?")[0], href.split("?")[0]);
});

test("the table's frame takes the focus, so that it scrolls by arrow keys", async () => {
  await page.setViewportSize({ width: 360, height: 800 });
  await officer.go("/wilayah/99.71");
  const frame = page.locator(".frame");
  await frame.focus();
  assert.ok(await frame.evaluate((element) => element.scrollWidth > element.clientWidth), "there is something to scroll");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => document.querySelector(".frame").scrollLeft > 0);
  await page.setViewportSize({ width: 1280, height: 800 });
});

test("the decision is made by keyboard too", async () => {
  await officer.go("/desa/99.71.06.1002");
  await tabTo(({ id }) => id === "kelas");
  await tabTo(({ id }) => id === "alasan");
  await page.keyboard.type("Tetap: temuan pelabuhan belum masuk hitungan.");
  await tabTo(({ name }) => name === "Putuskan kelas");
  await enter();
  assert.match(await page.locator(".note").innerText(), /Tetap: temuan pelabuhan/);
});

const MAIN_PAGES = ["/", "/masuk", "/beranda", "/wilayah/99.71", "/desa/99.71.04.1003", "/lembar/police/99.71",
  "/lembar/village/99.71.01.1001", "/buku-besar"];

test("at 200 % zoom nothing scrolls sideways but tables in their frame", async () => {
  const zoomed = await city.person({ width: 640, height: 400 });
  await zoomed.signIn("Petugas BNNK P2M");
  for (const path of MAIN_PAGES) await zoomed.go(path);
  zoomed.assertClean();
});

test("letters twice as large (the browser's own setting) push nothing off the page", async () => {
  const large = await city.person();
  await large.signIn("Petugas BNNK P2M");
  for (const path of MAIN_PAGES) {
    await large.page.goto(path);
    await large.page.evaluate(() => (document.documentElement.style.fontSize = "32px"));
    const wide = await large.page.evaluate(() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${path} by ${wide} px`);
  }
});

test("on paper there is the content without header, menu and forms", async () => {
  await page.emulateMedia({ media: "print" });
  for (const path of ["/", "/wilayah/99.71", "/desa/99.71.04.1003", "/aturan", "/buku-besar"]) {
    await page.goto(path);
    assert.equal(await page.locator("header").isVisible(), false, path);
    assert.equal(await page.getByRole("navigation").first().isVisible(), false, path);
    assert.equal(await page.locator("main form, main button").filter({ visible: true }).count(), 0, path);
    assert.ok(await page.getByRole("heading", { level: 1 }).isVisible(), path);
  }
  await page.goto("/wilayah/99.71");
  assert.ok(await page.locator(".map svg").isVisible());
  assert.equal(await page.locator("tbody tr").filter({ visible: true }).count(), 64);
  await page.emulateMedia({ media: "screen" });
});

city.everyPageWasClean();
