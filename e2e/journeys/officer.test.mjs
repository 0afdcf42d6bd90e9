// The BNNK officer: one click in, the city and its figures, a village and its reasons, a decision.

import assert from "node:assert/strict";
import { test } from "node:test";
import { counts, firstOf, mapTally, tableTally } from "../lib/city.mjs";
import { inDemo } from "../lib/journey.mjs";

const CITY = "/wilayah/99.71";
const PINANG = "99.71.04.1003";
const KENANGA = "99.71.06.1002";
const STORY = { reported: 58, bahaya: 3, waspada: 9, siaga: 27, aman: 13, between: 6, silent: 6 };

const city = await inDemo();
const officer = await city.person();
const { page } = officer;

/** Figures, map and table say the same, and nobody is left out. */
async function reconcile() {
  const { reported, ...standing } = await counts(page);
  const sum = Object.values(standing).reduce((all, some) => all + some, 0);
  assert.equal(sum, 64, "classes + undetermined + silent");
  assert.equal(reported + standing.silent, 64, "reported + silent");
  const some = Object.fromEntries(Object.entries(standing).filter(([, number]) => number > 0));
  assert.deepEqual(await mapTally(page), some, "the map");
  assert.deepEqual(await tableTally(page), some, "the table");
  return { reported, ...standing };
}

test("one click signs in, and the home page has the city's figures", async () => {
  await officer.signIn("Petugas BNNK P2M");
  assert.equal(officer.where, "/beranda");
  assert.deepEqual(await counts(page), STORY);
  await officer.outline("officer-home");
});

test("the city: figures, map and table reconcile to 64", async () => {
  await officer.press("Kota");
  assert.equal(officer.where, CITY);
  assert.deepEqual(await reconcile(), STORY);
  assert.equal(await page.locator(".map a.area").count(), 64);
  assert.equal(await page.locator("tbody tr").count(), 64);
  assert.ok((await page.locator("section .tasks li").count()) <= 5, "at most five wait for a decision");
  await officer.outline("officer-city");
});

test("pointing at a village marks it in map and table together", async () => {
  const seruni = page.locator("[data-desa='99.71.01.1001']");
  await page.locator("tr[data-desa='99.71.01.1001'] a").focus();
  await page.waitForFunction(() => document.querySelectorAll("[data-desa='99.71.01.1001'].marked").length === 2);
  assert.equal(await seruni.count(), 2);
  assert.equal(await page.locator(".marked").count(), 2);
});

test("every year from 2022 has all its villages, and the past is locked", async () => {
  for (const year of ["2022", "2023", "2024", "2025"]) {
    await officer.press(year);
    assert.equal(officer.where, `${CITY}?tahun=${year}`);
    assert.equal((await reconcile()).reported, 64);
    assert.match(await officer.text(), /terkunci/);
  }
  await officer.press("2026");
  assert.deepEqual(await reconcile(), STORY);
});

test("a village in danger says why: the rule, thirteen answers, who gave them, what follows", async () => {
  const code = await firstOf(page, "bahaya");
  await officer.press(page.locator(`tr[data-desa="${code}"] a`));
  const text = await officer.text();
  assert.match(text, /Bahaya: Indikator pokok yang ditemukan [5-8] \(paling sedikit 5\)/);
  assert.equal(await page.locator(".items li").count(), 13);
  const present = await page.locator(".items li.present").count();
  assert.ok(present >= 9, `${present} present`);
  const [core, supporting] = (await page.locator("h3 small").allInnerTexts()).map((words) => Number.parseInt(words, 10));
  assert.equal(core + supporting, present, "the groups add up");
  assert.equal(await page.locator(".findings li").count(), present, "a finding for each");
  assert.equal(await page.locator(".items li", { hasText: "Sumber: " }).count(), 13, "each with its source");
  assert.match(text, /Perubahan terdekat/);
  assert.equal(await page.locator(".history li").count(), 5);
  assert.match(text, /Jejak/);
  await officer.outline("officer-village");
});

test("Bukit Pinang lies between two classes and names P6 and D4", async () => {
  await officer.press("Kota");
  const row = page.locator(`tr[data-desa="${PINANG}"]`);
  assert.match(await row.innerText(), /Antara Waspada dan Bahaya/);
  await officer.press(row.getByRole("link"));
  assert.equal(await page.locator(".big .chip.between").innerText(), "Antara Waspada dan Bahaya");
  assert.deepEqual(await page.locator(".items li.unknown b").allInnerTexts(), ["P6", "D4"]);
  assert.match(await officer.text(), /Untuk menentukan kelas: .*P6.*D4|Untuk menentukan kelas: .*D4.*P6/);
});

test("Pasar Kenanga: computed siaga, decided waspada, with reason and name", async () => {
  await officer.go(`/desa/${KENANGA}`);
  const note = await page.locator(".note").innerText();
  assert.match(note, /Diputuskan Waspada oleh Ratna Kusuma \(contoh\)/);
  assert.match(note, /Hitungan: Siaga/);
  assert.match(note, /Alasan: Dua penangkapan di pelabuhan/);
});

let decided;

async function fillDecision(reason) {
  await officer.choose("Kelas", "waspada");
  await officer.fill(page.getByLabel(/^Alasan/), reason);
  await officer.press("Putuskan kelas");
}

test("a decision against the computation with too short a reason is refused, and says how long", async () => {
  await officer.press("Kota");
  decided = await firstOf(page, "siaga");
  await officer.press(page.locator(`tr[data-desa="${decided}"] a`));
  await fillDecision("terlalu pendek");
  assert.equal(officer.status, 422);
  assert.match(await officer.text(), /Alasan belum cukup[\s\S]*paling sedikit 15 huruf/);
});

test("… and what was typed is still there", async () => {
  assert.equal(await page.getByLabel(/^Alasan/).count(), 1, "the form is still on the page");
  assert.equal(await page.getByLabel(/^Alasan/).inputValue(), "terlalu pendek");
  assert.equal(await page.getByLabel("Kelas", { exact: true }).inputValue(), "waspada");
});

test("… with a real reason it is accepted; village, city and trail follow", async () => {
  await officer.go(`/desa/${decided}`);
  await fillDecision("Laporan warga tentang rumah kosong belum masuk hitungan polisi.");
  assert.equal(officer.where, `/desa/${decided}?tahun=2026`);
  assert.equal(await page.locator(".big .chip.waspada").count(), 1);
  assert.match(await page.locator(".note").innerText(), /Diputuskan Waspada oleh Ratna Kusuma[\s\S]*Hitungan: Siaga/);
  assert.match(await page.locator(".trail li").first().innerText(), /Kelas diputuskan · Ratna Kusuma/);
  await officer.press("Kota");
  assert.deepEqual(await reconcile(), { ...STORY, waspada: 10, siaga: 26 });
  assert.match(await page.locator(`tr[data-desa="${decided}"]`).innerText(), /diputuskan lain dari hitungan/);
});

city.everyPageWasClean();
