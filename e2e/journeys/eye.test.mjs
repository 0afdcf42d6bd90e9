// The eye itself: a page with every fault that it is there to see. An eye that sees nothing would let all journeys pass.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inDemo } from "../lib/journey.mjs";

const FAULTY = `<!doctype html><html lang="de"><head><title>Faulty</title></head><body><main><h1>small begin</h1><h1>Two</h1>
  <p style="color:#aaa;background:#fff">pale letters</p><input><p title="page-front-title">sheet-title-many { $n }</p>
  <div style="width:3000px;height:9px"></div><div style="overflow-x:auto;width:50px"><p style="width:500px">wide</p></div>
  <img alt="" src="https://elsewhere.example/pixel.png"><script>console.error("broken"); missing();</script></main></body></html>`;

const city = await inDemo();

for (const script of [true, false]) {
  test(`it sees every fault ${script ? "with" : "without"} JavaScript`, async () => {
    const person = await city.person({ script });
    await person.context.route(/elsewhere\.example/, (route) => route.abort());
    await person.page.route(/\/faulty$/, (route) => route.fulfill({ status: 500, body: FAULTY.replace("Faulty", `Faulty ${script}`), contentType: "text/html" }));
    await person.go("/faulty");
    const told = person.eye.findings.splice(0).join("\n");
    for (const fault of [/status 500/, /html lang is "de"/, /scrolls sideways by \d+ px: main|scrolls sideways by \d+ px/,
      /outside \.frame: div/, /untranslated: .*page-front-title/, /untranslated: .*sheet-title-many/, /untranslated: .*\{ \$/,
      /2 headings of level 1/, /begins small: "small begin"/, /asks for https:\/\/elsewhere/, /axe color-contrast/, /axe label/,
      ...(script ? [/console: broken/, /script error: missing is not defined/] : [])]) {
      assert.match(told, fault);
    }
  });
}

test("it finds nothing where nothing is wrong, and takes names of people and files for no keys", async () => {
  const person = await city.person();
  const page = (text) => `<!doctype html><html lang="id"><head><title>T</title></head><body><main><h1>Judul</h1><p>${text}</p></main></body></html>`;
  await person.page.route(/\/sound$/, (route) =>
    route.fulfill({ body: page("lurah-seruni sheet.submit page.html /lembar/village-1 desa/kelurahan"), contentType: "text/html" }));
  await person.go("/sound");
  person.assertClean();
});
