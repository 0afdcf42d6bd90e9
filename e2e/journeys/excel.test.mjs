// The template of the city goes out, ten villages are filled in with LibreOffice, two of them wrongly; it comes back,
// every row is looked at, and map, classes and figures follow. Then what was refused is corrected, and taken back as one.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { counts, mapTally, tableTally } from "../lib/city.mjs";
import { command } from "../lib/installation.mjs";
import { inDemo } from "../lib/journey.mjs";
import { FIRST_ROW, download, typeInto } from "../lib/spreadsheet.mjs";

const COLUMNS = { P5: "D", D1: "E", D2: "F", D3: "G", D4: "H", D5: "I", nihil: "J" };

const city = await inDemo();
const officer = await city.person();
const folder = mkdtempSync(join(tmpdir(), "bersinar-excel-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const at = (name) => join(folder, name);
const main = officer.page.getByRole("main");
let [silent, returned] = [[], []];

/** The cells of a village's row, by item. */
const cellsOf = (rows, village, answers) =>
  Object.entries(answers).map(([item, text]) => [`${COLUMNS[item]}${FIRST_ROW + rows.indexOf(village)}`, text]);

async function upload(file) {
  await officer.go("/impor");
  await officer.choose("Lembar", "village");
  await officer.page.getByLabel("Berkas (.xlsx atau .csv)").setInputFiles(file);
  await officer.press("Periksa isinya");
}

test("six villages are silent, and four sheets go back with a note", async () => {
  await officer.signIn("Petugas BNNK P2M", "/wilayah/99.71");
  const looking = (look) => officer.page.locator("tr[data-desa]").filter({ has: officer.page.locator(`.chip.${look}`) });
  const codes = (look) => looking(look).evaluateAll((all) => all.map((row) => row.dataset.desa));
  [silent, returned] = [await codes("silent"), (await codes("aman")).slice(0, 4)];
  assert.deepEqual([silent.length, returned.length], [6, 4]);
  for (const village of returned) {
    await officer.go(`/periksa/village/${village}`);
    await officer.fill("Catatan untuk pengisi", "Angka tahun ini disusulkan lewat Excel.");
    await officer.press("Kembalikan dengan catatan");
  }
});

test("the template carries its version and every village", async () => {
  await officer.press("Excel");
  const sheet = main.locator("li").filter({ hasText: "Lembar kelurahan/desa" });
  await download(officer, sheet.getByRole("link", { name: /Templat Excel/ }), at("templat.xlsx"));
  await download(officer, sheet.getByRole("link", { name: /CSV/ }), at("templat.csv"));
  const lines = readFileSync(at("templat.csv"), "utf8").trim().split(/\r?\n/);
  assert.match(lines[0], /^kode,nama,kecamatan,P5,D1,D2,D3,D4,D5,nihil,aturan,tahun,lembar$/);
  assert.equal(lines.length, 65);
  assert.match(lines[1], /kawasan-rawan-8-5@/);
});

test("ten villages filled in with LibreOffice, two of them wrongly", async () => {
  const rows = readFileSync(at("templat.csv"), "utf8").trim().split(/\r?\n/).slice(1).map((line) => line.split(",")[0]);
  const quiet = { P5: "0", D1: "0", D2: "3", D3: "25", D4: "tidak", D5: "1" };
  const troubled = { P5: "4", D1: "6", D2: "60", D3: "300", D4: "ada", D5: "4" };
  const cells = [
    ...silent.slice(0, 5).flatMap((village) => cellsOf(rows, village, quiet)),
    ...cellsOf(rows, silent[5], { ...quiet, P5: "sepuluh" }),
    ...returned.slice(0, 3).flatMap((village) => cellsOf(rows, village, troubled)),
    ...cellsOf(rows, returned[3], { ...quiet, D1: "-2" }),
  ];
  await typeInto(at("templat.xlsx"), at("terisi.xlsx"), Object.fromEntries(cells));
});

test("the preview shows both mistakes under their very cells, and nothing is saved yet", async () => {
  await upload(at("terisi.xlsx"));
  assert.match(officer.where, /^\/impor\/berkas\//);
  const wrong = officer.page.locator("td.wrong");
  assert.equal(await wrong.count(), 2);
  const said = await wrong.allInnerTexts();
  assert.ok(said.some((text) => /sepuluh/.test(text)) && said.some((text) => /-2/.test(text)), said.join(" | "));
  const row = officer.page.getByRole("row").filter({ hasText: "sepuluh" });
  const heads = await officer.page.locator("thead th").evaluateAll((all) => all.map((head) => head.innerText.slice(0, 2)));
  const place = await row.locator("th, td").evaluateAll((all) => all.findIndex((cell) => cell.classList.contains("wrong")));
  assert.equal(heads[place], "P5");
  assert.match(await officer.text(), /Belum ada yang tersimpan/);
  await officer.outline("officer-import-preview");
  await officer.page.setViewportSize({ width: 360, height: 800 });
  await officer.eye.look();
  await officer.page.setViewportSize({ width: 1280, height: 800 });
  const preview = officer.where;
  await officer.press("Kota");
  assert.equal((await counts(officer.page)).reported, 54);
  await officer.go(preview);
});

test("confirmed: map, classes and figures follow", async () => {
  await officer.press("Simpan dan kirim 8 baris");
  await officer.press("Lihat peta dan kelas");
  const { reported, silent: still, ...classes } = await counts(officer.page);
  assert.equal(reported, 62);
  const map = await mapTally(officer.page);
  assert.deepEqual(map, await tableTally(officer.page));
  assert.equal(Object.values({ ...classes, still }).reduce((sum, n) => sum + n, 0), 64);
  await officer.go(`/desa/${returned[0]}`);
  assert.match(await officer.text(), /D3[\s\S]*300/);
});

test("what was refused comes as a file of its own, is corrected and uploaded again", async () => {
  await officer.go("/impor");
  await officer.press("terisi.xlsx");
  assert.match(await officer.text(), /tersimpan/);
  await download(officer, main.getByRole("link", { name: "Unduh berkas aslinya" }), at("asli.xlsx"));
  assert.deepEqual(readFileSync(at("asli.xlsx")), readFileSync(at("terisi.xlsx")), "kept as evidence, to the byte");
  await download(officer, main.getByRole("link", { name: "Unduh baris yang ditolak" }), at("ditolak.xlsx"));
  const [first, second] = [FIRST_ROW, FIRST_ROW + 1];
  const fixed = { [`D${first}`]: "1", [`E${first}`]: "2", [`D${second}`]: "1", [`E${second}`]: "2" };
  await typeInto(at("ditolak.xlsx"), at("diperbaiki.xlsx"), fixed);
  await upload(at("diperbaiki.xlsx"));
  assert.equal(await officer.page.locator("td.wrong").count(), 0);
  await officer.press("Simpan dan kirim 2 baris");
  await officer.press("Kota");
  assert.equal((await counts(officer.page)).reported, 64);
});

test("the second file is taken back as one", async () => {
  await officer.go("/impor");
  await officer.press("diperbaiki.xlsx");
  await officer.page.getByText("Batalkan impor ini seluruhnya").click();
  await officer.press("Batalkan 2 baris");
  assert.match(await officer.text(), /semua jawaban kembali seperti sebelumnya/);
  await officer.press("Kota");
  assert.equal((await counts(officer.page)).reported, 62);
  await officer.go("/impor");
  await officer.outline("officer-import");
});

test("what is no table, or far too large, is refused with what to do", async () => {
  writeFileSync(at("gambar.xlsx"), "\x89PNG not a workbook");
  await upload(at("gambar.xlsx"));
  assert.equal(officer.status, 422);
  assert.match(await officer.page.getByRole("alert").innerText(), /Tidak ada yang disimpan/);
  writeFileSync(at("besar.csv"), Buffer.alloc(25 * 1024 * 1024, "1,2,3\n"));
  await upload(at("besar.csv"));
  assert.equal(officer.status, 422);
  assert.match(await officer.text(), /lebih besar dari 20 MB/);
  await officer.go("/impor");
  await officer.press("Periksa isinya");
  assert.match(await officer.text(), /Belum ada berkas yang dipilih/);
});

test("the chain holds, and every kept row is as it was signed", async () => {
  await command("audit", "verify", "--data", city.installation.folder);
});

city.everyPageWasClean();
