// A report's whole way: someone sends it from a small phone, a member of the desk opens, answers, notes, passes on and closes it in the own
// browser, and who sent it reads all that with eight words. Nobody else at the city sees that anything came.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { inDemoWithDoor } from "../lib/journey.mjs";

const run = promisify(execFile);
const CANARY = "Perahu hijau merapat di muara tiap Selasa";
const DEMO = "kunci contoh teluk harapan";
const ROOM = "/meja/bnnk-99.71/laporan";

const city = await inDemoWithDoor();
const { folder } = city.installation;
const officer = await city.person({ width: 1280 });
const heard = [];
officer.page.on("request", (request) => heard.push(`${request.url()} ${request.postData() ?? ""}`));
const reporter = await city.reporter();
let words;

const press = (person, name) => person.page.getByRole("main").getByRole("button", { name, exact: true }).click();

/** Presses what puts another page in this one's place, and waits for it. */
async function swap(name) {
  await officer.page.locator("main").evaluate((main) => (main.dataset.former = "yes"));
  await press(officer, name);
  await officer.page.locator("main:not([data-former])").waitFor();
}

/** Comes back with the words, and reads. */
async function back() {
  await reporter.go("/lanjut");
  await reporter.page.locator("#words").fill(words);
  await press(reporter, "Buka");
  await reporter.page.locator(".way").waitFor();
  await reporter.eye.look();
  return reporter.text();
}

test("a report comes with two photos that say where they were taken", async () => {
  const photos = ["muara.jpg", "dermaga.png"].map((name) => join(folder, name));
  await reporter.go("/");
  for (const photo of photos) {
    await reporter.page.screenshot({ path: photo });
    const tags = ["-GPSLatitude=1.2", "-GPSLatitudeRef=N", "-GPSLongitude=104.1", "-GPSLongitudeRef=E", "-Make=Kamera", "-SerialNumber=777", "-Comment=rahasia"];
    await run("exiftool", ["-overwrite_original", ...tags, photo]);
    assert.match((await run("mat2", ["--show", photo])).stdout, /rahasia/);
  }
  await reporter.press("Tulis laporan");
  await press(reporter, "Lanjut");
  await reporter.page.getByLabel("Ada petugas atau pegawai yang terlibat").check();
  await press(reporter, "Lanjut");
  await reporter.page.getByLabel("Anak atau remaja dilibatkan").check();
  await reporter.fill("Tempat yang lebih tepat (boleh kosong)", "dekat muara");
  await press(reporter, "Lanjut");
  await reporter.fill("Apa yang Anda ketahui?", CANARY);
  await reporter.page.locator("#photos").setInputFiles(photos);
  await reporter.page.locator("#berkas li").nth(1).waitFor();
  await reporter.page.getByText("Saya ingin menyebut nama").click();
  await reporter.fill("Nama atau cara menghubungi", "Rini, warung biru");
  await press(reporter, "Lanjut");
  await press(reporter, "Kirim");
  await reporter.page.locator(".words li").first().waitFor();
  words = (await reporter.page.locator(".words li").allInnerTexts()).join(" ");
});

test("the member sees what waits, and what is past its time", async () => {
  await officer.signInAs("berantas", "/meja/bnnk-99.71");
  await officer.press("Laporan yang masuk");
  assert.equal(await officer.page.locator("li.late").count(), 1);
  assert.match(await officer.page.locator("li.late").innerText(), /seharusnya ditangani paling lambat 16 November 2026/);
  assert.doesNotMatch(await officer.text(), /Perahu|Rini/);
});

test("its poster leads to the door, which sees by the keys that the sign fits; another sign it calls wrong", async () => {
  await officer.go("/meja/bnnk-99.71/poster");
  assert.ok(await officer.page.getByText(city.installation.door).isVisible());
  const sign = (await officer.page.locator(".sign").innerText()).replaceAll(" ", "-");
  const visitor = await city.reporter();
  await visitor.go(`/#${sign}`);
  assert.match(await visitor.page.getByRole("status").innerText(), /cocok dengan meja ini: BNN kabupaten\/kota/);
  await visitor.page.goto("about:blank");
  await visitor.go(`/#${sign.replace(/^./, (first) => (first === "0" ? "1" : "0"))}`);
  assert.match(await visitor.page.getByRole("status").innerText(), /TIDAK cocok/);
  await officer.go(ROOM);
});

