// Reminders for real: a mail server takes a mail, a calendar program reads the dates, and a mail server that hangs is told
// as failed while the pages go on.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { inReal } from "../lib/journey.mjs";
import { openPost } from "../lib/post.mjs";

const PASSWORD = "kandangan pasar terapung 7";
const post = await openPost();
const mail = ["--smtp", post.address, "--mail-from", "Bersinar <bersinar@contoh.go.id>"];
const village = "63.06.01.2001";
const city = await inReal("63.06", {
  options: [...mail, "--address", "https://bersinar.contoh.go.id"],
  accounts: [["--role", "lurah", "--scope", village, "--login", "lurah-satu", "--name", "Siti"]],
});
after(() => post.close());
const lurah = await city.person({ width: 360 });
const slip = /kode slip:\s+(\S+)/.exec(city.installation.added)?.[1];

test("the lurah comes in by the slip and sets an address", async () => {
  await lurah.go("/masuk/slip");
  await lurah.fill("Kode slip", slip);
  await lurah.press("Lanjut");
  await lurah.fill("Kata sandi baru", PASSWORD);
  await lurah.fill("Ulangi kata sandi", PASSWORD);
  await lurah.press("Simpan kata sandi");
  await lurah.go("/masuk?ke=/pengingat");
  await lurah.fill("Nama masuk", "lurah-satu");
  await lurah.fill("Kata sandi", PASSWORD);
  await lurah.press(lurah.page.locator("form[action='/masuk'] button"));
  await lurah.fill("Alamat surel Anda", "siti@contoh.go.id");
  await lurah.press("Simpan");
  assert.match(await lurah.text(), /Tersimpan/);
});

test("a mail arrives, in plain text, with the address of this site", async () => {
  await lurah.press("Kirim surel uji");
  assert.match(await lurah.text(), /Surel uji dikirim/);
  // Quoted-printable breaks long lines.
  const first = post.mails[0].replaceAll("=\n", "");
  assert.match(first, /^To: siti@contoh\.go\.id/m);
  assert.match(first, /^From: .?Bersinar.? <bersinar@contoh\.go\.id>/m);
  assert.match(first, /^Content-Type: text\/plain; charset=utf-8/m);
  assert.match(first, /https:\/\/bersinar\.contoh\.go\.id/);
  assert.match(await lurah.text(), /terkirim/);
});

test("a calendar program reads the dates until the address is revoked", async () => {
  await lurah.press("Buat alamat kalender");
  const secret = await lurah.page.locator("#rahasia").inputValue();
  const path = new URL(secret).pathname;
  const ask = () => fetch(`${city.installation.address}${path}`);
  const file = await (await ask()).text();
  assert.match(file, /^BEGIN:VCALENDAR\r\n/);
  assert.match(file, /SUMMARY:Isi dan kirim: Lembar/);
  assert.match(file.replaceAll("\r\n ", ""), new RegExp(`https://bersinar.contoh.go.id/lembar/village/${village}`));
  await lurah.go("/pengingat");
  assert.equal(await lurah.page.locator("#rahasia").count(), 0, "shown once");
  await lurah.press("Cabut");
  assert.equal((await ask()).status, 404);
});

test("a mail server that hangs is told as failed, and the pages go on meanwhile", async () => {
  post.silent = true;
  await lurah.go("/pengingat");
  const tried = lurah.page.request.post("/pengingat", {
    form: { csrf: await lurah.page.locator("input[name=csrf]").first().inputValue(), langkah: "coba" },
    timeout: 60_000,
  });
  const began = Date.now();
  assert.equal((await fetch(`${city.installation.address}/`)).status, 200);
  assert.ok(Date.now() - began < 5_000);
  assert.match(await (await tried).text(), /Surel uji tidak terkirim/);
  await lurah.go("/pengingat");
  assert.match(await lurah.text(), /tidak terkirim/);
});

city.everyPageWasClean();
