// From class to Bersinar: a kelurahan is designated by a decree that names it, gets its task group and its launch; its lurah,
// on a small telephone without script, chooses what to do and logs an activity in half a minute.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inDemo } from "../lib/journey.mjs";

const city = await inDemo();
const office = await city.person();
const lurah = await city.person({ width: 360, height: 800, script: false });
// Pantai Asri: mapped, and nothing else yet.
const VILLAGE = "99.71.01.1003";
const PAGE = `/desa/${VILLAGE}/program`;

const stage = async (person) => (await person.page.locator(".big .chip").innerText()).trim();
const step = (person, name) => person.page.locator(".ladder li").filter({ hasText: name });

test("the register answers each question with its own number, and they add up", async () => {
  await office.signIn("Kesbangpol", "/bersinar/99.71");
  const text = await office.text();
  assert.match(text, /41 dari 64 kelurahan\/desa sudah dicanangkan/);
  const figures = await office.page.locator(".counts b").allInnerTexts();
  assert.deepEqual(figures.map(Number), [22, 8, 11]);
  const answer = async (title) => Number(await office.page.locator(".answers li").filter({ has: office.page.getByText(title, { exact: true }) }).locator(".num").innerText());
  assert.equal(await answer("Dicanangkan"), 41);
  assert.equal((await answer("Dibentuk dengan DIPA BNN")) + (await answer("Dibentuk tanpa DIPA (NON DIPA)")), 41);
  assert.equal(await answer("Tidak aktif"), 11);
  for (const [year, declared] of [[2022, 4], [2023, 15], [2024, 24], [2025, 33]]) {
    await office.go(`/bersinar/99.71?tahun=${year}`);
    assert.match(await office.text(), new RegExp(`${declared} dari 64 kelurahan`));
  }
  const legend = await office.page.locator(".map .legend b").allInnerTexts();
  assert.equal(legend.map(Number).reduce((sum, n) => sum + n, 0), 64);
});

