// On a slow line the script of the safe door comes late, or never: until then nothing leaves in clear, what was typed stays, and whoever it never
// reaches still has a way.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inDemoWithDoor } from "../lib/journey.mjs";

const SEEN = "Perahu tanpa lampu merapat di dermaga lama.";
const city = await inDemoWithDoor();

/** Someone whose script is held until `release`, or never comes; `sent` are the letters that left. */
async function enter(path) {
  const person = await city.reporter();
  const sent = [];
  let release;
  const held = new Promise((go) => (release = go));
  person.page.on("request", (request) => request.method() === "POST" && sent.push(request.url()));
  await person.page.route("**/aset/*.js", (route) => held.then((comes) => (comes ? route.continue() : route.abort())));
  await person.page.goto(path, { waitUntil: "commit" });
  return Object.assign(person, { sent, release });
}

const press = (person, name) => person.page.getByRole("button", { name, exact: true }).click();

test("what is typed before the script comes stays, and nothing is sent without it", async () => {
  const person = await enter("/tulis");
  const { page } = person;
  await page.getByText("penguncinya sedang dimuat").first().waitFor();
  await page.getByLabel("Tempat yang lebih tepat").pressSequentially("Dermaga");
  await page.keyboard.press("Enter");
  await page.locator("#photos").setInputFiles({ name: "satu.png", mimeType: "image/png", buffer: await page.screenshot() });
  await page.locator("#text").pressSequentially(SEEN);
  assert.equal(await page.getByRole("button", { name: "Periksa dulu" }).count(), 0, "it is not to be seen");
  person.release(true);
  await page.locator("#langkah").getByText("4 dari 5").waitFor();
  assert.equal(await page.locator("#text").inputValue(), SEEN);
  assert.equal(await page.evaluate(() => document.activeElement.id), "text");
  await page.locator("#berkas li").waitFor();
  await person.eye.look();
  await press(person, "Kembali");
  assert.equal(await page.getByLabel("Tempat yang lebih tepat").inputValue(), "Dermaga");
  await press(person, "Lanjut");
  await press(person, "Lanjut");
  assert.deepEqual(person.sent, []);
  await press(person, "Kirim");
  await page.locator(".words li").first().waitFor();
  assert.deepEqual(person.sent.map((url) => new URL(url).pathname), ["/kirim"]);
});

test("who has not begun begins at the first question", async () => {
  const person = await enter("/tulis");
  person.release(true);
  await person.page.locator("#langkah").getByText("1 dari 5").waitFor();
});

test("where the script never comes, the page says so after a while and offers the way without", async () => {
  const person = await enter("/tulis");
  const { page } = person;
  person.eye.expected = /ERR_FAILED/;
  await page.locator("#text").fill(SEEN);
  person.release(false);
  const check = page.getByRole("button", { name: "Periksa dulu" });
  assert.equal(await check.count(), 0);
  await passFortySeconds(person);
  await check.waitFor();
  await page.getByText("belum juga sampai").waitFor();
  await person.eye.look();
  await person.press("Periksa dulu");
  assert.equal(await page.locator("#text").inputValue(), SEEN);
  await passFortySeconds(person);
  await person.press("Kirim");
  assert.equal(await page.locator(".words li").count(), 8);
});

test("the eight words wait for the script too", async () => {
  const person = await enter("/lanjut");
  const { page } = person;
  await page.getByText("pembukanya sedang dimuat").waitFor();
  await page.locator("#words").pressSequentially("gramofon");
  assert.equal(await page.getByRole("button", { name: "Buka" }).count(), 0);
  person.release(true);
  await press(person, "Buka");
  assert.match(await page.locator("#masalah").innerText(), /belum delapan/);
  assert.deepEqual(person.sent, []);
  await person.eye.look();
});

/** Lets the page's clock of style run ahead. */
const passFortySeconds = ({ page }) => page.evaluate(() => document.getAnimations().forEach((one) => one.finish()));

city.everyPageWasClean();