test("another passphrase opens nothing; the own one opens the room, and it stays open from page to page", async () => {
  await officer.fill("Kata sandi kunci", "bukan kata sandi saya");
  await press(officer, "Buka");
  await officer.page.getByRole("alert").getByText("tidak cocok").waitFor();
  await officer.fill("Kata sandi kunci", DEMO);
  await press(officer, "Buka");
  await officer.page.getByText("Rahasia meja terbuka").waitFor();
  assert.ok(await officer.page.locator("#buka").isHidden());
  await officer.page.locator(".tasks li").filter({ hasText: "22 November 2026" }).getByRole("link").click();
  await officer.page.locator("#surat blockquote").waitFor();
  assert.equal(await officer.page.locator("#surat blockquote").innerText(), CANARY);
  const said = await officer.text();
  for (const one of [/Anak atau remaja dilibatkan/, /dekat muara/, /petugas atau pegawai yang terlibat/, /Pelapor memberi nama/]) assert.match(said, one);
  assert.doesNotMatch(said, /Rini/);
  assert.match(new URL(officer.page.url()).pathname, /\/laporan\/[0-9a-f]{32}$/);
  await officer.eye.look();
});

test("a name that was given is opened by both custodians and the desk together, with a reason; none of them can alone", async () => {
  const report = new URL(officer.page.url()).pathname;
  await officer.page.getByText("Minta nama dibuka").first().click();
  await officer.fill("Mengapa nama itu diperlukan", "singkat");
  await swap("Minta nama dibuka");
  assert.match(await officer.page.getByRole("alert").first().innerText(), /[Aa]lasan/);
  await officer.page.locator("#surat blockquote").waitFor();
  await officer.fill("Mengapa nama itu diperlukan", "Saksi harus dijaga sebelum perahu berikutnya datang.");
  await swap("Minta nama dibuka");
  await officer.page.getByText("menunggu penjaga kunci pertama").waitFor();
  const [first, second] = [await city.person({ width: 360 }), await city.person()];
  await first.signInAs("kesbangpol", "/beranda");
  await second.signInAs("inspektorat", "/meja/bnnk-99.71/nama");
  assert.match(await second.text(), /menunggu penjaga kunci pertama/);
  assert.equal(await second.page.locator("form[data-work]").count(), 0, "the second cannot before the first");
  for (const custodian of [first, second]) {
    await custodian.go("/meja/bnnk-99.71/nama");
    assert.match(await custodian.text(), /Saksi harus dijaga/);
    await custodian.fill(custodian.page.locator("form[data-work] [data-field=pass]"), DEMO);
    await custodian.press("Buka lapis Anda");
    assert.doesNotMatch(await custodian.page.content(), /Rini|Perahu hijau/);
  }
  assert.match(await second.text(), /anggota meja dapat membacanya/);
  await officer.go(report);
  await officer.fill("Kata sandi kunci", DEMO);
  await press(officer, "Buka");
  await officer.page.locator("#dibaca b").getByText("Rini, warung biru").waitFor();
  await officer.eye.look();
});

test("its pictures are shown in frames that may do nothing, and what is saved tells no place and no camera", async () => {
  const line = (n) => officer.page.locator("#surat li li").nth(n);
  for (const n of [0, 1]) {
    await line(n).getByRole("button", { name: "Lihat gambar" }).click();
    const frame = line(n).locator("iframe");
    await frame.waitFor();
    assert.equal(await frame.getAttribute("sandbox"), "");
    const width = await frame.contentFrame().locator("img").evaluate((image) => image.naturalWidth);
    assert.ok(width > 300, `${width}`);
    const [download] = await Promise.all([officer.page.waitForEvent("download"), line(n).getByRole("button", { name: "Simpan berkas" }).click()]);
    const saved = join(folder, `disimpan-${n}.jpg`);
    await download.saveAs(saved);
    const { stdout } = await run("exiftool", ["-j", "-G1", "-a", "-u", saved]);
    const groups = new Set(Object.keys(JSON.parse(stdout)[0]).map((name) => name.split(":")[0]));
    assert.deepEqual([...groups].filter((group) => !["SourceFile", "ExifTool", "System", "File", "Composite", "JFIF"].includes(group)), []);
    assert.match((await run("mat2", ["--show", saved])).stdout, /No metadata found/);
    for (const secret of ["Kamera", "777", "rahasia", "muara", "dermaga"]) assert.equal(readFileSync(saved).indexOf(secret), -1, secret);
  }
});

