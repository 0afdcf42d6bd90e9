// While a flood lasts, a little work is asked for before a letter is taken. The page does it by itself; the twin is `crates/door/src/flood.rs`.

import { sha256 } from "@noble/hashes/sha2.js";
import { utf8 } from "./bytes.ts";

/** What is asked for: a number behind `given` and the letter's signature, so that the digest begins with so many zero bits. */
export interface Work {
  given: string;
  bits: number;
}

/** How long the page may stand still at a time, in milliseconds. */
const MOMENT = 40;

/** What is handed in; the page stays alive meanwhile. */
export async function worked(work: Work, signature: string): Promise<string> {
  let rest = performance.now() + MOMENT;
  const before = `${work.given} ${signature} `;
  const begun = sha256.create().update(utf8(before));
  for (let n = 0; ; n += 1) {
    const [a = 0, b = 0, c = 0, d = 0] = begun.clone().update(utf8(String(n))).digest();
    if (Math.clz32((a << 24) | (b << 16) | (c << 8) | d) >= work.bits) return `${before}${n}`;
    if (performance.now() < rest) continue;
    await new Promise((next) => setTimeout(next));
    rest = performance.now() + MOMENT;
  }
}
