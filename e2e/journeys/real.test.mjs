// A real beginning: Hulu Sungai Selatan, an operator who types one command, an officer who has read nothing.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inReal } from "../lib/journey.mjs";
import { readQr } from "../lib/qr.mjs";
import { totp } from "../lib/totp.mjs";

const CITY = "63.06";
const PASSWORD = "kandangan pasar terapung 7";
const VALUES = { P1: "4", P2: "6", P3: "0", P4: "0", P6: "0,5", P7: "0", P8: "0" };

const city = await inReal(CITY);
const officer = await city.person();
const { page } = officer;
const slipOf = (login) => new RegExp(`${login}\\s+kode slip:\\s+(\\S+)`).exec(city.installation.said)?.[1];
let secret;
let village;

test("init prints two slips and what to do next", () => {
  assert.match(city.installation.said, /148 desa\/kelurahan/);
  assert.match(slipOf("administrator"), /^(\w{4}-){3}\w{4}$/);
  assert.match(slipOf("bnnk"), /^(\w{4}-){3}\w{4}$/);
  assert.match(city.installation.said, /bersinar serve --data/);
});

test("there is nothing of a demonstration", async () => {
  await officer.go("/");
  assert.doesNotMatch(await page.locator("body").innerText(), /contoh/i);
  assert.match(await officer.text(), /Hulu Sungai Selatan/);
  await officer.go("/tur");
  assert.equal(officer.status, 404);
  await officer.press("Kembali");
  await officer.press("Masuk untuk petugas");
  assert.equal(await page.locator("form[action='/masuk/contoh']").count(), 0);
});

test("the officer gets in by the slip", async () => {
  await officer.press("Saya punya slip cetak");
  await officer.fill("Kode slip", slipOf("bnnk"));
  await officer.press("Lanjut");
  await officer.fill("Kata sandi baru", PASSWORD);
  await officer.fill("Ulangi kata sandi", PASSWORD);
  await officer.press("Simpan kata sandi");
  await officer.press(page.getByRole("main").getByRole("link", { name: "Masuk", exact: true }));
  await officer.fill("Nama masuk", "bnnk");
  await officer.fill("Kata sandi", PASSWORD);
  await officer.press(page.locator("form[action='/masuk'] button"));
  assert.equal(officer.where, "/masuk/kode");
});

test("before the second factor nothing is open", async () => {
  for (const path of ["/beranda", `/wilayah/${CITY}`, "/akun"]) {
    await officer.go(path);
    assert.equal(officer.where, "/masuk/kode");
  }
});

test("the second factor is set up from the shown key; a wrong code keeps the key", async () => {
  await officer.outline("second-factor");
  secret = await page.locator(".code").innerText();
  const qr = page.locator("svg.qr");
  const address = readQr(Number((await qr.getAttribute("viewBox")).split(" ")[2]), await qr.locator("path").getAttribute("d"));
  assert.equal(new URL(address).searchParams.get("secret"), secret);
  await officer.fill("Kode enam angka", totp(secret) === "000000" ? "000001" : "000000");
  await officer.press("Lanjut");
  assert.equal(officer.status, 422);
  assert.match(await officer.text(), /Kode tidak cocok/);
  assert.equal(await page.locator(".code").innerText(), secret);
  await officer.fill("Kode enam angka", totp(secret));
  await officer.press("Lanjut");
  assert.equal(officer.where, "/beranda");
});

test("148 villages on a schematic map and in the table, all silent", async () => {
  await officer.press("Kabupaten");
  assert.equal(officer.where, `/wilayah/${CITY}`);
  assert.equal(await page.locator(".map a.area").count(), 148);
  assert.equal(await page.locator("tbody tr").count(), 148);
  assert.equal(await page.getByRole("rowheader", { name: /^Desa /i }).count(), 144);
  assert.equal(await page.getByRole("rowheader", { name: /^Kelurahan /i }).count(), 4);
  assert.equal(await page.locator("tbody .chip.silent").count(), 148);
  assert.match(await officer.text(), /Peta skematik/);
  await officer.outline("real-city");
});

test("from home the way to the first answers is there", async () => {
  await officer.press("Beranda");
  assert.match(await officer.text(), /Lembar kepolisian dan BNNK/);
  await officer.press("Isi");
  assert.equal(officer.where, `/lembar/police/${CITY}`);
});

test("one row of the police sheet is filled and sent; the other 147 stay unanswered", async () => {
  await officer.go(`/lembar/police/${CITY}`);
  const row = page.locator("tbody tr").filter({ has: page.getByRole("rowheader", { name: /^Desa /i }) }).first();
  village = (await row.locator("input[id$='/P1']").getAttribute("id")).split("/")[1];
  for (const [item, value] of Object.entries(VALUES)) await officer.fill(page.locator(`[id="v/${village}/${item}"]`), value);
  await officer.press("Kirim");
  assert.equal(officer.status, 200);
  assert.equal(await page.locator("tbody tr input[id$='/P1']").count(), 147);
});

test("then the sheet of that village; and the first class is on the screen", async () => {
  await officer.go(`/desa/${village}`);
  assert.equal(await page.locator(".big .chip.silent, .big .chip.between").count(), 1, "half of the answers are no class");
  await officer.press(page.getByRole("link", { name: /^Isi: / }));
  for (const [item, value] of [["P5", "2"], ["D1", "0"], ["D2", "3"], ["D3", "12"]]) {
    await officer.fill(page.locator(`[id="v/${village}/${item}"]`), value);
  }
  await officer.choose(page.locator(`[id="v/${village}/D4"]`), "tidak");
  await officer.choose(page.locator(`[id="v/${village}/D5"]`), "2");
  await officer.press("Kirim");
  await officer.go(`/desa/${village}`);
  assert.equal(await page.locator(".big .chip").innerText(), "Siaga");
  assert.match(await officer.text(), /Siaga: Indikator pokok yang ditemukan 1 \(paling sedikit 1\)/);
  await officer.press("Kabupaten");
  assert.equal(await page.locator("tbody .chip.siaga").count(), 1);
  assert.equal(await page.locator(".map a.area.siaga").count(), 1);
  assert.equal(await page.locator("tbody .chip.silent").count(), 147);
});

test("pages say pambakal", async () => {
  await officer.go(`/desa/${village}`);
  assert.match(await officer.text(), /pambakal/i);
});

test("what is counted is public, and no class", async () => {
  const visitor = await city.person();
  await visitor.go("/");
  assert.match(await visitor.text(), /1 dari 148/);
});

test("a second-factor code is good once, as the page says", async () => {
  const [owner, thief] = [await city.person(), await city.person()];
  for (const person of [owner, thief]) {
    await person.go("/masuk");
    await person.fill("Nama masuk", "bnnk");
    await person.fill("Kata sandi", PASSWORD);
    await person.press(person.page.locator("form[action='/masuk'] button"));
    assert.equal(person.where, "/masuk/kode");
    assert.equal(await person.page.locator("svg.qr").count(), 0, "a second set-up is not offered");
  }
  // The coming code is taken already (a telephone's clock may be fast), so it does not run out during the test.
  const code = totp(secret, Date.now() + 30_000);
  for (const person of [owner, thief]) {
    await person.fill("Kode enam angka", code);
    await person.press("Lanjut");
  }
  assert.equal(owner.where, "/beranda");
  assert.equal(thief.status, 422, "the code that the owner has just used opened a second session");
  assert.match(await thief.text(), /Kode tidak cocok/);
});

city.everyPageWasClean();
