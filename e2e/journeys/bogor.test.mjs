// A real beginning of the action plan: Kota Bogor with six agencies, entered by someone who has read nothing. A meeting decides on
// an MoU, which is followed to its signature; B06 comes with one nil report and one that is returned; the report is issued
// and printed. The clock is the machine's own.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync } from "node:fs";
import { test } from "node:test";
import { inReal } from "../lib/journey.mjs";

const CITY = "32.71";
const PASSWORD = "hujan sore di kebun raya";
const AGENCIES = ["Dinas Kesehatan", "Dinas Pendidikan", "Dinas Sosial", "DPPKB", "DP3A"];

const city = await inReal(CITY, {
  accounts: [["--role", "kesbangpol", "--scope", CITY, "--login", "kesbang-bogor", "--name", "Sekretaris (uji)"]],
});
const secretariat = await city.person();
const health = await city.person({ width: 360, script: false });
const school = await city.person({ width: 360 });
const { page } = secretariat;

// The day in Bogor, and the year whose first half-year has been reported or can be.
const here = new Date(Date.now() + 7 * 3_600_000);
const today = `${here.getUTCDate()}/${here.getUTCMonth() + 1}/${here.getUTCFullYear()}`;
const year = here.getUTCMonth() >= 5 ? here.getUTCFullYear() : here.getUTCFullYear() - 1;
const term = `tahun=${year}&semester=b06`;
const at = {};

/** Gets in by a slip, and signs in. */
async function comesIn(person, login, slip) {
  await person.go(`/masuk/slip?kode=${slip}`);
  await person.fill("Kata sandi baru", PASSWORD);
  await person.fill("Ulangi kata sandi", PASSWORD);
  await person.press("Simpan kata sandi");
  await person.go("/masuk");
  await person.fill("Nama masuk", login);
  await person.fill("Kata sandi", PASSWORD);
  await person.press(person.page.locator("form[action='/masuk'] button"));
}

/** Adds a row to an agency's plan. */
async function plans(agency, action, activity, unit, target) {
  await secretariat.go(`/rencana/${CITY}/${at[agency]}?tahun=${year}`);
  await secretariat.press(page.locator("section", { hasText: action }).getByRole("link", { name: /Tambah kegiatan/ }));
  await secretariat.fill("Kegiatan", activity);
  await secretariat.fill("Satuan", unit);
  await secretariat.fill("Target B06, semester I", target);
  await secretariat.press("Simpan");
  assert.match(await secretariat.text(), new RegExp(activity));
}

/** Fills in a row of a report, and sends it. */
async function reports(person, agency, activity, value) {
  await person.go(`/laporan/${CITY}/${at[agency]}?${term}`);
  await person.press(activity);
  await person.fill("Realisasi", value);
  await person.fill("Belanja", "Rp2.500.000");
  await person.press("Simpan");
  await person.press("Kirim laporan");
  assert.match(await person.text(), /dikirim/);
}

test("the secretariat comes in, finds nothing yet, and is told what to do", async () => {
  const slip = /kode slip:\s+(\S+)/.exec(city.installation.added)?.[1];
  await comesIn(secretariat, "kesbang-bogor", slip);
  await secretariat.press("Rencana aksi");
  assert.match(await secretariat.text(), /Belum ada instansi/);
  await secretariat.press("Instansi dan penghubung");
  assert.match(await secretariat.text(), /Tambahkan perangkat daerah dan instansi vertikal/);
});

test("six agencies: five of the city, and the Polres", async () => {
  for (const name of [...AGENCIES, "Polresta Bogor Kota"]) {
    await secretariat.go(`/instansi/${CITY}`);
    await secretariat.press("Tambah instansi");
    await secretariat.fill("Nama", name);
    await secretariat.choose("Jenis", name.startsWith("Pol") ? "Instansi vertikal" : "Perangkat daerah (OPD)");
    await secretariat.page.getByLabel("Wajib melapor sendiri (B06 dan B12)").check();
    await secretariat.fill("Ada sejak", `1/1/${year}`);
    await secretariat.press("Simpan");
    if (!secretariat.where.includes("-")) await secretariat.press(name);
    at[name] = secretariat.where.split("?")[0].split("/").pop();
  }
  await secretariat.go(`/instansi/${CITY}`);
  assert.match(await secretariat.text(), /6 instansi wajib melapor/);
});

