// The session ends while a sheet is being filled in: what was typed comes along through the sign-in and is sent.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inDemo } from "../lib/journey.mjs";

const SERUNI = "99.71.01.1001";
const SHEET = `/lembar/village/${SERUNI}`;

const city = await inDemo();
const [officer, lurah] = [await city.person(), await city.person({ width: 360, script: false })];
const field = (item) => lurah.page.locator(`[id="v/${SERUNI}/${item}"]`);

test("a sheet is open to the lurah", async () => {
  await officer.signIn("Petugas BNNK P2M", `/periksa/village/${SERUNI}`);
  await officer.fill("Catatan untuk pengisi", "Mohon dihitung ulang bersama RT.");
  await officer.press("Kembalikan dengan catatan");
  await lurah.signIn("Lurah Kampung Seruni", SHEET);
});

test("the session ends, and what was typed is there after signing in again", async () => {
  await lurah.fill(field("D2"), "53");
  await lurah.context.clearCookies({ name: "sesi" });
  await lurah.press("Simpan draf");
  assert.equal(lurah.status, 401);
  assert.match(await lurah.text(), /isian Anda belum tersimpan/);
  await lurah.press("Lurah Kampung Seruni");
  assert.match(await lurah.text(), /Belum ada yang tersimpan/);
  await lurah.press("Kirim lagi");
  assert.equal(lurah.status, 200);
  assert.equal(await field("D2").inputValue(), "53");
});

test("signed out and in again in another window: the open form is sent after one more look", async () => {
  await lurah.fill(field("D2"), "54");
  const window = await lurah.context.newPage();
  await window.goto("/masuk");
  await window.getByRole("button", { name: "Lurah Kampung Seruni", exact: true }).click();
  await window.waitForURL("**/beranda");
  await lurah.press("Simpan draf");
  assert.equal(lurah.status, 422);
  await lurah.press("Kirim lagi");
  assert.equal(await field("D2").inputValue(), "54");
});
