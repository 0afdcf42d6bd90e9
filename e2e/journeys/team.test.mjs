// The integrated team: the secretariat plans a meeting, keeps who came, a decision becomes a commitment, the liaison says that
// it is done, the MoU is followed to its signature.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inDemo } from "../lib/journey.mjs";

const city = await inDemo();
const secretariat = await city.person();
const liaison = await city.person({ width: 360, script: false });
const head = await city.person({ lang: "en" });
let meeting;

test("what was decided and is not done stands first, what is past its day before it", async () => {
  await secretariat.signInAs("kesbangpol");
  assert.match(await secretariat.text(), /2 komitmen rapat lewat tanggalnya/);
  await secretariat.go("/laporan/99.71");
  await secretariat.press("Tim Terpadu");
  assert.match(await secretariat.text(), /3 komitmen belum selesai \(2 lewat tanggalnya\)/);
  await secretariat.outline("secretariat-team");
});

test("a meeting: the agenda opens with what is open", async () => {
  await secretariat.press("Rencanakan rapat");
  await secretariat.fill("Tentang", "Rakor MoU madrasah");
  await secretariat.fill("Tanggal", "20/11/2026");
  await secretariat.fill("Jam", "pagi");
  await secretariat.fill("Acara", "Tanda tangan MoU");
  await secretariat.press("Simpan");
  assert.equal(secretariat.status, 422);
  assert.match(await secretariat.text(), /Tulis jamnya seperti 09\.00/);
  assert.equal(await secretariat.page.getByLabel("Tentang", { exact: true }).inputValue(), "Rakor MoU madrasah");
  await secretariat.fill("Jam", "13.30");
  await secretariat.press("Simpan");
  meeting = secretariat.where;
  assert.match(await secretariat.text(), /Belum selesai dari rapat sebelumnya[\s\S]*alat tes urine/);
  await secretariat.page.locator("summary", { hasText: "Teks undangan" }).click();
  assert.match(await secretariat.page.getByLabel("Salin ke aplikasi pesan Anda").inputValue(), /Rakor MoU madrasah, 20 November 2026 13:30/);
});

test("without a quorum it asks, and keeps what was typed", async () => {
  const { page } = secretariat;
  await page.locator("summary", { hasText: "Catat jalannya rapat" }).click();
  await page.getByLabel("Dinas Kesehatan").check();
  await secretariat.fill("Notulen", "Naskah disepakati.\nTanda tangan pekan depan.");
  const form = page.locator("form", { has: page.locator("input[value=held]") });
  await secretariat.press(form.getByRole("button", { name: "Simpan" }));
  assert.equal(secretariat.status, 422);
  assert.match(await secretariat.text(), /Hanya 1 dari 34 yang hadir/);
  for (const box of await form.locator("fieldset:not(.asked) input[type=checkbox]").all()) await box.check();
  await secretariat.press(form.getByRole("button", { name: "Simpan" }));
  assert.match(await secretariat.text(), /34 dari 34 hadir\s+kuorum tercapai/);
  assert.match(await secretariat.text(), /Tanda tangan pekan depan/);
});

test("a decision has an owner and a date, and becomes the liaison's task", async () => {
  await secretariat.fill("Keputusan", "Menyiapkan narasumber pembinaan madrasah");
  await secretariat.fill("Paling lambat", "1/11/2026");
  await secretariat.press(secretariat.page.getByRole("button", { name: "Tambah keputusan" }));
  assert.equal(secretariat.status, 422);
  assert.match(await secretariat.text(), /Pilih instansi yang mengerjakannya/);
  assert.match(await secretariat.text(), /Tanggal ini sebelum rapatnya/);
  await secretariat.choose("Penanggung jawab", "Dinas Kesehatan");
  await secretariat.fill("Paling lambat", "30/11/2026");
  await secretariat.press(secretariat.page.getByRole("button", { name: "Tambah keputusan" }));
  await secretariat.outline("secretariat-meeting");
  await liaison.signInAs("dinkes");
  assert.match(await liaison.text(), /Menyiapkan narasumber pembinaan madrasah/);
  await liaison.press(liaison.page.locator("li", { hasText: "narasumber" }).getByRole("link", { name: "Perbarui" }));
  await liaison.fill("Hasil", "ada");
  await liaison.press(liaison.page.getByRole("button", { name: "Sudah selesai" }));
  assert.equal(liaison.status, 422);
  await liaison.fill("Hasil", "Enam narasumber dengan surat tugas 440/112");
  await liaison.press(liaison.page.getByRole("button", { name: "Sudah selesai" }));
  assert.match(await liaison.text(), /selesai/);
  assert.doesNotMatch(await liaison.text(), /Tunda|Tidak dilanjutkan/);
  await liaison.go(meeting);
  assert.match(await liaison.text(), /Rakor MoU madrasah/);
  assert.doesNotMatch(await liaison.text(), /Tambah keputusan/);
});