test("two liaisons get their slips", async () => {
  for (const [agency, login, person] of [["Dinas Kesehatan", "dinkes-bogor", health], ["Dinas Pendidikan", "disdik-bogor", school]]) {
    await secretariat.go(`/instansi/${CITY}/${at[agency]}`);
    const form = page.locator("form", { has: page.locator("input[name=login]") }).first();
    const folded = page.locator("summary", { hasText: "Tunjuk penghubung" });
    if (!(await form.isVisible())) await folded.click();
    await form.locator("input[name=login]").fill(login);
    await form.locator("input[name=name]").fill("Penghubung (uji)");
    await secretariat.press(form.locator("button"));
    await comesIn(person, login, await page.locator("ol .code").innerText());
  }
});

test("plans: what each means to do", async () => {
  await plans("Dinas Kesehatan", "3. Deteksi dini", "Tes urine petugas puskesmas", "orang", "40");
  await plans("Dinas Sosial", "1. Sosialisasi", "Penyuluhan bagi pendamping PKH", "orang", "60");
  await plans("DP3A", "1. Sosialisasi", "Kelas keluarga tangguh", "orang", "80");
});

test("a meeting decides on an MoU", async () => {
  await secretariat.go(`/hukum/${CITY}`);
  await secretariat.press("Catat peraturan atau MoU");
  await secretariat.choose("Jenis", "Nota kesepahaman (MoU)");
  await secretariat.fill("Tentang", "Pencegahan narkotika di sekolah");
  await secretariat.choose("Keadaan", "disusun");
  await secretariat.fill("Para pihak", "Pemerintah Kota Bogor\nBNN Kabupaten Bogor");
  await secretariat.press("Simpan");
  await secretariat.go(`/rapat/${CITY}/isi`);
  await secretariat.fill("Tentang", "Rakor P4GN Kota Bogor");
  await secretariat.fill("Tanggal", today);
  await secretariat.fill("Acara", "Laporan B06\nMoU pencegahan di sekolah");
  await secretariat.press("Simpan");
  at.meeting = secretariat.where;
  await page.locator("summary", { hasText: "Catat jalannya rapat" }).click();
  for (const name of [...AGENCIES.slice(0, 3), "Polresta Bogor Kota"]) await page.getByLabel(name, { exact: true }).check();
  await secretariat.fill("Notulen", "MoU disepakati; naskah disusun Dinas Pendidikan.");
  await secretariat.press(page.locator("form", { has: page.locator("input[value=held]") }).getByRole("button", { name: "Simpan" }));
  assert.match(await secretariat.text(), /4 dari 6 hadir\s+kuorum tercapai/);
  await secretariat.fill("Keputusan", "Menyiapkan naskah MoU dengan BNN Kabupaten");
  await secretariat.choose("Penanggung jawab", "Dinas Pendidikan");
  await secretariat.fill("Paling lambat", `31/12/${here.getUTCFullYear()}`);
  await secretariat.choose("Menuju peraturan atau MoU", "Pencegahan narkotika di sekolah");
  await secretariat.press(page.getByRole("button", { name: "Tambah keputusan" }));
  assert.match(await secretariat.text(), /Menyiapkan naskah MoU dengan BNN Kabupaten/);
});

test("it is followed to its signature", async () => {
  await school.go("/beranda");
  await school.press(school.page.locator("li", { hasText: "naskah MoU" }).getByRole("link", { name: "Perbarui" }));
  await school.fill("Hasil", "Naskah final diparaf kedua pihak");
  await school.press(school.page.getByRole("button", { name: "Sudah selesai" }));
  await secretariat.go(at.meeting);
  assert.match(await secretariat.text(), /Naskah final diparaf kedua pihak/);
  await secretariat.go(`/hukum/${CITY}`);
  await secretariat.press("Pencegahan narkotika di sekolah");
  assert.match(await secretariat.text(), /disusun/);
  await secretariat.press("Ubah");
  await secretariat.choose("Keadaan", "berlaku");
  await secretariat.fill("Nomor", "119/7/2026");
  await secretariat.fill("Tanggal ditandatangani", today);
  await secretariat.press("Simpan");
  assert.match(await secretariat.text(), /berlaku[\s\S]*disusun/);
});

