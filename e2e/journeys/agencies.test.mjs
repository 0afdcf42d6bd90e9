// A liaison leaves: the secretariat hands over, the successor gets in by the slip, finds the agency with its plan and goes on,
// who spoke before is signed out at once.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inDemo } from "../lib/journey.mjs";

const PASSWORD = "perahu kecil di teluk";

const city = await inDemo();
const secretariat = await city.person();
const former = await city.person({ width: 360 });
const successor = await city.person({ width: 360, script: false });
let code;
let agency;

test("the liaison sees the own agency with its units, and no other", async () => {
  await former.signInAs("dinkes", "/instansi/99.71");
  const text = await former.text();
  assert.match(text, /Dinas Kesehatan/);
  assert.match(text, /Puskesmas Teluk Dalam/);
  assert.doesNotMatch(text, /Dinas Pendidikan|Tambah instansi/);
  await former.press("Dinas Kesehatan");
  agency = former.where;
  assert.doesNotMatch(await former.text(), /Serah terima|Akhiri/);
  await former.outline("liaison-agency");
});

test("a mistake keeps what was typed; then one step hands over and prints the slip", async () => {
  await secretariat.signInAs("kesbangpol", "/instansi/99.71");
  assert.match(await secretariat.text(), /34 instansi wajib melapor/);
  await secretariat.outline("secretariat-agencies");
  await secretariat.go(agency);
  const { page } = secretariat;
  const form = page.locator("form", { has: page.locator("input[name=former]") }).first();
  await page.locator("summary", { hasText: "Serah terima" }).click();
  await form.locator("input[name=login]").fill("dinkes-baru");
  await secretariat.press(form.locator("button"));
  assert.equal(secretariat.status, 422);
  assert.match(await form.innerText(), /Belum ada akun dengan nama masuk ini/);
  assert.equal(await form.locator("input[name=login]").inputValue(), "dinkes-baru");
  await form.locator("input[name=name]").fill("Nisa Rahma (contoh)");
  await secretariat.press(form.locator("button"));
  assert.match(await secretariat.text(), /Nisa Rahma \(contoh\)/);
  code = await page.locator("ol .code").innerText();
  await secretariat.press("Kembali ke instansi");
  assert.equal(secretariat.where, agency);
  assert.match(await secretariat.text(), /Wulan Permana \(contoh\)\s+dinkes · 1 September 2026 sampai 21 November 2026/);
});

test("who spoke before is out, and cannot come back", async () => {
  await former.go(agency);
  assert.match(former.where, /^\/masuk/);
});

test("the successor gets in by the slip and finds the agency", async () => {
  await successor.go(`/masuk/slip?kode=${code}`);
  await successor.fill("Kata sandi baru", PASSWORD);
  await successor.fill("Ulangi kata sandi", PASSWORD);
  await successor.press("Simpan kata sandi");
  await successor.go("/masuk");
  await successor.fill("Nama masuk", "dinkes-baru");
  await successor.fill("Kata sandi", PASSWORD);
  await successor.press(successor.page.locator("form[action='/masuk'] button"));
  await successor.press("Rencana aksi");
  await successor.press("Instansi dan penghubung");
  assert.match(await successor.text(), /Dinas Kesehatan/);
  assert.match(await successor.text(), /Puskesmas Kepulauan Kerapu/);
  await successor.go(agency);
  assert.match(await successor.text(), /Wulan Permana \(contoh\)/);
});

test("the successor finds last year's plan, copies what is missing and adds a row; a mistake keeps what was typed", async () => {
  await successor.press(successor.page.getByRole("main").getByRole("link", { name: "Rencana aksi", exact: true }));
  assert.match(await successor.text(), /Rencana aksi Dinas Kesehatan 2026/);
  assert.match(await successor.text(), /dasar hukumnya tidak mencakup 2026/);
  assert.match(await successor.text(), /Pelatihan petugas puskesmas untuk desa Bersinar/);
  await successor.outline("liaison-plan");
  const { page } = successor;
  await successor.press(page.locator("section", { hasText: "2. Pembentukan regulasi" }).getByRole("link", { name: /Tambah kegiatan/ }));
  await successor.fill("Kegiatan", "SK satgas anti narkotika dinas");
  await successor.fill("Target B06, semester I", "1");
  await successor.fill("Satuan", "");
  await successor.fill("Anggaran (rupiah)", "5 juta");
  await successor.press("Simpan");
  assert.equal(successor.status, 422);
  assert.match(await successor.text(), /Tulis satuannya/);
  assert.equal(await page.getByLabel("Kegiatan", { exact: true }).inputValue(), "SK satgas anti narkotika dinas");
  await successor.fill("Satuan", "regulasi");
  await successor.fill("Anggaran (rupiah)", "Rp5.000.000");
  await successor.press("Simpan");
  assert.match(await successor.text(), /Laporan semester ini sudah dikirim; targetnya tidak dapat diubah lagi/);
  await successor.fill("Target B06, semester I", "");
  await successor.fill("Target B12, semester II", "1");
  await successor.press("Simpan");
  assert.match(await successor.text(), /SK satgas anti narkotika dinas/);
  assert.match(await successor.text(), /1 regulasi/);
  await successor.press(successor.page.getByRole("main").getByRole("link", { name: "2027", exact: true }));
  await successor.press("Salin 5 baris dari 2026");
  assert.match(await successor.text(), /SK satgas anti narkotika dinas/);
  assert.doesNotMatch(await successor.text(), /Salin \d/);
});

