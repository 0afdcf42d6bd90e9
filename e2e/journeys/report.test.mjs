// Someone reports without a name, from a small phone: what they type never leaves it in clear, the eight words are all they take
// along, and with these they come back. Without script it goes through too, and the page says what that means.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { inDemoWithDoor } from "../lib/journey.mjs";

const CANARY = "Kapal kayu biru menurunkan karung di dermaga lama";

const city = await inDemoWithDoor();
const { folder } = city.installation;
const sent = [];

/** Someone at the door, whose every request is written down. */
async function enter(options) {
  const person = await city.reporter(options);
  person.page.on("request", (request) => sent.push(Buffer.concat([Buffer.from(request.url()), request.postDataBuffer() ?? Buffer.alloc(0)])));
  return person;
}

/** Presses a button that changes this page. */
const press = (person, name) => person.page.getByRole("button", { name, exact: true }).click();
const problem = (person) => person.page.locator("#masalah").innerText();

/** Goes through the first steps to the words. */
async function toTheWords(person) {
  await person.go("/tulis");
  for (let step = 0; step < 3; step += 1) await press(person, "Lanjut");
}

const reporter = await enter();
let words;

test("the front page says what it does and does not do; its title tells nothing", async () => {
  await reporter.go("/");
  assert.equal(await reporter.page.title(), "Informasi warga");
  assert.match(await reporter.text(), /Yang tidak dapat dilindungi/);
  await reporter.press("Tulis laporan");
  assert.match(await reporter.text(), /1 dari 5/);
});

test("three questions adapt advice and form", async () => {
  const advice = reporter.page.locator(".advice:visible");
  assert.equal(await advice.count(), 0);
  await reporter.page.getByRole("group", { name: /ponsel atau komputer/ }).getByLabel("Tidak").check();
  assert.match(await advice.innerText(), /warnet/);
  await press(reporter, "Lanjut");
  assert.match(await reporter.text(), /Siapa yang boleh membaca/);
  await press(reporter, "Lanjut");
  await reporter.page.getByLabel("Tempat yang lebih tepat (boleh kosong)").waitFor();
  await press(reporter, "Kembali");
  await press(reporter, "Kembali");
  await reporter.page.getByRole("group", { name: /sedikit orang/ }).getByLabel("Ya").check();
  await press(reporter, "Lanjut");
  await press(reporter, "Lanjut");
  assert.ok(await reporter.page.getByLabel("Tempat yang lebih tepat (boleh kosong)").isHidden());
  await reporter.page.getByLabel("Penjualan atau peredaran").check();
  await reporter.choose("Kecamatan", { index: 2 });
  await reporter.eye.look();
});

test("nothing is sent before there is something to send", async () => {
  await press(reporter, "Lanjut");
  await press(reporter, "Lanjut");
  assert.match(await problem(reporter), /masih kosong/);
});

test("two photos are made anew, and the preview marks what points to the writer", async () => {
  await reporter.fill("Apa yang Anda ketahui?", `${CANARY}. Suamiku melihatnya jam 21.30.`);
  const photos = ["satu.png", "dua.png"].map((name) => join(folder, name));
  for (const path of photos) await reporter.page.screenshot({ path });
  await reporter.page.locator("#photos").setInputFiles(photos);
  await reporter.page.locator("#berkas li").nth(1).waitFor();
  await reporter.eye.look();
  await press(reporter, "Lanjut");
  assert.deepEqual(await reporter.page.locator("#lihat mark").allInnerTexts(), ["Suamiku", "21.30"]);
  await reporter.eye.look();
});

