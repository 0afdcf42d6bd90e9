// What a reporter writes, and from where and with what, is nowhere: not in databases, files, logs, backups, exports, mails, pages of anyone
// else, nor in the server's memory. Who steals the folder with all its backups has nothing to read.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { ROLES } from "../lib/every-page.mjs";
import { command } from "../lib/installation.mjs";
import { inDemoWithDoor } from "../lib/journey.mjs";
import { openPost } from "../lib/post.mjs";
import { inBytes, inFolder, inMemory } from "../lib/search.mjs";
import { Wire } from "../lib/wire.mjs";

const AGENT = "PengintaiKenari/77.3";
const FROM = "127.45.67.89";
const TOLD = "Burung kenari kuning hinggap di gudang tepi muara";
const ADDED = "Kenari kedua datang sesudah magrib";
const NAMED = "Tetangga bernama Kenarita";
const ANSWERED = "Apakah kenari itu selalu sendirian";
const FILE = "kenari-di-gudang.jpg";
const PLAIN = "Kenari ketiga tanpa skrip bersarang di atap pasar";
const PASSPHRASE = "kunci contoh teluk harapan";
const SECRETS = [AGENT, FROM, TOLD, ADDED, NAMED, ANSWERED, FILE];

const city = await inDemoWithDoor();
const { installation } = city;
const work = mkdtempSync(join(tmpdir(), "bersinar-canary-"));
after(() => rmSync(work, { recursive: true, force: true }));

// The door sees another address than that of everyone else here.
const { port, hostname } = new URL(installation.door);
const relay = createServer((visitor) => {
  const onwards = connect({ host: hostname, port: Number(port), localAddress: FROM });
  visitor.pipe(onwards).pipe(visitor);
  for (const one of [visitor, onwards]) one.on("error", () => [visitor, onwards].forEach((end) => end.destroy()));
});
await new Promise((ready) => relay.listen(0, "127.0.0.1", ready));
after(() => relay.close());
const through = `http://127.0.0.1:${relay.address().port}`;

const press = (person, name) => person.page.getByRole("main").getByRole("button", { name, exact: true }).click();
let words;

test("someone reports with a photo and a name, comes back and adds something", async () => {
  const reporter = await city.reporter({ through, agent: AGENT });
  await reporter.go("/tulis");
  for (let step = 0; step < 3; step += 1) await press(reporter, "Lanjut");
  await reporter.fill("Apa yang Anda ketahui?", TOLD);
  const photo = join(work, FILE);
  writeFileSync(photo, await reporter.page.screenshot({ type: "jpeg" }));
  await reporter.page.locator("#photos").setInputFiles(photo);
  await reporter.page.locator("#berkas li").waitFor();
  await reporter.page.getByText("Saya ingin menyebut nama").click();
  await reporter.fill("Nama atau cara menghubungi", NAMED);
  await press(reporter, "Lanjut");
  await press(reporter, "Kirim");
  await reporter.page.locator(".words li").first().waitFor();
  words = (await reporter.page.locator(".words li").allInnerTexts()).join(" ");
  await reporter.go("/lanjut");
  await reporter.page.locator("#words").fill(words);
  await press(reporter, "Buka");
  await reporter.page.locator(".way").waitFor();
  await reporter.fill("Pesan Anda", ADDED);
  await press(reporter, "Kirim");
  await reporter.page.getByRole("alert").getByText("sudah diterima").waitFor();
  await reporter.close();
});

test("a member reads and answers", async () => {
  const officer = await city.person();
  await officer.signInAs("berantas", "/meja/bnnk-99.71/laporan");
  await officer.fill("Kata sandi kunci", PASSPHRASE);
  await press(officer, "Buka");
  await officer.page.getByText("Rahasia meja terbuka").waitFor();
  await officer.page.locator(".tasks li").filter({ hasText: "22 November 2026" }).getByRole("link").click();
  await officer.page.locator("#surat blockquote").getByText(TOLD).waitFor();
  await officer.page.locator("#surat blockquote").getByText(ADDED).waitFor();
  await officer.fill("Jawaban", ANSWERED);
  await press(officer, "Kirim jawaban");
  await officer.page.locator("#surat .by-desk").waitFor();
  await officer.close();
});

test("the search finds what is there", async () => {
  assert.notDeepEqual(inFolder(installation.folder, ["Kota Teluk Harapan"]), []);
  assert.deepEqual(inMemory(installation.server.child.pid, ["Kota Teluk Harapan", TOLD]), ["Kota Teluk Harapan"]);
  for (const encoding of ["utf8", "utf16le", "hex", "base64"]) {
    const encoded = Buffer.from(`xx${TOLD}yy`).toString(encoding === "utf16le" ? "utf8" : encoding);
    assert.deepEqual(inBytes(Buffer.from(encoded, encoding === "utf16le" ? "utf16le" : "utf8"), [TOLD]), [TOLD], encoding);
  }
});

test("nothing of it is in the server's memory, nor the eight words", () => {
  assert.deepEqual(inMemory(installation.server.child.pid, [...SECRETS, words]), []);
});

test("without script it is in clear for one request, and nowhere afterwards but in memory", async () => {
  const plain = await city.reporter({ through, agent: AGENT, script: false });
  await plain.go("/tulis");
  await plain.fill("Apa yang Anda ketahui?", PLAIN);
  await plain.press("Periksa dulu");
  await plain.press("Kirim");
  assert.equal(await plain.page.locator(".words li").count(), 8);
  await plain.close();
});

test("nothing of it is in databases, files, logs, backups and exports: who steals them has nothing to read", async () => {
  const [out, stolen] = [join(work, "cadangan"), join(work, "curian")];
  await command("backup", "--data", installation.folder, "--to", out);
  await command("audit", "export", join(out, "ledger.jsonl"), "--data", installation.folder);
  writeFileSync(join(out, "classes.csv"), await command("export", "--data", installation.folder));
  cpSync(installation.folder, stolen, { recursive: true });
  for (const folder of [installation.folder, out, stolen]) assert.deepEqual(inFolder(folder, [...SECRETS, PLAIN, words, PASSPHRASE]), [], folder);
  assert.deepEqual(inBytes(Buffer.from(installation.server.said + installation.server.complaints), [...SECRETS, PLAIN]), []);
});

test("a mail tells a member that something waits, and nothing of it", async () => {
  const post = await openPost();
  after(() => post.close());
  const member = new Wire(installation.address);
  await member.signIn("berantas");
  await member.post("/pengingat", "/pengingat", { langkah: "alamat", alamat: "berantas@contoh.go.id" });
  await installation.cut();
  installation.options.push("--smtp", post.address, "--mail-from", "bersinar@contoh.go.id", "--address", "https://bersinar.contoh.go.id");
  await installation.again();
  await post.come(1);
  const [mail] = post.mails.map((text) => text.replaceAll("=\n", ""));
  assert.match(mail, /^- Ada yang menunggu Anda\n  https:\/\/bersinar\.contoh\.go\.id\/meja$/m);
  assert.deepEqual(inBytes(Buffer.from(mail), [...SECRETS, PLAIN, words, "bnnk-99.71"]), []);
});

test("nobody else sees anything of it on any page", async () => {
  for (const { login, pages } of Object.values(ROLES)) {
    const visitor = new Wire(installation.address);
    if (login) await visitor.signIn(login);
    for (const path of pages) assert.deepEqual(inBytes(Buffer.from((await visitor.ask(path)).text), [...SECRETS, PLAIN]), [], `${login} ${path}`);
  }
});
