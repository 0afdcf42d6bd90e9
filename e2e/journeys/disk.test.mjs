// The disk is full: whoever writes is told so, what was typed stays on the page, nothing is half done; and when there is
// room again, work goes on without a restart.

import assert from "node:assert/strict";
import { existsSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { demoOnSmallDisk } from "../lib/installation.mjs";
import { Person, openBrowser } from "../lib/person.mjs";
import { Wire } from "../lib/wire.mjs";

const SERUNI = "99.71.01.1001";
const PAGE = 4096;
const SEEN = "Perahu tanpa lampu merapat di dermaga lama.";

const [installation, browser] = await Promise.all([demoOnSmallDisk(64, ["--door", "127.0.0.1:0"]), openBrowser()]);
const atTheDoor = (options) => Person.at({ address: installation.door }, browser, { width: 360, ...options });
const [officer, member, lurah] = [new Wire(installation.address), new Wire(installation.address), await Person.at(installation, browser, { width: 360 })];
const reporters = [await atTheDoor(), await atTheDoor({ script: false })];
const [reporter, plain] = reporters;
after(async () => {
  await Promise.all([lurah, ...reporters].map((person) => person.close()));
  await browser.close();
  await installation.close({ expected: /the store refused/ });
});
const filler = join(installation.inside, "filler");
const field = (item) => lurah.page.locator(`[id="v/${SERUNI}/${item}"]`);

/** Takes what is left on the small disk, to the last page. */
function fill() {
  const { bavail, bsize } = statfsSync(installation.inside);
  writeFileSync(filler, Buffer.alloc(bavail * bsize));
  assert.ok(statfsSync(installation.inside).bavail * PAGE <= PAGE);
}

/** How many reports the desk sees. */
const reports = async () => (await member.ask("/meja/bnnk-99.71/laporan")).text.match(/"\/meja\/bnnk-99\.71\/laporan\/[0-9a-f]{8}/g).length;
let before;
const press = (name) => reporter.page.getByRole("button", { name, exact: true }).click();

test("the lurah has a sheet open, and two at the safe door have written, when the disk fills up", async () => {
  await reporter.go("/tulis");
  for (let step = 0; step < 3; step += 1) await press("Lanjut");
  await reporter.fill("Apa yang Anda ketahui?", SEEN);
  await reporter.page.locator("#photos").setInputFiles({ name: "satu.png", mimeType: "image/png", buffer: await reporter.page.screenshot() });
  await reporter.page.locator("#berkas li").waitFor();
  await press("Lanjut");
  await plain.go("/tulis");
  await plain.fill("Apa yang Anda ketahui?", SEEN);
  await plain.press("Periksa dulu");
  await member.signIn("berantas");
  before = await reports();
  await officer.signIn("bnnk");
  await officer.post(`/periksa/village/${SERUNI}`, `/periksa/village/${SERUNI}`, { alasan: "Mohon dihitung ulang." });
  await lurah.signIn("Lurah Kampung Seruni", `/lembar/village/${SERUNI}`);
  await lurah.fill(field("D2"), "47");
  fill();
});

test("sending is refused with the reason, and what was typed is still there", async () => {
  // SQLite's log has room of its own for a while; a draft is saved until that is used up.
  for (let tries = 0; tries < 400 && lurah.status !== 507; tries += 1) {
    await lurah.page.getByRole("button", { name: "Simpan draf" }).click();
    await lurah.page.waitForLoadState();
    await lurah.fill(field("D2"), String(47 + tries));
  }
  assert.equal(lurah.status, 507);
  assert.match(await lurah.page.getByRole("alert").innerText(), /Penyimpanan server penuh/);
  assert.notEqual(await field("D2").inputValue(), "");
});

test("an upload is refused too, and no half file stays", async () => {
  const answer = await officer.upload("village", `kode,P5\n${SERUNI},3\n${"#".repeat(200_000)}\n`);
  assert.equal(answer.status, 507, answer.text);
  assert.match(answer.text, /Penyimpanan server penuh/);
  const kept = existsSync(join(installation.inside, "files")) ? readdirSync(join(installation.inside, "files"), { recursive: true }) : [];
  assert.deepEqual(kept.filter((name) => name.includes(".part")), []);
});

test("who reports is told so and keeps every word, and there is no half report", async () => {
  reporter.eye.expected = /503/;
  await press("Kirim");
  await reporter.page.locator("#masalah").getByText("ada gangguan di sini").waitFor();
  reporter.eye.expected = /^$/;
  assert.match(await reporter.page.locator("#lihat blockquote").innerText(), new RegExp(SEEN));
  assert.equal(await reporter.page.locator(".words li").count(), 0);
  await plain.press("Kirim");
  assert.equal(plain.status, 503);
  assert.match(await plain.page.locator("#masalah").innerText(), /ada gangguan di sini/);
  assert.equal(await plain.page.getByLabel("Apa yang Anda ketahui?").inputValue(), SEEN);
  assert.equal(await plain.page.locator(".words li").count(), 0);
  assert.equal(await reports(), before);
});

test("pages can still be read", async () => {
  assert.equal((await officer.ask("/wilayah/99.71")).status, 200);
});

test("refused again and again, nothing is told as kept", async () => {
  for (let tries = 0; tries < 12; tries += 1) {
    await lurah.fill(field("D2"), String(900 + tries));
    await lurah.page.getByRole("button", { name: "Simpan draf" }).click();
    await lurah.page.waitForLoadState();
    assert.equal(lurah.status, 507);
  }
});

test("with room again, work goes on and is kept", async () => {
  rmSync(filler);
  await lurah.fill(field("D2"), "52");
  await lurah.press("Kirim");
  assert.equal(lurah.status, 200);
  assert.equal(lurah.where, "/beranda");
  assert.match((await officer.ask(`/periksa/village/${SERUNI}`)).text, /52/);
  // The reports that were refused go through as they stand, each once.
  await press("Kirim");
  await reporter.page.locator(".words li").first().waitFor();
  await plain.press("Kirim");
  assert.equal(await plain.page.locator(".words li").count(), 8);
  assert.equal(await reports(), before + 2);
  // Another process may write too, and finds what was kept.
  await installation.command("user", "token", "bnnk", "--name", "uji");
  const said = await installation.command("audit", "verify");
  assert.match(said, /^\d{4} catatan/m);
});
