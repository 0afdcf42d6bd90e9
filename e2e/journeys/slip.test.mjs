// A new lurah gets in: the administrator prints a slip, the lurah uses it in their own browser and chooses a password.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inDemo } from "../lib/journey.mjs";
import { readQr } from "../lib/qr.mjs";

const VILLAGE = "99.71.02.1003";
const LOGIN = "lurah.padang-sirih";
const PASSWORD = "sawah hijau pagi cerah";

const city = await inDemo();
const administrator = await city.person();
const lurah = await city.person({ width: 360, script: false });
const { page } = administrator;
let code;
let address;

async function fillAccount({ name, login, role, scope }) {
  const form = page.locator("form[action='/akun']");
  if (!(await form.isVisible())) await page.locator("summary", { hasText: "Akun baru" }).click();
  await administrator.fill("Nama orang", name);
  await administrator.fill("Nama masuk", login);
  await administrator.choose("Peran", role);
  await administrator.fill("Kode wilayah", scope);
  await administrator.press("Buat akun dan cetak slip");
}

async function choosePassword(first, second = first) {
  await lurah.fill("Kata sandi baru", first);
  await lurah.fill("Ulangi kata sandi", second);
  await lurah.press("Simpan kata sandi");
}

async function signIn(password) {
  await lurah.go("/masuk");
  await lurah.fill("Nama masuk", LOGIN);
  await lurah.fill("Kata sandi", password);
  await lurah.press(lurah.page.locator("form[action='/masuk'] button"));
}

test("the administrator makes the account; a code that does not fit the role is refused, what was typed stays", async () => {
  await administrator.signInAs("administrator", "/akun");
  assert.equal(administrator.where, "/akun");
  await administrator.outline("administrator-accounts");
  const account = { name: "Budi Santika (contoh)", login: LOGIN, role: "lurah", scope: "99.71" };
  await fillAccount(account);
  assert.equal(administrator.status, 422);
  assert.match(await page.getByRole("alert").innerText(), /Kode wilayah tidak cocok dengan peran/);
  assert.equal(await page.getByLabel("Nama orang", { exact: true }).inputValue(), account.name);
  assert.equal(await page.getByLabel("Nama masuk", { exact: true }).inputValue(), LOGIN);
  assert.equal(await page.getByLabel("Peran", { exact: true }).inputValue(), "lurah");
  await fillAccount({ ...account, login: "lurah-seruni", scope: VILLAGE });
  assert.match(await page.getByRole("alert").innerText(), /sudah dipakai/);
  await fillAccount({ ...account, scope: VILLAGE });
  assert.equal(administrator.status, 200);
});

test("the slip: a code, its QR code leads there, and it prints without the rest", async () => {
  const text = await administrator.text();
  assert.match(text, /Budi Santika \(contoh\) · .+ · Kelurahan Padang Sirih/i);
  code = await page.locator("ol .code").innerText();
  assert.match(code, /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  const qr = page.locator("svg.qr");
  address = readQr(Number((await qr.getAttribute("viewBox")).split(" ")[2]), await qr.locator("path").getAttribute("d"));
  assert.equal(address, `${city.installation.address}/masuk/slip?kode=${code}`);
  await administrator.outline("administrator-slip");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.getByRole("banner").isVisible(), false);
  assert.equal(await page.getByText("Kode ini hanya tampil sekali").isVisible(), false);
  assert.ok(await qr.isVisible());
  await page.emulateMedia({ media: "screen" });
});

test("the code typed by hand, small and without hyphens, is the same", async () => {
  await lurah.go("/masuk");
  await lurah.press("Saya punya slip cetak");
  await lurah.fill("Kode slip", "AAAA-AAAA-AAAA-AAAA");
  await lurah.press("Lanjut");
  assert.match(await lurah.text(), /Slip ini tidak berlaku/);
  await lurah.fill("Kode slip", ` ${code.toLowerCase().replaceAll("-", " ")}`);
  await lurah.press("Lanjut");
  assert.match(await lurah.text(), new RegExp(`Halo, Budi Santika \\(contoh\\)\\. Nama masuk Anda: ${LOGIN}`));
});

