// Anyone, without an account: how far the city is, and not one class of a place.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inDemo } from "../lib/journey.mjs";

const CLASS_WORDS = /\b(bahaya|waspada|siaga|aman)\b/gi;
const MOST_BYTES = 100 * 1024;

const city = await inDemo();

test("the front page shows how far the city is", async () => {
  const visitor = await city.person();
  await visitor.go("/");
  assert.equal(visitor.status, 200);
  assert.match(await visitor.text(), /58 dari 64 kelurahan\/desa sudah melapor/);
  await visitor.outline("front-id");
});

for (const [lang, path] of [["id", "/"], ["en", "/"], ["id", "/masuk"]]) {
  test(`no class word is anywhere in ${path} (${lang})`, async () => {
    const visitor = await city.person({ lang });
    await visitor.go(path);
    const words = (await visitor.page.content()).match(CLASS_WORDS) ?? [];
    assert.deepEqual(words, [], `class words: ${words.join(", ")}`);
  });
}

test("the first page weighs at most 100 KB in all, and nothing comes from elsewhere", async () => {
  const visitor = await city.person();
  const network = await visitor.context.newCDPSession(visitor.page);
  await network.send("Network.enable");
  const [asked, bytes] = [[], []];
  network.on("Network.requestWillBeSent", ({ request }) => asked.push(request.url));
  network.on("Network.loadingFinished", ({ encodedDataLength }) => bytes.push(encodedDataLength));
  await visitor.page.goto("/", { waitUntil: "networkidle" });
  const all = bytes.reduce((sum, some) => sum + some, 0);
  assert.ok(bytes.length >= 2, "page and style sheet");
  assert.ok(all > 0 && all <= MOST_BYTES, `${all} bytes`);
  const foreign = asked.filter((url) => !url.startsWith(`${city.installation.address}/`) && !url.startsWith("data:"));
  assert.deepEqual(foreign, []);
  const cookies = await visitor.context.cookies();
  assert.deepEqual(cookies, [], "a visitor who only reads gets no cookie");
});

test("without JavaScript all of it works: front page, tour, rule, sign-in page", async () => {
  const visitor = await city.person({ script: false, width: 360 });
  await visitor.go("/");
  assert.match(await visitor.text(), /58 dari 64/);
  await visitor.press("Tur 5 menit");
  assert.equal(visitor.where, "/tur");
  assert.equal(await visitor.page.getByRole("listitem").filter({ has: visitor.page.getByRole("heading") }).count(), 17);
  await visitor.go("/aturan");
  assert.match(await visitor.text(), /Indikator pokok/);
  await visitor.go("/");
  await visitor.press("Masuk untuk petugas");
  assert.equal(visitor.where, "/masuk");
  await visitor.outline("sign-in-id");
});

test("how far the city is, a village and where to get help, with the keyboard alone and without script", async () => {
  const visitor = await city.person({ script: false });
  const { page } = visitor;
  const follow = async (name) => {
    for (let stop = 0; stop < 120; stop += 1) {
      await page.keyboard.press("Tab");
      if ((await page.locator(":focus").innerText()).trim() !== name) continue;
      const loaded = page.waitForEvent("load");
      await page.keyboard.press("Enter");
      await loaded;
      await visitor.eye.look();
      return;
    }
    throw new Error(`"${name}" is not reached`);
  };
  await visitor.go("/kota/99.71");
  assert.match(await visitor.text(), /41 dari 64 kelurahan\/desa sudah dicanangkan/);
  await follow("2023");
  assert.match(await visitor.text(), /15 dari 64/);
  await follow("Kampung Seruni");
  assert.equal(visitor.where, "/kota/99.71.01.1001");
  assert.match(await visitor.text(), /26 Juni 2023/);
  await follow("Tempat bantuan terdekat");
  assert.match(visitor.where, /^\/bantuan\/99\.71/);
  assert.match(await visitor.text(), /Klinik/);
});

test("the language is switched both ways, and the page stays", async () => {
  const visitor = await city.person();
  await visitor.go("/aturan");
  visitor.eye.lang = "en";
  await visitor.press("English");
  assert.equal(visitor.where, "/aturan");
  assert.match(await visitor.text(), /Core indicators/);
  await visitor.go("/");
  assert.match(await visitor.text(), /of 64 villages have reported/);
  await visitor.outline("front-en");
  visitor.eye.lang = "id";
  await visitor.press("Bahasa Indonesia");
  assert.equal(visitor.where, "/");
  assert.match(await visitor.text(), /58 dari 64/);
});

test("an address that does not exist says so and leads back", async () => {
  const visitor = await city.person();
  await visitor.go("/tidak-ada");
  assert.equal(visitor.status, 404);
  await visitor.press("Kembali");
  assert.equal(visitor.where, "/");
});

city.everyPageWasClean();