test("a line that breaks loses nothing, and the second try makes no second report", async () => {
  const before = counted();
  // The report arrives, the answer does not.
  reporter.eye.expected = /net::ERR_FAILED/;
  await reporter.page.route("**/kirim", async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await press(reporter, "Kirim");
  await reporter.page.locator("#masalah").getByText("Sambungan terputus").waitFor();
  reporter.eye.expected = /^$/;
  assert.match(await reporter.page.locator("#lihat blockquote").innerText(), new RegExp(CANARY));
  await press(reporter, "Kirim");
  await reporter.page.locator(".words li").first().waitFor();
  words = await reporter.page.locator(".words li").allInnerTexts();
  assert.equal(words.length, 8);
  assert.equal(counted(), before + 1);
  await reporter.eye.look();
});

test("printed it is a shopping list and nothing else", async () => {
  await reporter.page.emulateMedia({ media: "print" });
  const shown = (await reporter.page.locator("body").innerText()).split("\n").map((line) => line.trim()).filter(Boolean);
  assert.deepEqual(shown, ["Belanja", ...words]);
  await reporter.page.emulateMedia({ media: "screen" });
});

test("the words are typed again, and are gone then", async () => {
  await press(reporter, "Saya sudah mencatat");
  assert.equal(await reporter.page.locator(".words li").count(), 0);
  await reporter.page.locator("#again").fill([...words.slice(1), words[0]].join(" "));
  await press(reporter, "Cocokkan");
  await reporter.page.getByRole("status").getByText("Belum sama").waitFor();
  await reporter.page.locator("#again").fill(words.map((word) => word.slice(0, 4).toUpperCase()).join(", "));
  await press(reporter, "Cocokkan");
  await reporter.page.getByRole("status").getByText("Cocok.").waitFor();
  const left = await reporter.page.content();
  for (const word of words) assert.ok(!left.includes(`>${word}<`), word);
  await reporter.eye.look();
});

test("on another device: words are helped with there, a typo is told, and the box opens", async () => {
  const again = await enter({ width: 1280 });
  await again.go("/lanjut");
  await again.page.locator("#words").fill("satu dua");
  await press(again, "Buka");
  assert.match(await problem(again), /belum delapan/);
  await again.page.locator("#words").fill([...words.slice(0, 7), "xyzzy"].join(" "));
  await press(again, "Buka");
  assert.match(await problem(again), /kata ke- 8/);
  await again.page.locator("#words").fill([...words.slice(1), words[0]].join(" "));
  await press(again, "Buka");
  await again.page.locator("#masalah").getByText("Tidak ada laporan").waitFor();
  await again.page.locator("#words").fill("");
  await again.page.locator("#words").pressSequentially("gram");
  await again.page.locator("#usul").getByRole("button", { name: "gramofon" }).click();
  assert.equal(await again.page.locator("#words").inputValue(), "gramofon ");
  await again.page.locator("#words").fill(words.join(" "));
  await press(again, "Buka");
  await again.page.getByRole("heading", { name: "Laporan Anda", exact: true }).waitFor();
  assert.deepEqual(await again.page.locator(".way .done").allInnerTexts(), ["Diterima"]);
  assert.match(await again.text(), /paling lambat 25 November 2026/);
  await again.fill("Pesan Anda", `${CANARY}, setiap Jumat.`);
  await press(again, "Kirim");
  await again.page.getByRole("alert").getByText("sudah diterima").waitFor();
  await again.eye.look();
});

test("the tip of the story shows its answer, signed by the desk", async () => {
  const visitor = await enter({ lang: "en" });
  await visitor.page.goto("/");
  await visitor.page.getByRole("banner").getByRole("link", { name: "English" }).click();
  await visitor.page.getByRole("heading", { name: "Report drug dealing without giving a name" }).waitFor();
  await visitor.press("Go on with your eight words");
  await visitor.page.locator("#words").fill(await visitor.page.locator(".note b").last().innerText());
  await press(visitor, "Open");
  await visitor.page.locator(".letters blockquote").first().waitFor();
  assert.match(await visitor.text(), /Apakah ini setiap hari/);
  assert.match(await visitor.text(), /13 November 2026/);
  await visitor.eye.look();
});

test("two pages with two codes at once stay apart", async () => {
  const [one, other] = [await enter(), await enter()];
  for (const [n, person] of [one, other].entries()) {
    await toTheWords(person);
    await person.fill("Apa yang Anda ketahui?", `Laporan ${n}`);
    await press(person, "Lanjut");
  }
  await Promise.all([press(one, "Kirim"), press(other, "Kirim")]);
  const codes = [];
  for (const person of [one, other]) {
    await person.page.locator(".words li").first().waitFor();
    codes.push((await person.page.locator(".words li").allInnerTexts()).join(" "));
  }
  assert.notEqual(codes[0], codes[1]);
});

test("26 megabytes are too much, with script and without; what was typed is still there", async () => {
  const large = join(folder, "besar.pdf");
  writeFileSync(large, Buffer.concat([Buffer.from("%PDF-1.4\n"), Buffer.alloc(26 << 20, 32)]));
  const person = await enter();
  await toTheWords(person);
  await person.fill("Apa yang Anda ketahui?", "Masih ada");
  await person.page.locator("#photos").setInputFiles(large);
  await person.page.locator("#masalah").getByText("terlalu besar").waitFor();
  await press(person, "Lanjut");
  assert.match(await problem(person), /terlalu besar/);
  await press(person, "Buang");
  await press(person, "Lanjut");
  assert.match(await person.page.locator("#lihat blockquote").innerText(), /Masih ada/);
  const plain = await enter({ script: false });
  await plain.go("/tulis");
  await plain.fill("Apa yang Anda ketahui?", "Masih ada juga");
  await plain.press("Periksa dulu");
  await plain.page.locator("#photos").setInputFiles(large);
  await plain.press("Kirim");
  assert.match(await problem(plain), /terlalu besar/);
  assert.equal(await plain.page.getByLabel("Apa yang Anda ketahui?").inputValue(), "Masih ada juga");
});

test("without script it goes through, and the page says what that means", async () => {
  const plain = await enter({ script: false });
  await plain.go("/tulis");
  assert.match(await plain.text(), /Skrip di peramban ini mati/);
  await plain.fill("Apa yang Anda ketahui?", "Tetangga saya menjual di gang.");
  await plain.press("Periksa dulu");
  assert.deepEqual(await plain.page.locator("mark").allInnerTexts(), ["Tetangga saya"]);
  await plain.fill("Apa yang Anda ketahui?", "Ada yang menjual di gang.");
  await plain.page.locator("#photos").setInputFiles(join(folder, "satu.png"));
  await plain.press("Kirim");
  const code = (await plain.page.locator(".words li").allInnerTexts()).join(" ");
  await plain.page.locator("#words").fill(code);
  await plain.press("Cocokkan");
  assert.match(await plain.text(), /Diterima pada 22 November 2026/);
  await plain.fill("Pesan Anda", "Tambahan tanpa skrip.");
  await plain.press("Kirim");
  assert.match(await plain.page.getByRole("status").innerText(), /sudah diterima/);
});

/** The eight words of a report that the demonstration tells of: its code has this byte eleven times. */
function wordsOf(byte) {
  const list = readFileSync(new URL("../../crates/seal/data/words.txt", import.meta.url), "utf8").trim().split("\n");
  const bits = byte.toString(2).padStart(8, "0").repeat(11);
  return Array.from({ length: 8 }, (_, at) => list[Number.parseInt(bits.slice(11 * at, 11 * at + 11), 2)]).join(" ");
}

test("what became of a month's reports is told, and who reported sees the own one counted", async () => {
  for (const script of [true, false]) {
    const person = await enter({ script });
    await person.go("/hasil");
    assert.match(await person.text(), /Oktober 2026 · Kota Teluk Harapan/);
    assert.match(await person.page.locator("dl.told").first().innerText(), /Laporan diterima\s+kurang dari 5/);
    const all = [[wordsOf(1), "sudah diumumkan"], [words.join(" "), "belum diumumkan"]];
    for (const [own, said] of script ? all : all.slice(0, 1)) {
      await person.go("/lanjut");
      await person.page.locator("#words").fill(own);
      if (script) await press(person, "Buka");
      else await person.press("Buka");
      await person.page.locator("p.note").getByText(said).waitFor();
    }
    await person.eye.look();
    await person.close();
  }
});

test("leaving is one press or two Escapes, and going back does not lead here", async () => {
  for (const leave of [(person) => person.page.getByRole("link", { name: "Keluar cepat" }).click(), (person) => person.page.keyboard.press("Escape").then(() => person.page.keyboard.press("Escape"))]) {
    const person = await enter();
    await person.page.route("https://www.bmkg.go.id/**", (route) => route.fulfill({ body: "<title>Cuaca</title>", contentType: "text/html" }));
    await person.page.goto("about:blank");
    await toTheWords(person);
    await person.fill("Apa yang Anda ketahui?", CANARY);
    await leave(person);
    await person.page.waitForURL("https://www.bmkg.go.id/");
    await person.page.goBack();
    assert.doesNotMatch(await person.page.content(), /Ceritakan|Kapal kayu/);
  }
});

test("nothing stays in the browser, and nothing of the words left it", async () => {
  assert.deepEqual(await reporter.context.cookies(), []);
  const kept = await reporter.page.evaluate(async () => [localStorage.length, sessionStorage.length, (await navigator.serviceWorker?.getRegistrations())?.length ?? 0, (await indexedDB.databases()).length]);
  assert.deepEqual(kept, [0, 0, 0, 0]);
  const all = Buffer.concat(sent);
  assert.ok(all.length > 10_000);
  for (const secret of [CANARY, "Suamiku", words.join(" "), words[0], "satu.png", "dua.png"]) assert.equal(all.indexOf(secret), -1, secret);
});

/** How many reports are kept. */
function counted() {
  const ask = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT COUNT(*) FROM conversation').fetchone()[0])";
  return Number(execFileSync("python3", ["-c", ask, join(folder, "tips.db")], { encoding: "utf8" }));
}

city.everyPageWasClean();
