// What an attacker tries from outside: forms from another site, frames, links that lead away.

import assert from "node:assert/strict";
import { createServer, request } from "node:http";
import { connect } from "node:net";
import { after, test } from "node:test";
import { inDemo } from "../lib/journey.mjs";

const city = await inDemo();
const { address } = city.installation;

/** A bare request, as no browser would send it. */
function ask(path, { method = "GET", headers = {}, body = "" } = {}) {
  return new Promise((done, failed) => {
    const sent = request(`${address}${path}`, { method, headers }, (answer) => {
      let text = "";
      answer.on("data", (some) => (text += some));
      answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, text }));
    });
    sent.on("error", failed);
    sent.end(body);
  });
}

const FORM = { "content-type": "application/x-www-form-urlencoded", "accept-language": "id" };
const tokenOf = (html) => /name="csrf" value="(\w+)"/.exec(html)[1];

/** A form post of someone who knows everything but comes from elsewhere. */
async function post(path, fields, headers = {}) {
  const csrf = tokenOf((await ask("/masuk")).text);
  return ask(path, { method: "POST", headers: { ...FORM, ...headers }, body: new URLSearchParams({ csrf, ...fields }).toString() });
}

const elsewhere = createServer((_, answer) => {
  answer.setHeader("content-type", "text/html");
  answer.end(`<form method="post" action="${address}/keluar"><input name="csrf" value="x"><button>Hadiah</button></form>
    <iframe src="${address}/"></iframe>`);
});
await new Promise((ready) => elsewhere.listen(0, "127.0.0.1", ready));
after(() => elsewhere.close());

test("a form sent from another site is refused", async () => {
  const fields = { nama: "bnnk" };
  assert.equal((await post("/masuk/contoh", fields)).status, 303, "the same without a foreign origin goes through");
  for (const headers of [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: `${address}.evil.example` },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ]) {
    const answer = await post("/masuk/contoh", fields, headers);
    assert.equal(answer.status, 422, JSON.stringify(headers));
    assert.match(answer.text, /datang dari situs lain dan ditolak/);
    assert.equal(answer.headers["set-cookie"], undefined);
  }
});

test("a form without or with a wrong token is refused", async () => {
  for (const csrf of ["", "0".repeat(32)]) {
    const answer = await post("/masuk/contoh", { nama: "bnnk", csrf });
    assert.equal(answer.status, 422);
    assert.equal(answer.headers["set-cookie"], undefined);
  }
});

test("a real browser on a real other site: the form does not sign the officer out, the frame stays empty", async () => {
  const officer = await city.person();
  await officer.signIn("Petugas BNNK P2M");
  const tab = await officer.context.newPage();
  const refusedFrame = tab.waitForEvent("console", (message) => /frame/i.test(message.text()));
  await tab.goto(`http://localhost:${elsewhere.address().port}/`);
  await refusedFrame;
  await tab.getByRole("button", { name: "Hadiah" }).click();
  await tab.waitForURL(`${address}/keluar`);
  assert.match(await tab.locator("main").innerText(), /datang dari situs lain/);
  await officer.go("/beranda");
  assert.equal(officer.where, "/beranda", "still signed in");
  await officer.signIn("Petugas BNNK P2M");
});

test("every answer carries the protecting headers: pages, refusals, redirects, files", async () => {
  const style = /href="(\/aset\/[^"]+)"/.exec((await ask("/")).text)[1];
  for (const path of ["/", "/masuk", "/tidak-ada", "/beranda", "/bahasa/en", style]) {
    const { headers } = await ask(path);
    const policy = headers["content-security-policy"] ?? "";
    for (const part of ["default-src 'none'", "script-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"]) {
      assert.ok(policy.includes(part), `${path}: ${part}`);
    }
    assert.doesNotMatch(policy, /unsafe|https?:|\*/, path);
    assert.equal(headers["x-content-type-options"], "nosniff", path);
    assert.equal(headers["x-frame-options"], "DENY", path);
    assert.match(headers["referrer-policy"], /^(same-origin|no-referrer)$/, path);
    assert.equal(headers["cross-origin-opener-policy"], "same-origin", path);
    if (path !== style) assert.match(headers["cache-control"], /no-store/, path);
  }
});