test("B06: one reports by phone, one nil, one on paper comes back with a note", async () => {
  await reports(health, "Dinas Kesehatan", "Tes urine petugas puskesmas", "42");
  await school.go(`/laporan/${CITY}/${at["Dinas Pendidikan"]}?${term}`);
  await school.press("Kirim laporan nihil");
  assert.match(await school.text(), /dikirim nihil/);
  await reports(secretariat, "Dinas Sosial", "Penyuluhan bagi pendamping PKH", "35");
  await page.locator("summary", { hasText: "Kembalikan dengan catatan" }).click();
  await secretariat.fill("Apa yang perlu diperbaiki", "Daftar hadir belum dilampirkan, mohon dilengkapi.");
  await secretariat.press(page.getByRole("button", { name: "Kembalikan dengan catatan" }));
  await secretariat.go(`/laporan/${CITY}/${at["Dinas Kesehatan"]}?${term}`);
  await secretariat.press("Terima laporan");
  await secretariat.go(`/laporan/${CITY}?${term}`);
  assert.match(await secretariat.text(), /2 dari 6 instansi sudah melapor \(1 di antaranya nihil\)/);
  await secretariat.outline("bogor-board");
});

test("the report is issued and printed; what is printed can be read", async () => {
  await secretariat.go(`/dokumen/${CITY}/kop`);
  await secretariat.fill("Alamat", "Jalan Ir. H. Juanda 10");
  await secretariat.press(page.locator("form[enctype] button"));
  assert.equal(secretariat.status, 200);
  await secretariat.fill("Jabatan", "Kepala Badan Kesatuan Bangsa dan Politik");
  await secretariat.fill("Nama lengkap", "Rahmat Hidayat (uji)");
  await secretariat.fill("Sejak", `1/1/${year}`);
  await secretariat.press(page.locator("form", { has: page.locator("input[value=add]") }).getByRole("button"));
  await secretariat.go(`/laporan/${CITY}?${term}`);
  await secretariat.press("Dokumen");
  await secretariat.press(`Laporan B06, semester I ${year}`);
  await secretariat.fill("Nomor", `354/1/Kesbangpol/${here.getUTCFullYear()}`);
  await secretariat.press("Terbitkan");
  assert.match(await secretariat.text(), /terbit/);
  await page.getByRole("button", { name: "Buat PDF" }).click();
  await page.waitForURL(/#berkas$/, { timeout: 60_000 });
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Unduh PDF" }).click()]);
  const path = await download.path();
  if (process.env.BERSINAR_E2E_KEEP) copyFileSync(path, process.env.BERSINAR_E2E_KEEP);
  const read = (command, ...more) => execFileSync(command, [...more], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  assert.match(read("pdfinfo", path), /Title: +Laporan pelaksanaan rencana aksi P4GN[\s\S]*Tagged: +yes[\s\S]*\(A4\)/);
  const text = read("pdftotext", "-layout", path, "-");
  assert.match(text, /PEMERINTAH KOTA BOGOR/);
  assert.match(text, /Sudah melapor +2 +33,33%/);
  assert.match(text, /Tes urine petugas puskesmas +42 +orang/);
  assert.match(text, /Jalan Ir\. H\. Juanda 10/);
  assert.match(text, /Dinas Pendidikan +dikirim, nihil/);
  assert.match(text, /Dinas Sosial +dikembalikan/);
  assert.match(text, /Polresta Bogor Kota +(ditunggu|terlambat)/);
  assert.match(text, /Rahmat Hidayat \(uji\)/);
});

city.everyPageWasClean();