test("a plan that the agency made for itself comes in under its own headings", async () => {
  const { page } = successor;
  const csv = "\ufeffRencana Aksi Dinas Kesehatan;;;;\nNo;Aksi;Apa yang dikerjakan;Volume;Jadwal;Biaya\n"
    + "1;Tes urine;Tes urine petugas ambulans;40 orang;TW IV;18 juta\n2;;Tes urine apoteker;dua kali;Oktober;\n;;JUMLAH;40;;\n";
  await successor.press("Ambil dari berkas Excel");
  await successor.outline("liaison-plan-import");
  await successor.press("Periksa isinya");
  assert.match(await successor.text(), /Pilih berkas/);
  await page.getByLabel("Berkas (.xlsx atau .csv)").setInputFiles({ name: "renaksi.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await successor.press("Periksa isinya");
  assert.match(await successor.text(), /Lembar dan arti kolomnya/);
  await page.locator("summary", { hasText: "Lembar dan arti kolomnya" }).click();
  await page.getByLabel("Apa yang dikerjakan").selectOption({ label: "Catatan" });
  await successor.press("Terapkan dan lihat lagi");
  assert.match(await successor.text(), /Tulis kegiatannya/);
  await page.getByLabel("Apa yang dikerjakan").selectOption({ label: "Kegiatan" });
  await successor.press("Terapkan dan lihat lagi");
  await successor.outline("liaison-plan-import-review");
  assert.match(await successor.text(), /Anggaran “18 juta” dibaca Rp18\.000\.000/);
  assert.match(await successor.text(), /Target “dua kali” tidak terbaca/);
  await successor.press("Simpan yang dicentang");
  assert.match(await successor.text(), /Tes urine petugas ambulans/);
  assert.doesNotMatch(await successor.text(), /Tes urine apoteker/);
});

test("the region adds an action of its own, with the decision that set it", async () => {
  await secretariat.go("/laporan/99.71");
  await secretariat.press(secretariat.page.getByRole("main").getByRole("link", { name: "Aksi", exact: true }));
  assert.match(await secretariat.text(), /L1\. Kampung nelayan bersih narkoba/);
  await secretariat.outline("secretariat-actions");
  await secretariat.press("Tambah aksi daerah");
  await secretariat.fill("Aksi", "Pulau terluar waspada narkoba");
  await secretariat.fill("Satuan", "pulau");
  await secretariat.press("Simpan");
  assert.match(await secretariat.text(), /Tulis keputusan yang menetapkannya/);
  assert.equal(await secretariat.page.getByLabel("Satuan").inputValue(), "pulau");
  await secretariat.fill("Dasar", "Perwali 12/2026");
  await secretariat.press("Simpan");
  assert.match(await secretariat.text(), /L2\. Pulau terluar waspada narkoba/);
});

test("a merger: the units go along, the liaison ends, the name stays", async () => {
  await secretariat.go("/instansi/99.71");
  await secretariat.press("Dinas Pemuda dan Olahraga");
  const { page } = secretariat;
  const form = page.locator("form", { has: page.locator("input[value=end]") });
  await page.locator("summary", { hasText: "Akhiri atau gabungkan" }).click();
  await secretariat.fill("Hari terakhir", "20/11/2026");
  await form.locator("select[name=successor]").selectOption({ label: "Dinas Pendidikan" });
  await secretariat.fill("Alasan", "digabung");
  await secretariat.press(form.locator("button"));
  assert.equal(secretariat.status, 422);
  assert.match(await form.innerText(), /Tulis alasannya/);
  await secretariat.fill("Alasan", "Perda tentang susunan perangkat daerah");
  await secretariat.press(form.locator("button"));
  assert.match(await secretariat.text(), /Digabung ke Dinas Pendidikan, hari terakhir 20 November 2026/);
  await secretariat.go("/instansi/99.71");
  assert.match(await secretariat.text(), /33 instansi wajib melapor/);
});

test("every page on the way is accessible, fits the screen and speaks one language", () => {
  for (const person of [secretariat, former, successor]) person.assertClean();
});
