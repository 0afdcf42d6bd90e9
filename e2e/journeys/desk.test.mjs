// A desk of the safe door comes to be: the administrator gives out places, everyone makes the own keys in the own browser, a member
// proposes the keyring, both custodians sign it and recover its secret once, and only then the desk opens.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inDemo } from "../lib/journey.mjs";

const DESK = "/meja/inspektorat-99.71";
const DEMO = "kunci contoh teluk harapan";
const OWN = "tikar pandan di beranda rumah nenek";

const city = await inDemo();
const people = {};
const sent = [];

/** Someone signed in, whose every request is written down. */
async function enter(login, options) {
  const person = await city.person(options);
  person.page.on("request", (request) => sent.push(`${request.url()} ${request.postData() ?? ""}`));
  await person.signInAs(login, "/beranda");
  people[login] = person;
  return person;
}

/** Says that the key signs on the page are those that the people read out. */
async function compare(person) {
  for (const box of await person.page.locator("form[data-work] input[required]").all()) await box.check();
}

/** Fills and sends the one form in which a key is used; a person waits until the browser has worked. */
async function work(person, passphrase) {
  await compare(person);
  await person.fill("Kata sandi kunci", passphrase);
  await person.press(person.page.locator("form[data-work] button.button"));
}

const heading = (person) => person.page.locator("#giliran").innerText();

test("the administrator founds the desk and gives out places, and has no key", async () => {
  const administrator = await enter("administrator");
  await administrator.go("/akun");
  await administrator.page.locator("summary", { hasText: "Akun baru" }).click();
  await administrator.fill("Nama orang", "Rani Kusuma (contoh)");
  await administrator.fill("Nama masuk", "inspektorat-rekan");
  await administrator.choose("Peran", "inspectorate");
  await administrator.fill("Kode wilayah", "99.71");
  await administrator.press("Buat akun dan cetak slip");
  await administrator.press("Meja laporan");
  assert.match(await administrator.text(), /BNN kabupaten\/kota, seksi pemberantasan · Kota Teluk Harapan\s+Buka: menerima laporan/);
  await administrator.press("Buat meja Inspektorat · Kota Teluk Harapan");
  assert.equal(administrator.where, DESK);
  assert.match(await administrator.text(), /Belum ada orang di meja ini/);
  for (const [part, name] of [["custodian_1", "Bambang Santoso"], ["custodian_2", "Dewi Maharani"], ["member", "Taufik Saputra"], ["member", "Rani Kusuma"]]) {
    const form = administrator.page.locator("form", { has: administrator.page.locator(`input[value="${part}"]`) });
    await administrator.page.locator("details", { has: form }).locator("summary").click();
    const option = await form.locator("option", { hasText: name }).getAttribute("value");
    await form.locator("select").selectOption(option);
    await administrator.press(form.locator("button"));
  }
  await administrator.outline("desk-administrator");
  await administrator.go("/kunci");
  assert.equal(administrator.status, 403);
});

test("a custodian comes by the task, and makes keys whose passphrase goes nowhere", async () => {
  const custodian = await enter("bnnk-rekan", { width: 360 });
  assert.match(await custodian.text(), /Meja laporan Inspektorat: giliran Anda/);
  await custodian.press(custodian.page.locator(`a[href="${DESK}"]`));
  assert.match(await heading(custodian), /Buat kunci Anda/);
  await custodian.press("Buat kunci Anda");
  const button = custodian.page.getByRole("button", { name: "Buat kunci", exact: true });
  const alert = custodian.page.getByRole("alert");
  await custodian.fill("Kata sandi kunci yang baru", "pendek");
  await button.click();
  await alert.getByText("Pakai paling sedikit 16 huruf").waitFor();
  await custodian.fill("Kata sandi kunci yang baru", OWN);
  await custodian.fill("Ketik sekali lagi", `${OWN}!`);
  await button.click();
  await alert.getByText("tidak sama").waitFor();
  await custodian.fill("Ketik sekali lagi", OWN);
  await custodian.press(button);
  assert.match(await custodian.text(), /Tanda kunci\s+([0-9A-Z]{4} ){3}[0-9A-Z]{4}/);
  await custodian.outline("desk-keys");
});

test("six words are suggested to who would rather not think of some", async () => {
  const colleague = await enter("inspektorat-rekan");
  await colleague.go("/kunci");
  await colleague.page.getByRole("button", { name: "Usulkan enam kata" }).click();
  const words = await colleague.page.locator("[data-words]").innerText();
  assert.match(words, /^([a-z]{4,8} ){5}[a-z]{4,8}$/);
  assert.equal(await colleague.page.getByLabel("Ketik sekali lagi").inputValue(), words);
  colleague.words = words;
  await colleague.press("Buat kunci");
  assert.match(await colleague.text(), /Tanda kunci/);
});

