// Laws of codes and envelopes on the page: what is typed, cut, changed, too large.

import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "../src/bytes.ts";
import { like, random, read, spoken, words } from "../src/code.ts";
import { LEAST, MOST, identityOf, open, recipientOf, seal, size } from "../src/envelope.ts";

const identity = identityOf(new Uint8Array(32).fill(7));

test("a code is read however it is typed", () => {
  for (let n = 0; n < 200; n += 1) {
    const code = random();
    const said = spoken(code);
    for (const typed of [said.join(" "), said.join(", ").toUpperCase(), said.map((word) => word.slice(0, 4)).join("\n"), `1. ${said.join(" 2) ")}`]) {
      assert.deepEqual(read(typed), { code });
    }
  }
});

test("words that are no code say which one", () => {
  const said = spoken(random());
  assert.deepEqual(read(said.slice(1).join(" ")), { count: 7 });
  assert.deepEqual(read(said.with(4, "zzzz").join(" ")), { unknown: 5 });
  assert.deepEqual(read("kata ".repeat(1_000_000)), { count: 1_000_000 });
  assert.deepEqual(like(""), []);
  assert.ok(like(words[0]!.slice(0, 2)).includes(words[0]!));
});

test("sizes are powers of two", () => {
  const of = (body: number) => size({ head: utf8("{}"), body: new Uint8Array(body) });
  assert.deepEqual([of(0), of(LEAST - 10), of(LEAST - 9), of(25 << 20), of(MOST)], [LEAST, LEAST, 2 * LEAST, MOST, undefined]);
});

test("what is changed, cut or no envelope does not open", async () => {
  const frame = { head: utf8("{}"), body: new Uint8Array(10).fill(1) };
  const sealed = await seal(frame, [await recipientOf(identity)]);
  assert.deepEqual(await open(sealed, identity), frame);
  for (const at of [0, 30, 100, 200, 300, sealed.length - 1]) {
    const changed = sealed.slice();
    changed[at]! ^= 1;
    assert.equal(await open(changed, identity), undefined);
    assert.equal(await open(sealed.slice(0, at), identity), undefined);
  }
  await assert.rejects(seal(frame, []));
  await assert.rejects(seal({ ...frame, body: new Uint8Array(MOST) }, [await recipientOf(identity)]));
});
