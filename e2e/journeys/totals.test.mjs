// Numbers leave only protected: the officer sees what would leave and publishes it, the secretariat sees what was
// published and takes it away as a file. Nobody finds a hidden number in the page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inDemo } from "../lib/journey.mjs";

const city = await inDemo();
const [officer, secretariat] = [await city.person(), await city.person({ width: 360, script: false })];
const PAGE = "/angka/99.71";

/** The rows of a table as texts. */
const rows = (person, id) =>
  person.page.locator(`[aria-labelledby='${id}'] tbody tr`).evaluateAll((all) =>
    all.map((row) => [...row.children].map((cell) => cell.innerText.replaceAll(/\s+/g, " ").trim())),
  );

test("from the city's board to its totals, and back in time to a release", async () => {
  await officer.signIn("Petugas BNNK P2M", "/wilayah/99.71");
  await officer.press("Jumlah per kecamatan");
  assert.ok(officer.where.startsWith(PAGE), officer.where);
  assert.ok((await officer.text()).includes("Belum ada jumlah 2026 yang diterbitkan."));
  await officer.press("2025");
  const table = await rows(officer, "angka-kecamatan");
  assert.equal(table.length, 13, "twelve districts and the city");
  assert.ok(table.flat().some((cell) => cell.startsWith("•")), "something is hidden");
  assert.equal(table.at(-1)[1], "64");
  await officer.outline("officer-totals");
});

test("who publishes sees what would leave and what could be derived", async () => {
  await officer.go(`${PAGE}?tahun=2026`);
  const hidden = (await rows(officer, "baru-kelas")).flat().filter((cell) => cell.startsWith("•"));
  assert.ok(hidden.length > 0);
  for (const cell of hidden) assert.match(cell, /^•\s?disembunyikan \d+ diduga \d+ (sampai \d+|atau lebih)/, cell);
  await officer.page.getByText("Terbitkan", { exact: true }).click();
  await officer.press("Ya, terbitkan sekarang");
  assert.ok((await officer.text()).includes("Sama dengan terbitan terakhir."));
  await officer.go("/buku-besar");
  assert.ok((await officer.text()).includes("Jumlah diterbitkan"));
});

test("others see the release alone, on a small screen without script, and take it away", async () => {
  await secretariat.signInAs("kesbangpol", `${PAGE}?tahun=2026`);
  const table = await rows(secretariat, "angka-kelas");
  const marked = table.flat().filter((cell) => cell.startsWith("•"));
  assert.ok(marked.length > 0);
  for (const cell of marked) assert.match(cell, /^•\s?disembunyikan( \d+ dari \d+ desa)?( \d+ tidak berlaku)?$/, cell);
  assert.equal(await secretariat.page.locator("form[action='/angka/99.71']").count(), 0);
  const link = await secretariat.page.getByRole("link", { name: "Unduh CSV" }).getAttribute("href");
  const file = await secretariat.page.request.get(link);
  assert.match(file.headers()["content-disposition"], /bersinar-jumlah-99\.71-2026-2026-11-22\.csv/);
  const lines = (await file.text()).trim().split("\r\n");
  assert.ok(lines.some((line) => line.startsWith("kecamatan,99.71.01,")));
  assert.ok(lines.some((line) => line.includes("•")));
});
city.everyPageWasClean();
