// TLS of its own, and HTTP/2 with it, where the host's name comes in another place than in HTTP/1.1.

import assert from "node:assert/strict";
import { connect } from "node:http2";
import { after, test } from "node:test";
import { demoWithTls } from "../lib/installation.mjs";

const installation = await demoWithTls();
const session = connect(installation.address, { rejectUnauthorized: false });
after(async () => {
  session.close();
  await installation.close();
});
let cookie = "";

/** A request over HTTP/2, as a browser without `Sec-Fetch-Site` sends it. */
function ask(path, form) {
  return new Promise((done, failed) => {
    const body = form ? new URLSearchParams(form).toString() : "";
    const sent = session.request({
      ":path": path,
      ":method": form ? "POST" : "GET",
      "accept-language": "id",
      ...(cookie ? { cookie } : {}),
      ...(form ? { "content-type": "application/x-www-form-urlencoded", origin: installation.address } : {}),
    });
    let [text, headers] = ["", {}];
    sent.on("response", (got) => (headers = got));
    sent.on("data", (some) => (text += some));
    sent.on("end", () => {
      const kept = headers["set-cookie"]?.find((one) => one.startsWith("__Host-sesi="));
      if (kept) cookie = kept.split(";")[0];
      done({ status: headers[":status"], text, headers });
    });
    sent.on("error", failed);
    if (form) sent.end(body);
  });
}

const token = (text) => /name="csrf" value="(\w+)"/.exec(text)[1];

test("a form with its own origin is taken, and the cookie is bound to TLS", async () => {
  assert.match(installation.address, /^https:/);
  const csrf = token((await ask("/masuk")).text);
  const answer = await ask("/masuk/contoh", { csrf, nama: "administrator" });
  assert.equal(answer.status, 303, answer.text);
  assert.match(answer.headers["set-cookie"][0], /^__Host-sesi=.*; Secure$/);
  assert.match(answer.headers["strict-transport-security"], /max-age/);
});

test("a slip names this very site", async () => {
  const { text } = await ask("/akun");
  const [path] = /\/akun\/[\w.]+\/[\w-]+\/slip/.exec(text);
  const slip = await ask(path, { csrf: token(text) });
  assert.equal(slip.status, 200);
  assert.ok(slip.text.includes(`${installation.address}/masuk/slip`), slip.text);
});
