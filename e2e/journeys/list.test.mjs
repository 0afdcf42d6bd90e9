// The list that an office has kept in a workbook comes in: names as they are spelt, every change looked at first; and the
// list goes out in BNN's order of columns, as a file that says nothing new when it comes back.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inDemo } from "../lib/journey.mjs";

const city = await inDemo();
const officer = await city.person();
const LIST = "/bersinar/99.71/daftar";
const CSV = `No;Kelurahan;Kecamatan;Tanggal Pencanangan;Jumlah Penggiat P4GN;Penanggung Jawab;Nomor HP;Warna
1;KEL. PANTAI ASRI;Teluk Dalam;19 Agustus 2026;7;Bu Contoh;0812-0000-0001;biru
2;Pulau Kakkap;;2026;;;;
3;Muka Kuning;;2026;;;;
`;

const row = (name) => officer.page.locator("ul.plain > li.card").filter({ hasText: name });
const count = async (word) => Number(await officer.page.locator(".counts div").filter({ hasText: word }).locator("b").innerText());

test("an old list is looked at row by row before anything is kept", async () => {
  await officer.signInAs("bnnk", LIST);
  await officer.press("Periksa isinya");
  assert.equal(officer.status, 422, "without a file it says so");
  await officer.page.getByLabel("Berkas (.xlsx atau .csv)").setInputFiles({ name: "daftar lama.csv", mimeType: "text/csv", buffer: Buffer.from(CSV) });
  await officer.press("Periksa isinya");
  assert.deepEqual([await count("akan diambil"), await count("desa perlu dipilih"), await count("ada yang tidak diambil")], [1, 1, 1]);
  assert.match(await officer.text(), /Kolom yang tidak dikenali dan dilewati: Warna/);
  assert.match(await row("PANTAI ASRI").innerText(), /KEL\. PANTAI ASRI/);
  assert.match(await row("PANTAI ASRI").innerText(), /Tanggal Pencanangan: 19 Agustus 2026/);
  assert.ok(await row("PANTAI ASRI").getByRole("checkbox").isChecked());
  assert.equal(await row("Pulau Kakkap").getByRole("checkbox").isChecked(), false);
  await officer.outline("list-review");
  await row("Pulau Kakkap").getByRole("checkbox").check();
  await row("Pulau Kakkap").getByRole("combobox").selectOption({ index: 1 });
  await officer.press("Simpan yang dicentang");
  assert.equal(officer.status, 422, "who chooses a village sees first what that changes");
  assert.match(await officer.text(), /Desa yang Anda pilih kini tampil dengan perubahannya/);
  assert.match(await row("Pulau Kakkap").innerText(), /Tanggal Pencanangan: 2026/);
  await officer.press("Simpan yang dicentang");
  assert.match(await officer.text(), /2 desa disimpan dari daftar/);
  await officer.go("/desa/99.71.01.1003/program");
  assert.match(await officer.page.locator(".ladder li").filter({ hasText: "Dicanangkan" }).innerText(), /19 Agustus 2026/);
  await officer.go("/desa/99.71.01.1003/narahubung");
  assert.equal(await officer.page.getByLabel("Nama", { exact: true }).inputValue(), "Bu Contoh");
});

test("what goes out says nothing new when it comes back", async () => {
  await officer.go(LIST);
  const [download] = await Promise.all([officer.page.waitForEvent("download"), officer.page.getByRole("link", { name: "Unduh Excel" }).click()]);
  const bytes = readFileSync(await download.path());
  assert.match(download.suggestedFilename(), /^desa-bersinar-99\.71-\d{4}-\d\d-\d\d\.xlsx$/);
  await officer.page.getByLabel("Berkas (.xlsx atau .csv)").setInputFiles({ name: "daftar.xlsx", mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", buffer: bytes });
  await officer.press("Periksa isinya");
  assert.equal(await count("akan diambil"), 0);
  assert.ok((await count("sudah sama")) >= 43);
  await officer.press("Simpan yang dicentang");
  assert.equal(officer.status, 422);
  assert.match(await officer.text(), /Tidak ada baris/);
});

test("nobody found anything wrong on the way", () => officer.assertClean());
