// The safe door without a browser: a member opens a saved report with the command line, and anyone holds what a door's pages load against
// the program; a door that someone has changed is told.

import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, test } from "node:test";
import { PROGRAM } from "../lib/installation.mjs";
import { inDemoWithDoor } from "../lib/journey.mjs";

const DEMO = "kunci contoh teluk harapan";

const city = await inDemoWithDoor();
const { installation } = city;
const saved = join(installation.folder, "laporan.bersinar");
const into = join(installation.folder, "berkas");

const bersinar = (arguments_, input = "") => spawnSync(PROGRAM, arguments_, { input, encoding: "utf8" });

test("a member saves a report, sealed, and opens it with the passphrase alone", async () => {
  const officer = await city.person();
  await officer.signInAs("berantas", "/meja/bnnk-99.71/laporan");
  await officer.page.locator(".tasks li").filter({ hasText: "12 November 2026" }).getByRole("link").click();
  const [download] = await Promise.all([officer.page.waitForEvent("download"), officer.page.getByRole("link", { name: "Simpan untuk dibuka" }).click()]);
  assert.match(download.suggestedFilename(), /^laporan-[0-9A-F]{6}\.bersinar$/);
  await download.saveAs(saved);
  assert.equal(readFileSync(saved).indexOf("Anak-anak"), -1);

  const wrong = bersinar(["door", "open", saved], "bukan kata sandi saya\n");
  assert.deepEqual([wrong.status, wrong.stdout], [2, ""]);
  assert.match(wrong.stderr, /Kata sandi kunci tidak cocok/);
  const { status, stdout } = bersinar(["door", "open", saved, "--into", into], `${DEMO}\n`);
  assert.equal(status, 0);
  for (const said of [/== 1\. Pelapor, 2026-11-12\n/, /Anak-anak sekolah disuruh mengantar/, /== 2\. Jawaban meja/, /Hanya Jumat dan Sabtu/]) assert.match(stdout, said);
  assert.deepEqual(readdirSync(into), ["1-1.jpg"]);
  assert.deepEqual([...readFileSync(join(into, "1-1.jpg")).subarray(0, 2)], [0xff, 0xd8]);
  const none = bersinar(["door", "open", join(into, "1-1.jpg")], DEMO);
  assert.equal(none.status, 2);
  assert.match(none.stderr, /bukan berkas laporan/);
});

test("what the door gives is this program's; what someone has put into its pages is told", async () => {
  const same = bersinar(["door", "check", `${installation.door}/`]);
  assert.equal(same.status, 0, same.stdout + same.stderr);
  assert.equal(same.stdout.match(/^✓/gm).length, 11);
  assert.match(same.stdout, /sama dengan program ini/);

  let change = (html) => html;
  let policy = (value) => value;
  const between = createServer(async (request, response) => {
    const answer = await fetch(installation.door + request.url);
    const html = (answer.headers.get("content-type") ?? "").includes("html");
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type"), "content-security-policy": policy(answer.headers.get("content-security-policy")) });
    response.end(html ? change(await answer.text()) : Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise((ready) => between.listen(0, "127.0.0.1", ready));
  after(() => between.close());
  // Meanwhile this process answers the program.
  const checked = () => new Promise((told) => execFile(PROGRAM, ["door", "check", `http://127.0.0.1:${between.address().port}`], (error, stdout) => told([error?.code ?? 0, stdout])));
  assert.equal((await checked())[0], 0, "as it is, through another server");
  const changes = [
    [(html) => html.replace("</main>", "<ScRiPt>kirim()</script></main>"), /memuat naskah yang bukan/],
    [(html) => html.replace(/integrity="[^"]*" defer/, "defer"), /memuat naskah yang bukan/],
    [(html) => html.replace(/<script src=[^>]*><\/script>/, ""), /tidak memuat naskah yang mengunci/],
    [(html) => html.replace(/<.?noscript>/g, ""), /memuat gaya/],
    [(html) => html.replace("</head>", '<link rel="stylesheet" href="/lain.css"></head>'), /memuat gaya/],
    [(html) => html.replace("</head>", '<meta http-equiv="refresh" content="0; url=https://lain.example"></head>'), /bingkai atau pengalihan/],
  ];
  for (const [does, said] of changes) {
    change = does;
    const [code, stdout] = await checked();
    assert.equal(code, 1);
    assert.match(stdout, said);
    assert.match(stdout, /jangan menulis di sana/);
  }
  change = (html) => html;
  policy = (value) => value?.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'");
  assert.match((await checked())[1], /boleh melakukan lebih/);
  const nobody = bersinar(["door", "check", "http://127.0.0.1:1"]);
  assert.equal(nobody.status, 2);
  assert.match(nobody.stderr, /tidak dapat dibuka/);
});

city.everyPageWasClean();