test("the team decides to show who is late, and every liaison sees it without what others report", async () => {
  await secretariat.go(meeting);
  await secretariat.press("Perlihatkan keterlambatan laporan kepada semua instansi");
  await liaison.go("/laporan/99.71?tahun=2026&semester=b06");
  assert.match(await liaison.text(), /24 dari 34 instansi sudah melapor/);
  assert.match(await liaison.text(), /Dinas Perhubungan/);
  assert.equal(await liaison.page.getByRole("link", { name: "Dinas Perhubungan" }).count(), 0);
});

test("the MoU is followed to its signature", async () => {
  await secretariat.go("/hukum/99.71");
  assert.match(await secretariat.text(), /kewajiban belum dijawab/);
  await secretariat.outline("secretariat-law");
  await secretariat.press("Nota kesepahaman pencegahan narkotika di madrasah dan pesantren");
  await secretariat.press("Ubah");
  await secretariat.choose("Keadaan", "berlaku");
  await secretariat.press("Simpan");
  assert.equal(secretariat.status, 422);
  assert.match(await secretariat.text(), /Yang berlaku mempunyai nomor/);
  await secretariat.fill("Nomor", "119/21/2026");
  await secretariat.fill("Tanggal ditandatangani", "20/11/2026");
  await secretariat.fill("Berlaku sampai", "19/11/2028");
  await secretariat.fill("Langkah berikutnya", "");
  await secretariat.page.locator("#due_on").fill("");
  await secretariat.press("Simpan");
  assert.match(await secretariat.text(), /berlaku\s+20 November 2026\s+menunggu tanda tangan\s+10 September 2026\s+disusun/);
});

test("who comes notes it with a phone, without script; the minutes begin with who has come", async () => {
  await secretariat.go("/rapat/99.71/isi");
  await secretariat.fill("Tentang", "Rakor laporan B12");
  await secretariat.fill("Tanggal", "22/11/2026");
  await secretariat.press("Simpan");
  await secretariat.press("Tampilkan kode hadir");
  assert.match(await secretariat.text(), /Belum ada kode hadir/);
  await secretariat.press("Buat kode hadir");
  const screen = secretariat.where;
  const code = await secretariat.page.locator(".screen .code").innerText();
  assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{4}$/);

  await liaison.go(`${screen.replace("layar", "hadir")}?kode=0000-0000`);
  assert.match(await liaison.text(), /tidak berlaku untuk rapat ini/);
  await liaison.fill("Kode hadir", code.toLowerCase());
  await liaison.press("Lanjutkan");
  await liaison.press("Catat hadir: Dinas Kesehatan");
  assert.match(await liaison.text(), /Dinas Kesehatan: tercatat hadir 22 November 2026, 08\.\d\d WIB/);

  await secretariat.go(screen);
  assert.match(await secretariat.text(), /1 dari 34 hadir\s+.*Dinas Kesehatan/);
  await secretariat.press("Rakor laporan B12");
  assert.match(await secretariat.text(), /Tercatat hadir lewat kode: 1 dari 34/);
  await secretariat.page.locator("summary", { hasText: "Catat jalannya rapat" }).click();
  assert.equal(await secretariat.page.locator("input[name=attended]:checked").count(), 1);
  await secretariat.press("Buat daftar hadir");
  assert.match(await secretariat.text(), new RegExp(`Pindai untuk mencatat kehadiran instansi Anda, atau buka http\\S+hadir dan isi kode ${code}`));
});

test("the head of the region reads it in English", async () => {
  await head.signInAs("pimpinan", "/tim/99.71");
  assert.match(await head.text(), /3 commitments are open \(2 past their day\)/);
  await head.go("/hukum/99.71");
  assert.match(await head.text(), /duties are answered by nothing/);
  assert.doesNotMatch(await head.text(), /Enter a law/);
});

city.everyPageWasClean();
