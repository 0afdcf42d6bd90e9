// A crowd at the safe door, honest or not, does not close it: neither a flood of letters, nor hundreds that begin one and never end it.

import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { after, test } from "node:test";
import { inDemoWithDoor } from "../lib/journey.mjs";

const SLOW = 900;

const city = await inDemoWithDoor();

/** Presses a button that changes this page. */
const press = (person, name) => person.page.getByRole("button", { name, exact: true }).click();

/** Someone who has gone through the steps and has only to send. */
async function ready(text) {
  const person = await city.reporter();
  await person.go("/tulis");
  for (let step = 0; step < 3; step += 1) await press(person, "Lanjut");
  await person.fill("Apa yang Anda ketahui?", text);
  await press(person, "Lanjut");
  return person;
}

/** The same without script. */
async function readyWithout(text) {
  const person = await city.reporter({ script: false });
  await person.go("/tulis");
  await person.fill("Apa yang Anda ketahui?", text);
  await person.press("Periksa dulu");
  return person;
}

test("hundreds that begin a letter and never end it keep nobody waiting", async () => {
  const { hostname, port } = new URL(city.installation.door);
  const slow = [];
  after(() => slow.forEach((one) => one.destroy()));
  for (let n = 0; n < SLOW; n += 1) {
    const one = connect({ host: hostname, port: Number(port) });
    one.on("error", () => {});
    await once(one, "connect");
    one.write("POST /kirim HTTP/1.1\r\nHost: pintu\r\nContent-Length: 262144\r\n\r\n.");
    slow.push(one);
  }
  const [person, plain] = [await ready("Di antara yang lambat."), await readyWithout("Tanpa skrip di antara yang lambat.")];
  await press(person, "Kirim");
  await person.page.locator(".words li").first().waitFor();
  await plain.press("Kirim");
  assert.equal(await plain.page.locator(".words li").count(), 8);
  assert.equal(slow.filter((one) => one.destroyed).length, 0, "they were there all the time");
  for (const one of slow) one.destroy();
});

test("in a flood the page does the work that is asked for, and who has no script sees when it is the own turn", async () => {
  const crowd = "/kirim";
  const flood = await ready("Banjir.");
  await flood.page.evaluate(() => {
    const { send } = XMLHttpRequest.prototype;
    XMLHttpRequest.prototype.send = function (body) {
      window.letter = body;
      return send.call(this, body);
    };
  });
  await press(flood, "Kirim");
  await flood.page.locator(".words li").first().waitFor();
  flood.eye.expected = /429/;
  const honest = await ready("Yang jujur di tengah banjir.");
  honest.eye.expected = /429/;
  const plain = await readyWithout("Tanpa skrip di tengah banjir.");
  // The same letter as often as makes a flood: each is taken, kept once. A flood that begins when one has just ended begins with a new
  // window of the measure, and lasts to its end.
  const status = await flood.page.evaluate(async (path) => {
    const rise = async () => {
      let status = 200;
      for (let n = 0; n < 700 && status === 200; n += 1) ({ status } = await fetch(path, { method: "POST", body: window.letter }));
      return status;
    };
    await rise();
    for (let asked = true; asked; ) {
      await new Promise((later) => setTimeout(later, 100));
      asked = (await (await fetch(path.replace("kirim", "giliran"))).json()).work !== null;
    }
    return rise();
  }, crowd);
  assert.equal(status, 429);
  const answers = [];
  honest.page.on("response", (response) => response.url().endsWith(crowd) && answers.push(response.status()));
  await press(honest, "Kirim");
  await honest.page.locator(".words li").first().waitFor();
  assert.deepEqual(answers, [429, 200]);
  await plain.press("Kirim");
  assert.match(await plain.text(), /menunggu giliran/);
  assert.equal(await plain.page.locator(".words li").count(), 8);
  await plain.page.frameLocator("iframe.waits").getByText("Laporan Anda sudah diterima").waitFor();
  await plain.eye.look();
});

city.everyPageWasClean();
