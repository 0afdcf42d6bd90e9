// What Rust and the pages make of the same bytes is the same. `UPDATE=1` seals the pages' envelope anew.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { hex, text, unhex, utf8 } from "../src/bytes.ts";
import { keys, read, spoken } from "../src/code.ts";
import { identityOf, open, recipientOf, seal } from "../src/envelope.ts";
import { type Signed, fingerprint, personal, read as readKeyring } from "../src/keyring.ts";
import { layer, make, openWith, peel, publicKeys, sealTo, unwrap, wrap } from "../src/secrets.ts";
import { publicOf, sign, verify } from "../src/signing.ts";
import { peelWithheld, readWithheld, sealWithheld } from "../src/withheld.ts";

// The runner's folder is `browser/test`.
const FILE = "../../crates/seal/tests/vectors.json";
const vectors = JSON.parse(readFileSync(FILE, "utf8"));
const bytes = (digits: string) => unhex(digits, digits.length / 2)!;

test("codes and their keys", () => {
  for (const one of vectors.codes) {
    const code = bytes(one.code);
    assert.equal(spoken(code).join(" "), one.words);
    assert.deepEqual(read(one.words), { code });
    for (const [door, made] of Object.entries<Record<string, string>>(one.keys)) {
      const { address, secret, seed } = keys(code, door);
      assert.deepEqual({ address: hex(address), secret: hex(secret), seed: hex(seed) }, made);
    }
  }
});

test("signatures, a keyring and its fingerprint", () => {
  const { seed, key, fields, signature } = vectors.signing;
  assert.equal(publicOf(bytes(seed)), key);
  assert.equal(sign(bytes(seed), "answer", fields.map(utf8)), signature);
  assert.ok(verify(key, "answer", fields.map(utf8), signature));
  assert.ok(!verify(key, "addition", fields.map(utf8), signature));
  assert.ok(!verify("00".repeat(32), "answer", fields.map(utf8), signature));
  const signed: Signed = vectors.keyring.signed;
  const keyring = readKeyring(signed);
  assert.equal(keyring && fingerprint(keyring), vectors.keyring.fingerprint);
  assert.equal(keyring && personal(keyring.members[0]!), vectors.keyring.member);
  assert.equal(readKeyring({ ...signed, keyring: signed.keyring.replace("bnnk", "bnnp") }), undefined);
  assert.equal(readKeyring({ ...signed, signatures: [signed.signatures[1], signed.signatures[0]] }), undefined);
  assert.equal(readKeyring({ keyring: "", signatures: ["", ""] }), undefined);
});

test("envelopes of either side", async () => {
  const identity = identityOf(bytes(vectors.envelopes.secret));
  assert.equal(identity, vectors.envelopes.identity);
  if (process.env["UPDATE"]) {
    const frame = { head: utf8(vectors.envelopes.head), body: utf8(vectors.envelopes.body) };
    vectors.envelopes.by_page = hex(await seal(frame, [await recipientOf(identity)]));
    writeFileSync(FILE, `${JSON.stringify(vectors, null, 2)}\n`);
  }
  for (const sealed of [vectors.envelopes.by_rust, vectors.envelopes.by_page]) {
    const opened = await open(bytes(sealed), identity);
    assert.equal(opened && text(opened.head), vectors.envelopes.head);
    assert.equal(opened && text(opened.body), vectors.envelopes.body);
  }
  assert.equal(await open(bytes(vectors.envelopes.by_rust), identityOf(new Uint8Array(32).fill(3))), undefined);
});

test("what three open together", async () => {
  const [first, second, desk] = [1, 2, 3].map((n) => identityOf(new Uint8Array(32).fill(n))) as [string, string, string];
  if (process.env["UPDATE"]) {
    const [one, two, to] = (await Promise.all([first, second, desk].map(recipientOf))) as [string, string, string];
    vectors.withheld.by_page = hex((await sealWithheld(vectors.withheld.words, [one, two], to))!);
    writeFileSync(FILE, `${JSON.stringify(vectors, null, 2)}\n`);
  }
  for (const layered of [vectors.withheld.by_rust, vectors.withheld.by_page]) {
    assert.equal(await peelWithheld(bytes(layered), desk), undefined);
    const outer = await peelWithheld(bytes(layered), first);
    const inner = outer && (await peelWithheld(outer, second));
    const last = inner && (await peelWithheld(inner, desk));
    assert.equal(last && readWithheld(last), vectors.withheld.words);
  }
  assert.equal(await sealWithheld("a".repeat(511), [await recipientOf(first), await recipientOf(second)], await recipientOf(desk)), undefined);
});

test("keys under a passphrase, sealed, and in two layers", async () => {
  const one = { secret: bytes(vectors.secrets.secret), seed: bytes(vectors.secrets.seed) };
  if (process.env["UPDATE"]) {
    vectors.secrets.wrapped = await wrap([one], vectors.secrets.passphrase, 10);
    writeFileSync(FILE, `${JSON.stringify(vectors, null, 2)}\n`);
  }
  assert.deepEqual(await unwrap(vectors.secrets.wrapped, vectors.secrets.passphrase), [one]);
  assert.equal(await unwrap(vectors.secrets.wrapped, "kata sandi lain"), undefined);
  const [first, second, desk] = [make(), make(), [make(), one]];
  const to = (await Promise.all([first, second].map(publicKeys))).map((keys) => keys.recipient) as [string, string];
  assert.deepEqual(await openWith(await sealTo(desk, to[1]), second), desk);
  const layered = await layer(desk, to);
  assert.equal(await openWith(layered, first), undefined);
  assert.equal(await peel(layered, second), undefined);
  const inner = await peel(layered, first);
  assert.deepEqual(inner && (await openWith(inner, second)), desk);
});
