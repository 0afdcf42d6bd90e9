// The police change one value of one village; the class, the figures and the ledger follow.

import assert from "node:assert/strict";
import { test } from "node:test";
import { counts, mapTally } from "../lib/city.mjs";
import { command } from "../lib/installation.mjs";
import { inDemo } from "../lib/journey.mjs";

const KERAPU = "99.71.12.1001";
const P4 = `[id="v/${KERAPU}/P4"]`;

const city = await inDemo();
const [officer, police] = [await city.person(), await city.person()];

test("the officer returns the police's row of Pulau Kerapu; until it is sent again nobody guesses its class", async () => {
  await officer.signIn("Petugas BNNK P2M", `/desa/${KERAPU}`);
  assert.equal(await officer.page.locator(".big .chip").innerText(), "Aman");
  await officer.go(`/periksa/police/${KERAPU}`);
  await officer.fill("Catatan untuk pengisi", "Ada temuan di dermaga pada Oktober; mohon diperiksa P4.");
  await officer.press("Kembalikan dengan catatan");
  await officer.press("Kota");
  const { aman, between, silent } = await counts(officer.page);
  assert.equal(aman, 12);
  assert.equal(between + silent, 13);
});

test("the police have one table for the whole city, with one row open", async () => {
  await police.signIn("Polres");
  assert.match(await police.text(), /Lembar kepolisian dan BNNK[\s\S]*1 dikembalikan dengan catatan/);
  await police.outline("police-home");
  await police.press("Perbaiki");
  assert.equal(police.where, "/lembar/police/99.71");
  assert.equal(await police.page.getByRole("table").count(), 1);
  assert.equal(await police.page.locator("tbody tr").count(), 64);
  assert.equal(await police.page.locator("tbody input[id^='v/']").count(), 7, "the items of the one open row");
  assert.match(await police.page.locator("tr").filter({ has: police.page.locator(P4) }).innerText(), /Ada temuan di dermaga/);
  assert.doesNotMatch(await police.page.getByRole("table").innerText(), /\b[PD]5 /, "no village item");
  await police.outline("police-sheet");
});

test("a value that is no number is refused under its own cell, the others stay", async () => {
  await police.fill(police.page.locator(P4), "satu");
  await police.press("Kirim");
  assert.equal(police.status, 422);
  const cell = police.page.locator("td.wrong");
  assert.equal(await cell.count(), 1);
  assert.equal(await cell.locator("input").inputValue(), "satu");
  assert.ok((await cell.locator(".bad").innerText()).length > 10);
});

test("one value changed and sent", async () => {
  await police.fill(police.page.locator(P4), "1");
  await police.press("Kirim");
  assert.equal(police.status, 200);
  assert.equal(await police.page.locator("tbody input[id^='v/']").count(), 0, "nothing is open any more");
  await police.press("Beranda");
  assert.match(await police.text(), /Semua sudah dikirim/);
});

test("class, figures and map follow", async () => {
  await officer.press("Kota");
  const { aman, siaga, reported } = await counts(officer.page);
  assert.deepEqual({ aman, siaga, reported }, { aman: 12, siaga: 28, reported: 58 });
  assert.equal((await mapTally(officer.page)).siaga, 28);
  await officer.press(officer.page.locator(`tr[data-desa="${KERAPU}"] a`));
  assert.equal(await officer.page.locator(".big .chip").innerText(), "Siaga");
  assert.match(await officer.text(), /Siaga: Indikator pokok yang ditemukan 1 \(paling sedikit 1\)/);
  assert.match(await officer.page.locator(".trail li").first().innerText(), /Lembar dikirim · Hendra Wijaya \(contoh\)/);
});

test("the ledger names it: who, what, which village, which item", async () => {
  await officer.press("Buku besar");
  await officer.outline("officer-ledger");
  const sent = officer.page.getByRole("row").filter({ hasText: "Lembar dikirim" }).first();
  assert.match(await sent.innerText(), /Hendra Wijaya \(contoh\)/);
  await sent.locator("summary").click();
  const body = JSON.parse(await sent.locator("details code").innerText());
  assert.deepEqual(body.villages, [KERAPU]);
  assert.ok("P4" in body.answers[KERAPU]);
  assert.equal(body.answers[KERAPU].P4, null, "that P4 was said, not what: the inspectorate reads the ledger too");
  const returned = officer.page.getByRole("row").filter({ hasText: "Lembar dikembalikan" }).first();
  assert.match(await returned.innerText(), /Ratna Kusuma \(contoh\)/);
});

test("the chain still holds, by the program's own check", async () => {
  await command("audit", "verify", "--data", city.installation.folder);
});

test("the police see their sheet and no class", async () => {
  for (const path of ["/wilayah/99.71", `/desa/${KERAPU}`, "/buku-besar", `/lembar/village/${KERAPU}`]) {
    await police.go(path);
    assert.equal(police.status, 403, path);
  }
});

city.everyPageWasClean();