test("the desk answers and notes; neither leaves the browser in clear", async () => {
  await press(officer, "Kirim jawaban");
  await officer.page.getByRole("alert").getByText("Tulis isinya dulu").waitFor();
  const long = "Terlalu panjang. ".repeat(600);
  await officer.fill("Jawaban", long);
  await swap("Kirim jawaban");
  await officer.page.getByText("Bagi menjadi dua jawaban").waitFor();
  assert.equal(await officer.page.getByLabel("Jawaban", { exact: true }).inputValue(), long, "what was refused is still there");
  await officer.fill("Jawaban", "Terima kasih. Apakah selalu hari Selasa?");
  await press(officer, "Kirim jawaban");
  await officer.page.locator("#surat .by-desk").waitFor();
  await officer.page.getByText("Catatan untuk meja").click();
  await officer.fill("Catatan", "Cocokkan dengan laporan dermaga.");
  await press(officer, "Simpan catatan");
  await officer.page.locator("#surat .by-note").waitFor();
  assert.deepEqual(await officer.page.locator("#surat blockquote").allInnerTexts(), [CANARY, "Terima kasih. Apakah selalu hari Selasa?", "Cocokkan dengan laporan dermaga."]);
  await officer.eye.look();
  for (const secret of [CANARY, "hari Selasa", "laporan dermaga", DEMO]) assert.ok(!heard.some((request) => decodeURIComponent(request.replaceAll("+", " ").replaceAll("%", "%25")).includes(secret)), secret);
});

test("the desk redacts a letter, whose original stays, and notes a signal; outside it is a count and names nothing", async () => {
  await officer.page.locator("#surat summary").getByText("Sunting").first().click();
  await officer.fill("Kata-kata yang disunting", "Perahu ▒▒▒ merapat");
  await swap("Simpan yang disunting");
  await officer.page.getByText("Disunting oleh meja").waitFor();
  const first = officer.page.locator("#surat > li").first();
  assert.ok(await first.getByText("Perahu ▒▒▒ merapat").first().isVisible());
  assert.ok(await first.locator("details blockquote").isHidden());
  await first.getByText("Lihat yang asli").click();
  assert.equal(await first.locator("details blockquote").first().innerText(), CANARY);

  await officer.page.locator("summary").getByText("Catat isyarat").click();
  await officer.choose("Tanda", "entry_point");
  await officer.choose("Tempat", "99.71.01.1001");
  await officer.eye.look();
  await swap("Catat isyarat");
  await officer.page.locator("#surat").getByText(/Isyarat dicatat: Jalur masuk baru/).waitFor();
  await swap("Tarik kembali");
  await officer.page.locator("#surat").getByText(/Isyarat ditarik kembali: Jalur masuk baru/).waitFor();
  await officer.page.locator("summary").getByText("Catat isyarat").click();
  await officer.choose("Tempat", "99.71.01");
  await officer.choose("Pekan", "2026-W46");
  await swap("Catat isyarat");
  await officer.page.locator("#surat").getByText(/Isyarat dicatat: .* Seluruh kecamatan/).waitFor();
  await officer.eye.look();
  const board = await city.person();
  await board.signInAs("kesbangpol", "/pengamatan/99.71");
  assert.match(await board.text(), /Seluruh kecamatan [A-Z][A-Za-z ]+\t1–2/);
  await board.close();
});

test("who sent it reads the answer, not the note, and replies", async () => {
  const said = await back();
  assert.match(said, /Apakah selalu hari Selasa/);
  assert.doesNotMatch(said, /Cocokkan dengan/);
  assert.deepEqual(await reporter.page.locator(".way .done").allInnerTexts(), ["Diterima", "Dibaca"]);
  await reporter.fill("Pesan Anda", "Ya, selalu Selasa malam.");
  await press(reporter, "Kirim");
  await reporter.page.getByRole("alert").getByText("sudah diterima").waitFor();
});

