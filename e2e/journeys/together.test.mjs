// Two people at one sheet: who comes second is told, nothing typed is lost, and nobody overwrites the other unseen.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inDemo } from "../lib/journey.mjs";

const SERUNI = "99.71.01.1001";
const SHEET = `/lembar/village/${SERUNI}`;
const SECOND = /Orang lain mengubah lembar ini sementara Anda mengisi/;

const city = await inDemo();
const [officer, lurah] = [await city.person(), await city.person({ width: 360 })];
const field = (person, item) => person.page.locator(`[id="v/${SERUNI}/${item}"]`);

/** Both have the sheet open as it is kept. */
async function bothOpen() {
  await lurah.go(SHEET);
  await officer.go(SHEET);
}

async function kept(item) {
  const reader = await city.person();
  await reader.signIn("Petugas BNNK P2M", SHEET);
  const value = await field(reader, item).inputValue();
  await reader.context.clearCookies();
  return value;
}

test("the sheet is open to both", async () => {
  await officer.signIn("Petugas BNNK P2M", `/periksa/village/${SERUNI}`);
  await officer.fill("Catatan untuk pengisi", "Mohon diperiksa lagi bersama.");
  await officer.press("Kembalikan dengan catatan");
  await lurah.signIn("Lurah Kampung Seruni");
});

test("the second to save is told, with everything typed still there", async () => {
  await bothOpen();
  await officer.fill(field(officer, "D1"), "5");
  await officer.press("Simpan draf");
  await lurah.fill(field(lurah, "D1"), "7");
  await lurah.fill(field(lurah, "D2"), "33");
  await lurah.press("Simpan draf");
  assert.ok([409, 422].includes(lurah.status), `status ${lurah.status}`);
  assert.match(await lurah.page.getByRole("alert").innerText(), SECOND);
  assert.equal(await field(lurah, "D1").inputValue(), "7");
  assert.equal(await field(lurah, "D2").inputValue(), "33");
  assert.equal(await kept("D1"), "5", "the first one's value is the kept one");
});

test("sending is refused in the same way", async () => {
  await bothOpen();
  await officer.fill(field(officer, "D1"), "6");
  await officer.press("Simpan draf");
  await lurah.fill(field(lurah, "D3"), "88");
  await lurah.press("Kirim");
  assert.match(await lurah.page.getByRole("alert").innerText(), SECOND);
  assert.equal(await field(lurah, "D3").inputValue(), "88");
});

test("“same as last year” in between does not hide that someone else has saved", async () => {
  await bothOpen();
  await officer.fill(field(officer, "D1"), "11");
  await officer.press("Simpan draf");
  const same = lurah.page.locator("fieldset").filter({ has: field(lurah, "P5") });
  await lurah.press(same.getByRole("button", { name: "Sama seperti tahun lalu" }));
  await lurah.press("Simpan draf");
  const told = lurah.page.getByRole("alert");
  assert.equal(await told.count(), 1, `the lurah was not told; D1 is now ${await kept("D1")}, the officer had saved 11`);
  assert.match(await told.innerText(), SECOND);
});

test("… nor does a mistake in a field in between", async () => {
  await bothOpen();
  await officer.fill(field(officer, "D1"), "12");
  await officer.press("Simpan draf");
  await lurah.fill(field(lurah, "P5"), "-1");
  await lurah.press("Simpan draf");
  assert.match(await lurah.page.getByRole("alert").innerText(), /kurang dari nol/);
  await lurah.fill(field(lurah, "P5"), "1");
  await lurah.press("Simpan draf");
  const told = lurah.page.getByRole("alert");
  assert.equal(await told.count(), 1, `the lurah was not told; D1 is now ${await kept("D1")}, the officer had saved 12`);
  assert.match(await told.innerText(), SECOND);
});

test("sent by one while the other still types: told, and the typed is shown", async () => {
  await bothOpen();
  await officer.press("Kirim");
  await lurah.fill(field(lurah, "D2"), "44");
  await lurah.press("Simpan draf");
  assert.ok(lurah.status === 409 || lurah.status === 422, `status ${lurah.status}`);
  assert.match(await lurah.text(), /Orang lain|sudah dikirim/);
  assert.equal(await field(lurah, "D2").inputValue(), "44");
});

test("a form from before signing in again is refused with a way to go on", async () => {
  const tab = await lurah.context.newPage();
  await lurah.go("/beranda");
  await tab.goto("/sesi");
  await lurah.press("Keluar");
  await tab.getByRole("button", { name: "Keluar" }).click();
  await tab.waitForURL((url) => url.pathname === "/masuk" || url.pathname === "/keluar" || url.pathname === "/");
  assert.equal(await tab.getByRole("heading", { level: 1 }).count(), 1);
});

city.everyPageWasClean();
