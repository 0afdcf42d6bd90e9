// Agencies report of a term: one corrects what came back, one files a nil report in one tap, the secretariat sees who is
// late, copies a reminder, looks at the rows behind a number, accepts and returns.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inDemo } from "../lib/journey.mjs";

// Eight by eight dots of one colour.
const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mO4WSWPFTEMLQkAU2RcgQ386ugAAAAASUVORK5CYII=", "base64");

const city = await inDemo();
const sports = await city.person({ width: 360, script: false });
const revenue = await city.person({ width: 360 });
const secretariat = await city.person();
const officer = await city.person({ lang: "en" });
let report;

test("a returned report waits on the first page, with what is to be corrected", async () => {
  await sports.signInAs("opd-dispora");
  assert.match(await sports.text(), /Laporan B06, semester I 2026, Dispora dikembalikan/);
  await sports.press("Perbaiki");
  report = sports.where;
  assert.match(await sports.text(), /Belanja belum diisi, padahal kegiatannya memakai APBD/);
  await sports.outline("report-returned");
});

test("a mistake keeps what was typed; what came after the day is marked", async () => {
  await sports.press("Sosialisasi bahaya narkoba bagi pegawai");
  await sports.fill("Belanja", "2 juta");
  await sports.press("Simpan");
  assert.equal(sports.status, 422);
  assert.match(await sports.text(), /Tulis rupiah dengan angka lengkap/);
  assert.equal(await sports.page.getByLabel("Belanja", { exact: true }).inputValue(), "2 juta");
  await sports.fill("Belanja", "Rp1.250.000");
  await sports.press("Simpan");
  assert.match(await sports.text(), /Rp1\.250\.000/);
  await sports.press(sports.page.getByRole("link", { name: /^0 berkas Sosialisasi/ }));
  const picture = sports.page.locator("input[type=file]");
  await picture.setInputFiles({ name: "daftar hadir.png", mimeType: "image/png", buffer: PIXEL });
  await sports.press("Lampirkan berkas");
  await sports.press("Laporan B06, semester I 2026, Dinas Pemuda dan Olahraga");
  assert.match(await sports.text(), /1 sesudah batas waktu/);
  await sports.press("Kirim laporan");
  assert.match(await sports.text(), /dikirim/);
  assert.doesNotMatch(await sports.text(), /Kirim laporan/);
});

test("a nil report takes one tap, and the task fades", async () => {
  await revenue.signInAs("opd-bapenda");
  await revenue.press("Isi");
  await revenue.press("Kirim laporan nihil");
  assert.match(await revenue.text(), /dikirim nihil/);
  await revenue.go("/beranda");
  assert.match(await revenue.text(), /Laporan B06, semester I 2026, Bapenda[\s\S]*sudah dikirim/i);
  await revenue.go("/laporan/99.71");
  assert.doesNotMatch(await revenue.text(), /Dinas Kesehatan|dari 34/);
});

test("the secretariat sees who is late, and copies a reminder", async () => {
  await secretariat.signInAs("kesbangpol");
  assert.match(await secretariat.text(), /6 dari 34 instansi belum melapor/);
  await secretariat.press("Rencana aksi");
  assert.match(await secretariat.text(), /26 dari 34 instansi sudah melapor \(6 di antaranya nihil\)/);
  await secretariat.outline("secretariat-board");
  await secretariat.press(secretariat.page.getByRole("link", { name: "Teks pengingat Dinas Ketahanan Pangan" }));
  const text = await secretariat.page.locator("textarea").inputValue();
  assert.match(text, /^Yth\. Dinas Ketahanan Pangan, laporan rencana aksi P4GN B06, semester I 2026 sedianya masuk 10 Juli 2026/);
  assert.match(text, /\/laporan\/99\.71\/[0-9a-f-]{36}\?tahun=2026&semester=b06$/);
  await secretariat.press("Kembali");
});

test("a number opens to its rows, and they add up to it", async () => {
  await secretariat.press("3. Deteksi dini (tes urine) pegawai");
  const said = await secretariat.page.locator(".figure strong").innerText();
  const cells = await secretariat.page.locator("tbody tr td:nth-child(3)").allInnerTexts();
  const sum = cells.reduce((sum, cell) => sum + Number.parseInt(cell.replaceAll(".", ""), 10), 0);
  assert.equal(Number.parseInt(said.replaceAll(".", ""), 10), sum);
});

test("without a reason nothing is returned; then it is accepted, and stays as it is", async () => {
  await secretariat.go(report);
  await secretariat.page.locator("summary", { hasText: "Kembalikan dengan catatan" }).click();
  await secretariat.fill("Apa yang perlu diperbaiki", "kurang");
  await secretariat.press(secretariat.page.getByRole("button", { name: "Kembalikan dengan catatan" }));
  assert.equal(secretariat.status, 422);
  assert.match(await secretariat.text(), /Tulis apa yang perlu diperbaiki, paling sedikit 15 huruf/);
  await secretariat.press("Terima laporan");
  assert.match(await secretariat.text(), /diterima 22 November 2026 oleh Bambang Santoso/);
  await sports.go(report);
  assert.doesNotMatch(await sports.text(), /Kirim|Tarik kembali/);
});

test("the officer reads the same in English", async () => {
  await officer.signInAs("bnnk", "/laporan/99.71?tahun=2026&semester=b06");
  assert.match(await officer.text(), /26 of 34 agencies have reported \(6 of them nil\)/);
});

city.everyPageWasClean();
