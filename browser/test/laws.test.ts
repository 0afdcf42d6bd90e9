// Laws of codes and envelopes on the page: what is typed, cut, changed, too large.

import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "../src/bytes.ts";
import { like, random, read, spoken, words } from "../src/code.ts";
import { LEAST, MOST, identityOf, open, recipientOf, seal, size } from "../src/envelope.ts";
import { marksOf } from "../src/marks.ts";
import { bare } from "../src/pictures.ts";

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

test("a picture keeps its pixels and nothing beside them", () => {
  const part = (marker: number, ...bytes: number[]) => [0xff, marker, 0, bytes.length + 2, ...bytes];
  const pixels = [...part(0xdb, 1, 2), ...part(0xc0, 3), 0xff, 0xda, 0, 3, 9, 0xff, 0xe1, 0xff, 0xd9];
  const beside = [...part(0xe1, 69, 120), ...part(0xe2, 73), ...part(0xfe, 104, 105)];
  const whole = Uint8Array.from([0xff, 0xd8, ...part(0xe0, 74), ...beside, ...pixels]);
  assert.deepEqual([...bare(whole)], [0xff, 0xd8, ...part(0xe0, 74), ...pixels]);
  assert.deepEqual([...bare(Uint8Array.from([0xff, 0xd8, 0xff]))], [0xff, 0xd8, 0xff]);
});

test("details that point to the writer are found as Rust finds them", () => {
  const text = "Suamiku melihatnya jam 21.30, hubungi 0812-3456-7890.";
  const found = marksOf(text).map(({ start, end, why }) => [why, text.slice(start, end)]);
  assert.deepEqual(found, [["kin", "Suamiku"], ["time", "21.30"], ["number", "0812-3456-7890"]]);
  assert.deepEqual(marksOf("Di belakang pasar lama, setiap malam."), []);
});
