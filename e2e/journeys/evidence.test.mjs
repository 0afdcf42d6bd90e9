// A lurah photographs the letter that a figure rests on; the photo says where and with what it was taken. It is kept
// without any of that, the officer sees it, and what is no evidence is refused with what was typed kept.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { inDemo } from "../lib/journey.mjs";

const run = promisify(execFile);
const SHEET = "/bukti/village/99.71.01.1001";
// What a file has by itself; all else would be metadata.
const OWN = new Set(["SourceFile", "ExifTool", "System", "File", "Composite", "JFIF"]);

const city = await inDemo();
const [lurah, officer, other] = [await city.person({ width: 360 }), await city.person(), await city.person()];
const folder = mkdtempSync(join(tmpdir(), "bersinar-evidence-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const photo = join(folder, "surat.jpg");
let kept = "";

const groups = async (file) => {
  const { stdout } = await run("exiftool", ["-j", "-G1", "-a", "-u", file]);
  return new Set(Object.keys(JSON.parse(stdout)[0]).map((key) => key.split(":")[0]));
};

async function attach(person, file, note) {
  await person.go(SHEET);
  await person.fill("Berkas apa ini", note);
  await person.page.getByLabel("Foto, PDF, atau berkas kantor").setInputFiles(file);
  await person.press("Lampirkan berkas");
}

test("a photo with place, camera and thumbnail", async () => {
  await lurah.signIn("Lurah Kampung Seruni", "/lembar/village/99.71.01.1001");
  await lurah.page.screenshot({ path: photo, type: "jpeg" });
  const small = join(folder, "kecil.jpg");
  await lurah.page.screenshot({ path: small, type: "jpeg", quality: 20, clip: { x: 0, y: 0, width: 60, height: 60 } });
  const tags = ["-GPSLatitude=2.41", "-GPSLatitudeRef=N", "-GPSLongitude=107.2", "-GPSLongitudeRef=E", "-Make=Canon",
    "-Artist=Siti", "-XMP:Creator=Siti", "-IPTC:By-line=Siti", "-Comment=rahasia", `-ThumbnailImage<=${small}`];
  await run("exiftool", ["-overwrite_original", ...tags, photo]);
  const before = await groups(photo);
  for (const group of ["GPS", "IFD0", "IFD1", "XMP-dc", "IPTC"]) assert.ok(before.has(group), group);
});

test("it is kept without any of it, and the page says what was removed", async () => {
  await lurah.press("Bukti");
  await attach(lurah, photo, "Surat Puskesmas no. 12/2026");
  const text = await lurah.text();
  assert.match(text, /Berkas tersimpan/);
  assert.match(text, /Surat Puskesmas no\. 12\/2026/);
  const path = await lurah.page.locator(".files img").getAttribute("src");
  const answer = await lurah.page.request.get(path);
  assert.equal(answer.headers()["content-type"], "image/jpeg");
  kept = path;
  const back = join(folder, "kembali.jpg");
  writeFileSync(back, await answer.body());
  const left = [...(await groups(back))].filter((group) => !OWN.has(group));
  assert.deepEqual(left, []);
});

test("the officer sees it beside the sheet; the next lurah and Kesbangpol's clerk without the role do not get the file", async () => {
  await officer.signIn("Petugas BNNK P2M", "/periksa/village/99.71.01.1001");
  await officer.press("Bukti");
  assert.ok(await officer.page.locator(".files img").evaluate((image) => image.complete && image.naturalWidth > 0));
  await other.signInAs("lurah-011002");
  assert.equal((await other.page.request.get(kept)).status(), 403);
  await other.signInAs("polres");
  assert.equal((await other.page.request.get(kept)).status(), 403);
});

test("a web page that calls itself a photo is refused, and the note is still there", async () => {
  const page = join(folder, "foto.jpg");
  writeFileSync(page, "<!doctype html><script>alert(1)</script>");
  await attach(lurah, page, "Foto kegiatan");
  assert.equal(lurah.status, 422);
  assert.equal(await lurah.page.getByLabel("Berkas apa ini").inputValue(), "Foto kegiatan");
  assert.equal(await lurah.page.locator(".files li").count(), 1);
});

test("what was attached by mistake is taken away", async () => {
  await lurah.page.locator(".files summary").click();
  await lurah.press(lurah.page.getByRole("button", { name: "Hapus surat.jpg" }));
  assert.match(await lurah.text(), /Belum ada bukti/);
  assert.equal((await lurah.page.request.get(kept)).status(), 404);
});

city.everyPageWasClean();
