// A rule in the open: the officer copies this year's rule, raises "bahaya" to six core indicators and sees how many
// villages change; a colleague puts it in force; this year follows, last year stays; then it is undone.

import assert from "node:assert/strict";
import { test } from "node:test";
import { counts } from "../lib/city.mjs";
import { inDemo } from "../lib/journey.mjs";

const city = await inDemo();
const [officer, colleague] = [await city.person(), await city.person()];
const BOARD = "/wilayah/99.71";
const VERSION = "/aturan/versi/kawasan-rawan-8-5/2026.3";
let [before, lastYear, moving] = [{}, {}, 0];

const figures = async (person, path) => {
  await person.go(path);
  return counts(person.page);
};

test("the officer copies the rule and finds the place by its words", async () => {
  await officer.signIn("Petugas BNNK P2M", BOARD);
  before = await counts(officer.page);
  lastYear = await figures(officer, `${BOARD}?tahun=2025`);
  await officer.press("Aturan");
  const used = officer.page.getByRole("main").locator("li").filter({ hasText: "dipakai periode" });
  await used.getByText("Salin ke versi baru").first().click();
  await officer.fill("Nama versi baru", "2026.3");
  await officer.press(used.getByRole("button", { name: "Salin ke versi baru" }));
  assert.equal(officer.where, VERSION);
  await officer.press("Ubah aturan");
  await officer.fill("1, Indikator pokok yang ditemukan: paling sedikit", "enam");
  await officer.press("Simpan draf");
  assert.ok((await officer.text()).includes("Kelas kerawanan, baris 1: Indikator pokok yang ditemukan, paling sedikit: Salah satu angka tidak terbaca"), "missing: " + "Kelas kerawanan, baris 1: Indikator pokok yang ditemukan, paling sedikit: Salah satu angka tidak terbaca");
  const field = officer.page.getByLabel("1, Indikator pokok yang ditemukan: paling sedikit", { exact: true });
  assert.equal(await field.inputValue(), "enam", "what was typed is kept");
  await officer.fill(field, "6");
  await officer.press("Simpan draf");
});

test("what would change is seen before anything does", async () => {
  moving = Number(await officer.page.locator(".figure strong").innerText());
  assert.ok(moving > 0);
  assert.equal(await officer.page.locator("details tbody tr").count(), moving);
  assert.ok((await officer.text()).includes("Kelas kerawanan, baris 1: Indikator pokok yang ditemukan, paling sedikit"), "missing: " + "Kelas kerawanan, baris 1: Indikator pokok yang ditemukan, paling sedikit");
  await officer.press("Usulkan untuk diaktifkan");
  assert.ok((await officer.text()).includes("Yang menulis tidak dapat mengaktifkan sendiri."), "missing: " + "Yang menulis tidak dapat mengaktifkan sendiri.");
  assert.deepEqual(await figures(officer, BOARD), before);
});

test("a colleague puts it in force; this year changes, last year does not", async () => {
  await colleague.signIn("Rekan di BNNK P2M", VERSION);
  await colleague.fill("Berlaku mulai", "2025-01-01");
  await colleague.press("Aktifkan");
  assert.ok((await colleague.text()).includes("Tanggal berlaku terletak di tahun yang lalu"), "missing: " + "Tanggal berlaku terletak di tahun yang lalu");
  await colleague.fill("Berlaku mulai", "2026-01-01");
  await colleague.press("Aktifkan");
  assert.ok((await colleague.text()).includes("Berlaku mulai 1 Januari 2026"), "missing: " + "Berlaku mulai 1 Januari 2026");
  const after = await figures(colleague, BOARD);
  assert.ok(after.bahaya < before.bahaya, `${after.bahaya} of ${before.bahaya}`);
  assert.deepEqual(await figures(colleague, `${BOARD}?tahun=2025`), lastYear);
  await colleague.go("/aturan?tahun=2025");
  assert.ok((await colleague.text()).includes("@2026.1"), "missing: " + "@2026.1");
});

test("as known yesterday it is as it was; undone, it is again", async () => {
  assert.deepEqual(await figures(colleague, `${BOARD}?diketahui=2026-11-21`), before);
  assert.ok((await colleague.text()).includes("Sebagaimana diketahui sampai akhir 21 November 2026"), "missing: " + "Sebagaimana diketahui sampai akhir 21 November 2026");
  await colleague.go(VERSION);
  await colleague.page.getByText("Batalkan pemberlakuan", { exact: true }).click();
  await colleague.press("Ya, batalkan pemberlakuan 2026.3");
  assert.ok((await colleague.text()).includes("dibatalkan"), "missing: " + "dibatalkan");
  assert.deepEqual(await figures(colleague, BOARD), before);
  await colleague.go("/buku-besar");
  assert.ok((await colleague.text()).includes("pemberlakuan aturan dibatalkan"), "missing: " + "pemberlakuan aturan dibatalkan");
});

test("a rule file goes out and comes back, and a damaged one is told line by line", async () => {
  await officer.go("/aturan/versi");
  const bring = async (text) => {
    const buffer = Buffer.from(text);
    await officer.page.getByLabel("Berkas aturan (.toml)").setInputFiles({ name: "a.toml", mimeType: "text/plain", buffer });
    await officer.press("Masukkan berkas aturan");
  };
  const source = await (await officer.page.request.get(`${VERSION}/berkas`)).text();
  await bring(source.replace("otherwise = true, then", "when = { supporting_present = { max = 0 } }, then").replace("2026.3", "2026.4"));
  assert.ok((await officer.text()).includes("Aturan ini belum utuh"), "missing: " + "Aturan ini belum utuh");
  assert.ok((await officer.text()).includes("Baris "), "missing: " + "Baris ");
  await bring(source.replace('version = "2026.3"', 'version = "2026.4"'));
  assert.equal(officer.where, "/aturan/versi/kawasan-rawan-8-5/2026.4");
});
city.everyPageWasClean();