test("a member proposes the keyring; another passphrase opens nothing and sends nothing", async () => {
  const member = await enter("inspektorat");
  await member.go(DESK);
  assert.match(await heading(member), /Ajukan daftar kunci/);
  const before = sent.length;
  // Nobody's key is taken on trust: three others are new to this desk.
  assert.equal(await member.page.locator("form[data-work] input[required]").count(), 3);
  await member.fill("Kata sandi kunci", "bukan kata sandi saya");
  await member.page.locator("form[data-work] button.button").click();
  assert.equal(await member.page.locator("form[data-work] input[required]:invalid").count(), 3);
  assert.equal(await member.page.getByRole("alert").count(), 0);
  await compare(member);
  await member.page.locator("form[data-work] button.button").click();
  await member.page.getByRole("alert").getByText("tidak cocok").waitFor();
  assert.equal(sent.length, before);
  await work(member, DEMO);
  assert.match(await member.text(), /Daftar kunci ke-1 menunggu tanda tangan: 0 dari 2/);
});

test("both custodians sign what stands on their page", async () => {
  const first = await enter("kesbangpol");
  await first.go(DESK);
  assert.match(await heading(first), /Tanda tangani daftar kunci ke-1/);
  await first.outline("desk-sign");
  await work(first, DEMO);
  assert.match(await first.text(), /1 dari 2/);
  await people["bnnk-rekan"].go(DESK);
  await work(people["bnnk-rekan"], OWN);
  assert.match(await people["bnnk-rekan"].text(), /Daftar kunci ke-1/);
  assert.doesNotMatch(await people["bnnk-rekan"].text(), /menunggu tanda tangan/);
});

test("each member opens the secret once", async () => {
  for (const [login, passphrase] of [["inspektorat", DEMO], ["inspektorat-rekan", people["inspektorat-rekan"].words]]) {
    await people[login].go(DESK);
    assert.match(await heading(people[login]), /Buka rahasia meja/);
    await work(people[login], passphrase);
  }
  assert.match(await people.inspektorat.text(), /dua anggota yang sudah membuka rahasia meja/);
});

test("a recovery is tried out: one custodian alone gets nowhere", async () => {
  const { inspektorat: member, kesbangpol: first, "bnnk-rekan": second } = people;
  await member.go(DESK);
  await member.press("Coba pemulihan");
  await second.go(DESK);
  assert.doesNotMatch(await second.text(), /Serahkan rahasia meja/);
  assert.match(await second.text(), /menunggu penjaga pertama/);
  await first.go(DESK);
  assert.match(await heading(first), /Buka lapis pertama pemulihan/);
  await work(first, DEMO);
  await second.go(DESK);
  assert.match(await heading(second), /Serahkan rahasia meja/);
  await work(second, OWN);
  await member.go(DESK);
  assert.match(await heading(member), /Terima hasil pemulihan/);
  await work(member, DEMO);
  assert.match(await member.text(), /sudah dicoba oleh kedua penjaga: sudah/);
});

test("now it opens; and pauses by itself when a member leaves", async () => {
  const { inspektorat: member, administrator } = people;
  await member.press("Buka meja");
  assert.match(await member.text(), /Buka: menerima laporan/);
  await member.outline("desk-open");
  await administrator.go(DESK);
  await administrator.page.locator("summary", { hasText: "Cabut tempat Rani Kusuma" }).click();
  await administrator.press("Ya, cabut tempat Rani Kusuma (contoh)");
  assert.match(await administrator.text(), /Berhenti: syaratnya belum lengkap lagi/);
  await people["inspektorat-rekan"].go(DESK);
  assert.equal(people["inspektorat-rekan"].status, 404);
});

test("the passphrase is changed in the browser too", async () => {
  const custodian = people["bnnk-rekan"];
  await custodian.go("/kunci");
  await custodian.page.locator("summary", { hasText: "Ganti kata sandi kunci" }).click();
  const form = custodian.page.locator("form[data-work=rewrap]");
  await form.getByLabel("Kata sandi kunci", { exact: true }).fill(OWN);
  await form.getByLabel("Kata sandi kunci yang baru").fill(`${OWN} baru`);
  await form.getByLabel("Ketik sekali lagi").fill(`${OWN} baru`);
  await custodian.press(form.getByRole("button", { name: "Ganti kata sandi kunci" }));
  assert.equal(custodian.status, 200);
  assert.match(await custodian.text(), /Kunci Anda ada/);
});

test("no passphrase left any browser", () => {
  assert.ok(sent.length > 50);
  const spoken = [OWN, DEMO, people["inspektorat-rekan"].words].flatMap((words) => [words, encodeURIComponent(words), words.replaceAll(" ", "+")]);
  assert.deepEqual(sent.filter((line) => spoken.some((words) => line.includes(words))), []);
});

test("without script the pages say why they need it", async () => {
  const person = await city.person({ script: false });
  await person.signInAs("kesbangpol", "/kunci");
  assert.match(await person.text(), /kunci hanya boleh dibuka di browser Anda/);
});

city.everyPageWasClean();