test("a wrong repeat, a short or a guessable password leave the slip good", async () => {
  await lurah.go(address);
  await lurah.outline("slip-password");
  for (const [passwords, message] of [
    [[PASSWORD, "sawah hijau pagi mendung"], /Kedua kata sandi tidak sama/],
    [["pendek1"], /Kata sandi terlalu pendek/],
    [["aaaaaaaaaaaaaa"], /mudah ditebak/],
    [[`${LOGIN}1`], /mudah ditebak/],
  ]) {
    await choosePassword(...passwords);
    assert.equal(lurah.status, 422);
    assert.match(await lurah.text(), message);
    assert.match(await lurah.text(), /Slip tetap berlaku/);
  }
});

test("the slip is good once: a second window with the same slip is refused", async () => {
  const thief = await city.person();
  await thief.go(address);
  await choosePassword(PASSWORD);
  assert.match(await lurah.text(), new RegExp(`Kata sandi tersimpan\\. Masuklah dengan nama ${LOGIN}`));
  await thief.fill("Kata sandi baru", "milik orang lain 9");
  await thief.fill("Ulangi kata sandi", "milik orang lain 9");
  await thief.press("Simpan kata sandi");
  assert.equal(thief.status, 422);
  assert.match(await thief.text(), /Slip ini tidak berlaku/);
  await thief.go(address);
  assert.match(await thief.text(), /Slip ini tidak berlaku/);
});

test("a wrong password says so without saying which was wrong; the right one leads home", async () => {
  await signIn("sawah hijau pagi kelabu");
  assert.equal(lurah.status, 401);
  assert.match(await lurah.text(), /Nama atau kata sandi tidak cocok/);
  assert.equal(await lurah.page.getByLabel("Nama masuk", { exact: true }).inputValue(), LOGIN);
  await signIn("milik orang lain 9");
  assert.equal(lurah.status, 401);
  await signIn(PASSWORD);
  assert.equal(lurah.where, "/beranda");
  assert.match(await lurah.text(), /Budi Santika \(contoh\) · Kelurahan Padang Sirih/i);
});

test("guessing is slowed down and says how long; another person is not locked out", async () => {
  const guesser = await city.person();
  for (let time = 0; time < 6; time += 1) {
    await guesser.go("/masuk");
    await guesser.fill("Nama masuk", "polres");
    await guesser.fill("Kata sandi", `tebakan nomor ${time}`);
    await guesser.press(guesser.page.locator("form[action='/masuk'] button"));
  }
  assert.match(await guesser.text(), /Terlalu banyak percobaan dari perangkat ini\. Tunggu \d detik/);
  const other = await city.person({ script: false });
  await other.go("/masuk");
  await other.fill("Nama masuk", LOGIN);
  await other.fill("Kata sandi", PASSWORD);
  await other.press(other.page.locator("form[action='/masuk'] button"));
  assert.equal(other.where, "/beranda");
});

test("the lurah sees both devices and ends the other", async () => {
  await lurah.go("/sesi");
  assert.equal(await lurah.page.locator(".tasks li").count(), 2);
  await lurah.press("Akhiri semua yang lain");
  assert.equal(await lurah.page.locator(".tasks li").count(), 1);
});

test("an ended account is out at once and stays out", async () => {
  await administrator.go("/akun");
  const row = page.getByRole("row").filter({ hasText: LOGIN });
  assert.match(await row.innerText(), /Aktif/);
  await administrator.press(row.getByRole("button", { name: "Akhiri akun" }));
  assert.match(await row.innerText(), /Berakhir/);
  await lurah.go("/beranda");
  assert.match(lurah.where, /^\/masuk/);
  await signIn(PASSWORD);
  assert.equal(lurah.status, 401);
});

test("the administrator cannot end the own account and sees no class of any place", async () => {
  const own = page.getByRole("row").filter({ has: page.getByRole("cell", { name: "administrator", exact: true }) });
  await administrator.press(own.first().getByRole("button", { name: "Akhiri akun" }));
  assert.match(await administrator.text(), /Akun sendiri tidak dapat diakhiri/);
  for (const path of ["/wilayah/99.71", `/desa/${VILLAGE}`, "/buku-besar", "/periksa"]) {
    await administrator.go(path);
    assert.equal(administrator.status, 403, path);
  }
});

test("changing the language on a page that answers a form leads to a page, not to nothing", async () => {
  await administrator.go("/akun");
  const row = page.getByRole("row").filter({ hasText: "lurah-seruni" });
  await administrator.press(row.getByRole("button", { name: "Cetak slip baru" }));
  administrator.eye.lang = "en";
  await administrator.press("English");
  assert.equal(administrator.status, 200);
  assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
});

city.everyPageWasClean();