test("it is passed on, taken over, and closed with an outcome that its sender sees", async () => {
  await officer.page.reload();
  await officer.page.locator("#buka").waitFor();
  assert.equal(await officer.page.locator("#surat li").count(), 0, "a page loaded anew is locked");
  await officer.fill("Kata sandi kunci", DEMO);
  await press(officer, "Buka");
  await officer.page.locator("#surat blockquote").getByText("Ya, selalu Selasa malam.").waitFor();
  await officer.choose("Anggota", { index: 1 });
  await swap("Tetapkan");
  await officer.choose("Tahap", "passed_on");
  await swap("Pindahkan");
  await officer.page.locator(".lead").getByText("Diteruskan").waitFor();
  await officer.choose("Tahap", "closed");
  await swap("Pindahkan");
  await officer.page.getByRole("alert").getByText("Pilih bagaimana laporan ini berakhir").waitFor();
  await officer.choose("Tahap", "closed");
  await officer.page.getByLabel("ditindaklanjuti").check();
  await officer.eye.look();
  await swap("Pindahkan");
  await officer.page.locator(".lead").getByText("Selesai · ditindaklanjuti").waitFor();
  assert.match(await back(), /Hasilnya: ditindaklanjuti/);
});

test("nobody else at the city sees that anything came", async () => {
  const report = new URL(officer.page.url()).pathname;
  for (const login of ["administrator", "kesbangpol", "inspektorat", "bnnk", "bnnp", "lurah-seruni", "pimpinan"]) {
    const other = await city.person();
    await other.signInAs(login, "/beranda");
    for (const path of [ROOM, report, `${report}/berkas/1`]) {
      await other.go(path);
      assert.ok([403, 404].includes(other.status), `${login} ${path}: ${other.status}`);
    }
    await other.go(`/cari?q=${encodeURIComponent("Perahu")}`);
    assert.doesNotMatch(await other.page.content(), /Perahu hijau/);
    await other.close();
  }
});

test("what is not for this desk it does not see: not in list, counts, search, tasks or ledger; the chosen desk opens it", async () => {
  const secret = "Petugas itu menerima uang di warung";
  const counts = async () => {
    await officer.go(ROOM);
    return officer.page.locator("dl.counts").innerText();
  };
  const before = await counts();
  await reporter.go("/tulis");
  await press(reporter, "Lanjut");
  await reporter.page.getByLabel("Ada petugas atau pegawai yang terlibat").check();
  await reporter.page.getByRole("group", { name: "Jangan sampai ke" }).getByLabel(/seksi pemberantasan/).check();
  await press(reporter, "Lanjut");
  assert.match(await reporter.page.locator("#masalah").innerText(), /Anda kecualikan/);
  await reporter.page.getByRole("group", { name: "Kirim ke" }).getByLabel(/BNN provinsi/).check();
  await reporter.eye.look();
  await press(reporter, "Lanjut");
  await press(reporter, "Lanjut");
  await reporter.fill("Apa yang Anda ketahui?", secret);
  await press(reporter, "Lanjut");
  await press(reporter, "Kirim");
  await reporter.page.locator(".words li").first().waitFor();

  assert.equal(await counts(), before);
  const province = await city.person();
  await province.signInAs("bnnp", "/meja/bnnp-99/laporan");
  await province.fill("Kata sandi kunci", DEMO);
  await press(province, "Buka");
  await province.page.getByText("Rahasia meja terbuka").waitFor();
  await province.page.locator(".tasks li").filter({ hasText: "22 November 2026" }).getByRole("link").click();
  await province.page.locator("#surat blockquote").waitFor();
  assert.equal(await province.page.locator("#surat blockquote").innerText(), secret);
  assert.match(await province.text(), /Pelapor tidak ingin laporan ini sampai ke BNN kabupaten\/kota, seksi pemberantasan/);
  const path = new URL(province.page.url()).pathname;
  await province.eye.look();
  for (const url of [path, path.replace("bnnp-99/", "bnnk-99.71/"), `${path}/berkas/1`]) {
    await officer.go(url);
    assert.equal(officer.status, 404, url);
  }
  const id = path.split("/").at(-1);
  for (const url of ["/beranda", "/meja", "/buku-besar", `/cari?q=${id}`]) {
    await officer.go(url);
    assert.ok(!(await officer.page.content()).replaceAll(`q=${id}`, "").includes(id.slice(0, 12)) || url.startsWith("/cari"), url);
    assert.doesNotMatch(await officer.page.content(), /bnnp-99\/laporan/);
  }
  // Nor can the chosen desk pass it on to the one that the reporter does not want.
  await province.page.getByText("Teruskan ke meja lain").click();
  await province.page.locator("form[data-pass] select").selectOption("bnnk-99.71");
  await press(province, "Teruskan");
  await province.page.getByRole("alert").getByText("Pelapor tidak ingin").waitFor();
  assert.equal(await counts(), before);
});