test("a decree names villages as they are spelt; what had to be guessed is asked, what is elsewhere is refused", async () => {
  await office.go("/sk/99.71");
  await office.fill("Nomor surat", "188.45/200/HK/2026");
  await office.fill("Tanggal surat", "20/11/2026");
  await office.fill("Kelurahan/desa yang disebut", "Kel. PANTAI ASRI\nPulau Kakkap\nMuka Kuning");
  await office.press("Simpan");
  assert.equal(office.status, 422);
  assert.match(await office.text(), /“Muka Kuning” ada di Kota Batam|“Muka Kuning” ada di Batam/);
  await office.fill("Kelurahan/desa yang disebut", "Kel. PANTAI ASRI\nPulau Kakkap");
  await office.press("Simpan");
  assert.equal(office.status, 422);
  assert.match(await office.text(), /“Pulau Kakkap” dibaca sebagai Pulau Kakap/);
  await office.page.getByRole("checkbox", { name: /Pulau Kakkap/ }).check();
  await office.press("Simpan");
  assert.match(office.where, /^\/bukti-program\/decree\/99\.71\//);
  await office.go(PAGE);
  assert.equal(await stage(office), "Ditetapkan dengan SK");
});

test("launched before it has a task group: recorded as it happened, and what is missing is said", async () => {
  await office.press("Dicanangkan");
  await office.fill("Tanggal", "kemarin");
  await office.press("Simpan");
  assert.equal(office.status, 422);
  assert.match(await office.text(), /Tanggal ini tidak terbaca/);
  await office.fill("Tanggal", "21/11/2026");
  await office.press("Simpan");
  assert.match(office.where, /^\/bukti-program\/milestone\//, "it asks for the photo");
  await office.go(PAGE);
  assert.equal(await stage(office), "Dicanangkan");
  assert.match(await office.text(), /Belum: satgas\/pokja terbentuk, dianggarkan/);
  assert.match((await step(office, "Dicanangkan").getAttribute("class")) ?? "", /unproven/);
  await office.outline("programme-village");
});

test("the lurah logs an activity; a second one of the same day is asked about", async () => {
  await lurah.signInAs("lurah-011003", PAGE);
  await lurah.press("Catat kegiatan");
  await lurah.choose("Jenis kegiatan", "sosialisasi");
  await lurah.fill("Tanggal", "22/11/2026");
  await lurah.fill("Laki-laki", "18");
  await lurah.fill("Perempuan", "24");
  const steps = lurah.steps;
  assert.ok(steps < 8, `${steps} steps`);
  await lurah.press("Simpan");
  assert.match(await lurah.text(), /42 orang \(18 laki-laki, 24 perempuan\)/);
  await lurah.go(PAGE);
  assert.equal(await stage(lurah), "Intervensi berjalan");
  await lurah.press("Catat kegiatan");
  await lurah.choose("Jenis kegiatan", "sosialisasi");
  await lurah.fill("Tanggal", "22/11/2026");
  await lurah.press("Simpan");
  assert.equal(lurah.status, 422);
  assert.match(await lurah.text(), /sudah mencatat kegiatan sejenis di sini/);
  await lurah.press("Sama: gabungkan dengan kantor kami");
  await lurah.go(`/kegiatan/${VILLAGE}`);
  assert.match(await lurah.text(), /1 kegiatan pada 2026/);
});

test("the task group is the lurah's own step, with its proof", async () => {
  await lurah.go(PAGE);
  await lurah.press("Satgas/pokja terbentuk");
  await lurah.fill("Tanggal", "November 2026");
  await lurah.fill("Nomor surat", "7/SK/2026");
  await lurah.fill("Jumlah", "tujuh");
  await lurah.press("Simpan");
  assert.match(await lurah.text(), /Tulis angka bulat/);
  await lurah.fill("Jumlah", "7");
  await lurah.press("Simpan");
  await lurah.page.getByLabel("Foto, PDF, atau berkas kantor").setInputFiles({ name: "sk.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n%%EOF\n") });
  await lurah.press("Lampirkan berkas");
  assert.match(await lurah.text(), /sk\.pdf/);
  await lurah.go(PAGE);
  assert.match((await step(lurah, "Satgas/pokja terbentuk").getAttribute("class")) ?? "", /^reached/);
  assert.match(await step(lurah, "Satgas/pokja terbentuk").innerText(), /November 2026/);
});

test("from found indicators to a choice that is done", async () => {
  await lurah.go(PAGE);
  await lurah.press(lurah.page.getByRole("link", { name: /^Lihat \d+ usulan$/ }));
  const proposals = lurah.page.locator(".card");
  assert.ok((await proposals.count()) >= 1);
  await lurah.press(proposals.first().getByRole("link", { name: /^Pilih/ }));
  await lurah.fill("Yang mengerjakan (kantor atau lembaga)", "PKK");
  await lurah.fill("Yang ingin dicapai", "10 keluarga selesai");
  await lurah.press("Simpan");
  await lurah.press(lurah.page.getByRole("link", { name: /^Perbarui/ }).first());
  await lurah.choose("Sekarang", "done");
  await lurah.press("Simpan");
  assert.equal(lurah.status, 422);
  assert.match(await lurah.text(), /Tulis hasilnya, paling sedikit 15 huruf/);
  await lurah.fill("Tanggal selesai atau dihentikan", "22/11/2026");
  await lurah.fill("Hasil, atau alasan dihentikan", "Sembilan keluarga menyelesaikan empat pertemuan.");
  await lurah.press("Simpan");
  assert.match(await lurah.text(), /Sembilan keluarga menyelesaikan/);
  await lurah.outline("programme-interventions");
});

test("a visit, what is to follow from it, and the lurah says that it was done", async () => {
  const visits = `/desa/${VILLAGE}/kunjungan`;
  await office.go(visits);
  await office.fill("Tanggal kunjungan", "20/11/2026");
  await office.fill("Kantor yang berkunjung", "BNN Kota");
  await office.choose("Posko atau pojok informasi terbuka dan terisi", "no");
  await office.press("Simpan kunjungan");
  assert.match(await office.text(), /Tindak lanjut dari kunjungan ini/);
  await office.fill("Apa yang dikerjakan", "Jadwal jaga posko");
  await office.fill("Yang mengerjakan (kantor atau lembaga)", "Satgas");
  await office.fill("Selesai paling lambat", "30/11/2026");
  await office.press("Simpan tindak lanjut");
  await office.outline("programme-visits");
  await lurah.go("/beranda");
  await lurah.press(lurah.page.locator(".tasks li").filter({ hasText: "Jadwal jaga posko" }).getByRole("link"));
  await lurah.fill("Selesai pada", "22/11/2026");
  await lurah.fill("Hasil", "Jadwal jaga ditempel di pintu posko");
  await lurah.press("Simpan tindak lanjut");
  assert.match(await lurah.text(), /selesai 22 November 2026: Jadwal jaga ditempel/);
});

test("Batam's words are kept, and their three readings stand side by side", async () => {
  await office.go("/target/99.71");
  await office.page.getByText("Tambah target").first().click();
  await office.fill("Ditetapkan oleh (jabatan atau kantor)", "BNN Kota");
  await office.fill("Tanggal dokumen", "30/8/2022");
  await office.fill("Kata-kata dokumennya", "Sekarang tiga; target lima tahun ini, lima belas pada 2023, dan lima belas lagi tahun berikutnya.");
  await office.fill("Sudah ada sebelumnya", "3");
  await office.fill("Angka setiap tahun", "2022 = 5\n2023 + 15\n2024 + 15");
  await office.page.getByText("Kata-katanya dapat dibaca dengan cara lain?").click();
  await office.fill("Cara baca kedua", "2022 + 5\n2023 + 15\n2024 + 15");
  await office.fill("Cara baca ketiga", "2022 = 5\n2023 = 15\n2024 + 15");
  await office.press("Simpan");
  const target = office.page.locator(".target").filter({ hasText: "BNN Kota" });
  assert.match(await target.innerText(), /Belum diputuskan cara membacanya/);
  const row = async (year) => (await target.locator("tbody tr").filter({ hasText: String(year) }).locator("td").allInnerTexts()).slice(0, 3);
  assert.deepEqual(await row(2022), ["5", "8", "5"]);
  assert.deepEqual(await row(2023), ["20", "23", "15"]);
  assert.deepEqual(await row(2024), ["35", "38", "30"]);
});

test("nobody found anything wrong on the way", () => {
  office.assertClean();
  lurah.assertClean();
});