test("the session's cookie is out of reach of scripts and of other sites", async () => {
  const [cookie] = (await post("/masuk/contoh", { nama: "bnnk" })).headers["set-cookie"];
  assert.match(cookie, /; HttpOnly/i);
  assert.match(cookie, /; SameSite=(Lax|Strict)/i);
  assert.match(cookie, /; Path=\//i);
});

test("an address that does not take this method answers with a page", async () => {
  for (const [method, path] of [["GET", "/keluar"], ["GET", "/desa/99.71.01.1001/putusan"], ["POST", "/"]]) {
    const { status, text } = await ask(path, { method, headers: FORM });
    assert.ok([404, 405].includes(status) || status === 303, `${method} ${path}: ${status}`);
    if (status !== 303) assert.match(text, /<h1>/, `${method} ${path} answers ${status} with nothing to read`);
  }
});

const AWAY = ["//evil.example", "//evil.example/%2f..", "/\\evil.example", "https://evil.example/", "/\t/evil.example",
  "\t//evil.example", "/\n/evil.example", "javascript:alert(1)", "evil.example"];

for (const away of AWAY) {
  test(`no link leads away: ${JSON.stringify(away)}`, async () => {
    // As a browser reads a `Location`: tabs and line ends are dropped, "\\" is "/".
    const { headers } = await post("/masuk/contoh", { nama: "bnnk", ke: away });
    assert.equal(new URL(headers.location, address).origin, address, "signing in");
    const form = (await ask(`/masuk?ke=${encodeURIComponent(away)}`)).text;
    for (const [, back] of form.matchAll(/name="ke" value="([^"]*)"/g)) {
      assert.equal(new URL(back, address).origin, address, "what the sign-in form would ask for");
    }
    const visitor = await city.person();
    let left = "";
    await visitor.context.route(({ hostname }) => hostname.includes("evil"), (route) => {
      left = route.request().url();
      return route.fulfill({ body: "evil" });
    });
    await visitor.page.goto(`/bahasa/id?ke=${encodeURIComponent(away)}`);
    assert.equal(left, "", "changing the language");
    assert.equal(new URL(visitor.page.url()).origin, address);
  });
}

test("text from people is never markup", async () => {
  const officer = await city.person();
  await officer.go(`/cari?q=${encodeURIComponent("<img src=x onerror=alert(1)>\"'")}`);
  await officer.signIn("Petugas BNNK P2M", "/desa/99.71.06.1002");
  await officer.fill(officer.page.getByLabel(/^Alasan/), "<script>alert(1)</script><b>tebal</b> sebagai alasan");
  await officer.choose("Kelas", "waspada");
  await officer.press("Putuskan kelas");
  assert.match(await officer.page.locator(".note").innerText(), /<script>alert\(1\)<\/script><b>tebal<\/b>/);
  assert.equal(await officer.page.locator(".note script, .note b").count(), 0);
});

test("a connection that has stopped speaking is closed", async () => {
  const { hostname, port } = new URL(address);
  const began = Date.now();
  await new Promise((done, failed) => {
    const socket = connect(Number(port), hostname, () => socket.write("GET / HTTP/1.1\r\nHost: x\r\nX"));
    socket.on("data", () => {});
    socket.on("close", done);
    socket.on("error", failed);
    socket.setTimeout(20_000, () => failed(new Error("still open after 20 s")));
  });
  assert.ok(Date.now() - began > 5_000, "a slow network is waited for");
});

test("who connects and says nothing is let go", { timeout: 30_000 }, async () => {
  const { hostname, port } = new URL(address);
  const closed = () => new Promise((done) => {
    const socket = connect(Number(port), hostname);
    socket.on("error", done);
    socket.on("close", done);
  });
  await Promise.all([closed(), closed()]);
});
city.everyPageWasClean();
