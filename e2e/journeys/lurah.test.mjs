// The lurah on a cheap telephone: 360 pixels, no JavaScript, a sheet that came back with a note.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inDemo } from "../lib/journey.mjs";

const SERUNI = "99.71.01.1001";
const NOTE = "Jumlah rumah kos tampak sama sejak 2022; mohon dihitung ulang bersama RT/RW.";
const NOT_ASKED = /bandar|pengedar|kurir|barang bukti|penyelundup|gram/i;
const PHONE = { width: 360, height: 800, script: false };

const city = await inDemo();
const officer = await city.person();
let lurah = await city.person(PHONE);

const field = (item) => lurah.page.locator(`[id="v/${SERUNI}/${item}"]`);
const question = (item) => lurah.page.locator("fieldset").filter({ has: field(item) });

test("the officer returns the sheet: not without a note, then with one", async () => {
  await officer.signIn("Petugas BNNK P2M", `/periksa/village/${SERUNI}`);
  await officer.outline("officer-review");
  await officer.press("Kembalikan dengan catatan");
  assert.equal(officer.status, 422);
  assert.match(await officer.text(), /Catatan belum ditulis/);
  await officer.fill("Catatan untuk pengisi", NOTE);
  await officer.press("Kembalikan dengan catatan");
  assert.equal(officer.where, "/periksa?tahun=2026");
});

test("the lurah finds it at home, with the note", async () => {
  await lurah.signIn("Lurah Kampung Seruni");
  assert.match(await lurah.text(), /Lembar kelurahan\/desa[\s\S]*Dikembalikan dengan catatan/);
  await lurah.outline("lurah-home");
  await lurah.press("Perbaiki");
  assert.match(await lurah.text(), new RegExp(`Dikembalikan karena: ${NOTE}`));
  await lurah.outline("lurah-sheet");
});

test("only what a village office can know is asked", async () => {
  assert.doesNotMatch(await lurah.text(), NOT_ASKED);
  const items = await lurah.page.locator("fieldset [id^='v/']").evaluateAll((all) => all.map((one) => one.id.slice(-2)));
  assert.deepEqual(items.sort(), ["D1", "D2", "D3", "D4", "D5", "P5"]);
});

test("a minus is refused at the field, and everything typed stays", async () => {
  await lurah.fill(field("P5"), "-3");
  await lurah.fill(field("D2"), "41");
  await lurah.press("Kirim");
  assert.equal(lurah.status, 422);
  assert.match(await lurah.page.getByRole("alert").innerText(), /1 isian perlu diperbaiki[\s\S]*"-3" kurang dari nol/);
  assert.equal(await field("P5").inputValue(), "-3");
  assert.equal(await field("P5").getAttribute("aria-invalid"), "true");
  assert.match(await question("P5").innerText(), /"-3" kurang dari nol\. Tulis 0 atau lebih/);
  assert.equal(await field("D2").inputValue(), "41");
  await lurah.outline("lurah-sheet-refused");
});

test("the summary of errors leads to the field", async () => {
  await lurah.page.getByRole("alert").getByRole("link").click();
  assert.equal(new URL(lurah.page.url()).hash, `#v/${SERUNI}/P5`);
});

test("the field says its error to a screen reader", async () => {
  const described = (await field("P5").getAttribute("aria-describedby")) ?? "";
  const texts = described.split(" ").map((id) => lurah.page.locator(`[id="${id}"]`).innerText());
  assert.match((await Promise.all(texts)).join("\n"), /kurang dari nol/);
});

test("“sama seperti tahun lalu” takes last year's value, and only that", async () => {
  const hint = await question("P5").getByText(/^Tahun lalu: /).innerText();
  await lurah.press(question("P5").getByRole("button", { name: "Sama seperti tahun lalu" }));
  assert.equal(await field("P5").inputValue(), hint.replace("Tahun lalu: ", ""));
  assert.equal(await field("D2").inputValue(), "41");
});

test("the draft is kept and survives a new sign-in", async () => {
  const typed = await field("P5").inputValue();
  await lurah.press("Simpan draf");
  assert.match(await lurah.text(), /Tersimpan\./);
  await lurah.press("Keluar");
  assert.equal(lurah.where, "/");
  await lurah.go(`/lembar/village/${SERUNI}`);
  assert.match(lurah.where, /^\/masuk\?ke=/, "signed out means out");

  const { steps, began } = lurah;
  lurah = Object.assign(await city.person(PHONE), { steps, began });
  await lurah.signIn("Lurah Kampung Seruni", `/lembar/village/${SERUNI}`);
  assert.equal(lurah.where, `/lembar/village/${SERUNI}`, "where the person wanted to go");
  assert.equal(await field("P5").inputValue(), typed);
  assert.equal(await field("D2").inputValue(), "41");
  assert.match(await lurah.text(), new RegExp(NOTE), "the note stays until the sheet is sent");
});

test("sent: nothing waits any more, and all of it took few steps", async (t) => {
  await lurah.press("Kirim");
  assert.equal(lurah.where, "/beranda");
  assert.match(await lurah.text(), /Lembar kelurahan\/desa[\s\S]*Semua sudah dikirim/);
  const seconds = (Date.now() - lurah.began) / 1000;
  t.diagnostic(`lurah: ${lurah.steps} steps, ${seconds.toFixed(1)} s of machine time`);
  assert.ok(lurah.steps <= 15, `${lurah.steps} steps`);
  await lurah.press("Lihat");
  assert.match(await lurah.text(), /Sudah dikirim dan menunggu pemeriksaan/);
});

test("a sent sheet can be taken back", async () => {
  await lurah.press("Tarik kembali untuk diperbaiki");
  assert.equal(await field("D2").inputValue(), "41");
  assert.ok(await field("D2").isEditable());
  await lurah.press("Kirim");
  assert.equal(lurah.where, "/beranda");
});

test("the officer finds it in the queue and accepts it", async () => {
  await officer.press("Periksa");
  await officer.press(officer.page.getByRole("link", { name: /^kelurahan Kampung Seruni$/i }));
  assert.match(await officer.text(), /Siti Harapan \(contoh\)/);
  await officer.press("Terima");
  assert.equal(await officer.page.getByRole("link", { name: /^kelurahan Kampung Seruni$/i }).count(), 0);
});

for (const path of ["/desa/99.71.01.1002", "/lembar/village/99.71.01.1002", "/lembar/police/99.71", "/wilayah/99.71",
  "/periksa", "/akun", "/buku-besar", "/periode"]) {
  test(`not the lurah's: ${path}`, async () => {
    await lurah.go(path);
    assert.equal(lurah.status, 403);
    assert.match(await lurah.text(), /Tidak berwenang/);
    await lurah.press("Kembali");
    assert.equal(lurah.where, "/beranda");
  });
}

test("the lurah's own village page shows findings, not the police's figures", async () => {
  await lurah.press("Desa saya");
  assert.equal(lurah.where, `/desa/${SERUNI}`);
  const police = lurah.page.locator(".items li").filter({ has: lurah.page.locator("b", { hasText: /^P[1-46-8]$/ }) });
  assert.equal(await police.count(), 7);
  for (const said of await police.locator(".said").allInnerTexts()) assert.match(said, /^tidak ditampilkan untuk peran Anda/);
  assert.equal(await lurah.page.getByText("Perubahan terdekat").count(), 0);
  await lurah.outline("lurah-village");
});

city.everyPageWasClean();