test("a report is passed on to the desk of the province, sealed again; its reporter goes on with the same words", async () => {
  await officer.go(ROOM);
  await officer.fill("Kata sandi kunci", DEMO);
  await press(officer, "Buka");
  await officer.page.getByText("Rahasia meja terbuka").waitFor();
  await officer.page.locator(".tasks li").filter({ hasText: "12 November 2026" }).getByRole("link").click();
  await officer.page.locator("#surat blockquote").nth(2).waitFor();
  const report = new URL(officer.page.url()).pathname;
  await officer.page.getByText("Teruskan ke meja lain").click();
  await officer.page.locator("form[data-pass] select").selectOption("bnnp-99");
  await officer.fill("Pesan untuk meja itu", "Warung itu dekat batas kota.");
  await officer.eye.look();
  await reporter.go("/lanjut");
  const demo = await reporter.page.locator(".note b").allInnerTexts();
  words = demo.find((text) => text.trim().split(" ").length === 8);
  await back();
  await reporter.fill("Pesan Anda", "Tunggu, ada lagi.");
  await press(reporter, "Kirim");
  await reporter.page.getByRole("alert").getByText("sudah diterima").waitFor();
  officer.eye.expected = /422/;
  await swap("Teruskan");
  await officer.page.getByText("Pelapor baru saja menambahkan sesuatu").waitFor();
  assert.equal(new URL(officer.page.url()).pathname, report, "it is still this page");
  await officer.page.locator("#surat blockquote").getByText("Tunggu, ada lagi.").waitFor();
  assert.equal(await officer.page.getByLabel("Pesan untuk meja itu").inputValue(), "Warung itu dekat batas kota.");
  officer.eye.expected = /^$/;
  await swap("Teruskan");
  await officer.page.getByText("Laporan sudah diteruskan").waitFor();
  assert.equal(await officer.page.locator(".tasks li").filter({ hasText: "12 November 2026" }).count(), 0);
  await officer.go(report);
  assert.equal(officer.status, 404);
  for (const secret of ["batas kota", "Anak-anak sekolah"]) assert.ok(!heard.some((request) => decodeURIComponent(request.replaceAll("+", " ").replaceAll("%", "%25")).includes(secret)), secret);

  const said = await back();
  assert.match(said, /ditangani oleh BNN provinsi/);
  assert.match(said, /Apakah ini setiap hari/);
  assert.doesNotMatch(said, /tidak bertanda tangan/);
  await reporter.fill("Pesan Anda", "Warungnya bercat hijau.");
  await press(reporter, "Kirim");
  await reporter.page.getByRole("alert").getByText("sudah diterima").waitFor();

  const province = await city.person();
  await province.signInAs("bnnp", "/meja/bnnp-99/laporan");
  await province.fill("Kata sandi kunci", DEMO);
  await press(province, "Buka");
  await province.page.getByText("Rahasia meja terbuka").waitFor();
  await province.page.locator(".tasks li").filter({ hasText: "12 November 2026" }).getByRole("link").click();
  await province.page.locator("#surat blockquote").nth(5).waitFor();
  const read = await province.page.locator("#surat blockquote").allInnerTexts();
  assert.match(read[0], /Anak-anak sekolah disuruh/);
  assert.deepEqual(read.slice(2), ["Hanya Jumat dan Sabtu, setelah isya.", "Tunggu, ada lagi.", "Warung itu dekat batas kota.", "Warungnya bercat hijau."]);
  const all = await province.text();
  assert.match(all, /Diteruskan oleh BNN kabupaten\/kota, seksi pemberantasan/);
  assert.doesNotMatch(all, /Tanda tangan surat ini tidak cocok/);
  await province.page.getByRole("button", { name: "Lihat gambar" }).click();
  await province.page.locator("#surat iframe").waitFor();
  await province.eye.look();
});

city.everyPageWasClean();
