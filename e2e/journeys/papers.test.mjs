// Official papers: the report of a term that was issued says what has changed since, and is printed again as it was, under the
// name of who signed then; the next one is signed by who is in office now; an agency prints its own sheet.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inDemo } from "../lib/journey.mjs";

const city = await inDemo();
const secretariat = await city.person();
const liaison = await city.person({ width: 360, script: false });
const mayor = await city.person();
const inspector = await city.person({ lang: "en" });

const MAIN = (person) => person.page.getByRole("main");

/** The path of a file that a link hands out. */
async function downloaded(person, name) {
  const [download] = await Promise.all([person.page.waitForEvent("download"), MAIN(person).getByRole("link", { name }).click()]);
  return { path: await download.path(), name: download.suggestedFilename() };
}

/** Asks for the PDF, waits until the press has set it, and gives what `pdfinfo` and `pdftotext` read in it. */
async function printed(person, button = "Buat PDF", link = "Unduh PDF") {
  await MAIN(person).getByRole("button", { name: button }).click();
  await person.page.waitForURL(/#berkas$/, { timeout: 60_000 });
  await person.eye.look();
  const { path, name } = await downloaded(person, link);
  assert.match(name, /^bersinar-[a-z]+-99\.71-[0-9a-f]{6}\.pdf$/);
  const info = execFileSync("pdfinfo", [path], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  assert.match(info, /Tagged: +yes/);
  assert.match(info, /Page size: +[\d. x]+pts \(A4\)/);
  return { info, text: execFileSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" }) };
}

test("the report that was issued is printed as it was, says what changed, and names who signed then", async () => {
  await secretariat.signInAs("kesbangpol");
  await secretariat.go("/laporan/99.71");
  await secretariat.press("Dokumen");
  await secretariat.press("Laporan semester");
  assert.match(await secretariat.text(), /terbit/);
  assert.match(await secretariat.text(), /nilai di dalamnya telah berubah dalam catatan/);
  await secretariat.outline("secretariat-paper");
  const { info, text } = await printed(secretariat);
  assert.match(info, /Title: +Laporan pelaksanaan rencana aksi P4GN/);
  assert.match(text, /PEMERINTAH KOTA TELUK HARAPAN/);
  assert.match(text, /Nomor: 354\/118\/Kesbangpol\/2026/);
  assert.match(text, /Keadaan pelaporan · diterima · Instansi: 0 → 20/);
  assert.match(text, /Sudah melapor +27 +79,41%/);
  assert.match(text, /Drs\. Hasan Basri \(contoh\)/);
  assert.doesNotMatch(text, /Ratna Dewi|KONSEP/);
});

test("its workbook holds the same, with the address of every row", async () => {
  const { path, name } = await downloaded(secretariat, "Unduh XLSX");
  assert.match(name, /\.xlsx$/);
  const bytes = readFileSync(path);
  assert.equal(bytes.subarray(0, 2).toString(), "PK");
  const sheets = execFileSync("unzip", ["-p", path, "xl/sharedStrings.xml"], { encoding: "utf8", maxBuffer: 1 << 26 });
  assert.match(sheets, /\/laporan\/99\.71\/[0-9a-f-]+\/[0-9a-f-]+\?tahun=2026&amp;semester=b06/);
  assert.match(sheets, /Dinas Kesehatan/);
});

test("the next one needs a number of its own, and is signed by who is in office now", async () => {
  await secretariat.press("Dokumen");
  await secretariat.press("Laporan B06, semester I 2026");
  assert.match(await secretariat.text(), /Nomor, tanggal, tanda tangan/);
  await secretariat.press("Terbitkan");
  assert.equal(secretariat.status, 422);
  assert.match(await secretariat.text(), /Tulis nomornya/);
  await secretariat.fill("Nomor", "354/118/Kesbangpol/2026");
  await secretariat.press("Terbitkan");
  assert.match(await secretariat.text(), /Nomor ini sudah dipakai/);
  assert.equal(await secretariat.page.getByLabel("Nomor", { exact: true }).inputValue(), "354/118/Kesbangpol/2026");
  const draft = await printed(secretariat);
  assert.match(draft.text, /KONSEP/);
  await secretariat.fill("Nomor", "354/207/Kesbangpol/2026");
  await secretariat.press("Terbitkan");
  const { text } = await printed(secretariat);
  assert.match(text, /Sudah melapor +24 +70,59%/);
  assert.match(text, /Ratna Dewi/);
  assert.doesNotMatch(text, /KONSEP|telah berubah|Hasan Basri/);
});

test("who signs is ended, and the name can be erased", async () => {
  await secretariat.go("/dokumen/99.71/kop");
  await secretariat.page.locator("summary", { hasText: "Tambah penanda tangan" }).click();
  await secretariat.press(MAIN(secretariat).locator("details").getByRole("button", { name: "Simpan" }));
  assert.equal(secretariat.status, 422);
  assert.match(await secretariat.text(), /Tulis jabatannya[\s\S]*Tulis namanya/);
  await secretariat.press("Hapus nama Drs. Hasan Basri (contoh)");
  assert.match(await secretariat.text(), /nama sudah dihapus/);
  await secretariat.go("/dokumen/99.71");
  await secretariat.press(MAIN(secretariat).getByRole("row", { name: /354\/118/ }).getByRole("link"));
  const { text } = await printed(secretariat);
  assert.match(text, /\(nama sudah dihapus\)/);
  assert.match(text, /Kepala Badan Kesatuan Bangsa/);
});

test("an agency prints its own sheet, on a phone without script, and sees no other paper", async () => {
  await liaison.signInAs("dinkes");
  await liaison.press("Rencana aksi");
  const mine = MAIN(liaison).getByRole("link", { name: "Dinas Kesehatan" }).first();
  await liaison.press(mine);
  await liaison.press("Buat lembar instansi");
  const { text } = await printed(liaison);
  assert.match(text, /DINAS KESEHATAN/);
  await liaison.go("/dokumen/99.71");
  assert.equal(await MAIN(liaison).getByRole("link", { name: "Laporan semester" }).count(), 0);
});

test("minutes and a list to sign on come from the meeting", async () => {
  await secretariat.go("/tim/99.71");
  await secretariat.press("Rakor rencana aksi P4GN 2026");
  await secretariat.press("Buat notulen");
  const minutes = await printed(secretariat);
  assert.match(minutes.text, /NOTULEN RAKOR|NOTULEN RAPAT/i);
  assert.match(minutes.text, /laporan nihil cukup satu ketukan/);
  await secretariat.go("/tim/99.71");
  await secretariat.press("Rakor akhir tahun P4GN 2026");
  await secretariat.press("Buat daftar hadir");
  const list = await printed(secretariat);
  assert.match(list.text, /Tanda tangan/);
  assert.doesNotMatch(list.text, /KONSEP/);
});

test("the head of the region has one page, which prints on one sheet", async () => {
  await mayor.signInAs("pimpinan", "/laporan/99.71?tahun=2026&semester=b06");
  await mayor.press("Satu halaman untuk pimpinan");
  const text = await mayor.text();
  assert.match(text, /Instansi sudah melapor\s+24 dari 34/);
  assert.match(text, /Komitmen rapat belum selesai\s+3 2 lewat tanggalnya/);
  assert.match(text, /Rapat berikutnya: Rakor akhir tahun P4GN 2026/);
  await mayor.outline("mayor-brief");
  const sheet = await mayor.page.pdf({ preferCSSPageSize: true });
  const read = (command, ...more) => execFileSync(command, ["-", ...more], { input: sheet, encoding: "utf8", stdio: ["pipe", "pipe", "ignore"] });
  const info = read("pdfinfo");
  assert.match(info, /Pages: +1\n/);
  assert.match(info, /\(A4\)/);
  assert.match(read("pdftotext", "-"), /Rencana dan hasil[\s\S]*Terlambat melapor[\s\S]*Keputusan berikutnya/);
});

test("the inspectorate reads them in English and changes nothing", async () => {
  await inspector.signInAs("inspektorat");
  await inspector.go("/dokumen/99.71");
  await inspector.press(MAIN(inspector).getByRole("row", { name: /354\/118/ }).getByRole("link"));
  assert.match(await inspector.text(), /values have changed in the records/);
  assert.doesNotMatch(await inspector.text(), /Withdraw this document|Number, date, signature/);
});

test("every page on the way is accessible, fits the screen and speaks one language", () => {
  for (const person of [secretariat, liaison, inspector]) person.assertClean();
});
