// The reporter's code: eight words of 2,048, and the keys that are made of them. The twin of `crates/seal/src/code.rs`.

import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import list from "../../crates/seal/data/words.txt";
import { type Bytes, utf8 } from "./bytes.ts";

/** How many words a code has, how many bytes they are, and how many letters name one. */
export const WORDS = 8;
export const BYTES = 11;
export const LETTERS = 4;
const BITS = 11n;

/** All words, sorted; the place of a word is its value. */
export const words: readonly string[] = list.trimEnd().split("\n");

/** What a code is for a door. */
export interface CodeKeys {
  /** Where the box lies; the server keeps its digest only. */
  address: Bytes;
  /** The X25519 secret that answers are sealed to. */
  secret: Bytes;
  /** The Ed25519 seed that signs what is added later. */
  seed: Bytes;
}

/** What was typed, or what is wrong with it: too few or many words, or the place (from 1) of one that is not in the list. */
export type Read = { code: Bytes } | { count: number } | { unknown: number };

/** A new code. */
export const random = (): Bytes => crypto.getRandomValues(new Uint8Array(BYTES));

/** The eight words of a code. */
export function spoken(code: Uint8Array): string[] {
  const bits = code.reduce((bits, byte) => (bits << 8n) | BigInt(byte), 0n);
  return Array.from({ length: WORDS }, (_, at) => words[Number((bits >> (BITS * BigInt(WORDS - 1 - at))) & 2047n)] ?? "");
}

/** The words that begin like this; for help while typing, on the device. */
export function like(start: string, most = 5): string[] {
  const begin = start.toLowerCase().slice(0, 8);
  return begin === "" ? [] : words.filter((word) => word.startsWith(begin)).slice(0, most);
}

function value(word: string): number {
  const start = [...word].slice(0, LETTERS).join("");
  return [...start].length < LETTERS ? -1 : words.findIndex((known) => known.startsWith(start));
}

/** Reads eight words, however they are parted; of each the first four letters count. */
export function read(typed: string): Read {
  const parts = typed.split(/[^\p{Alphabetic}]+/u).filter((word) => word !== "").map((word) => word.toLowerCase());
  if (parts.length !== WORDS) return { count: parts.length };
  let bits = 0n;
  for (const [at, word] of parts.entries()) {
    const found = value(word);
    if (found < 0) return { unknown: at + 1 };
    bits = (bits << BITS) | BigInt(found);
  }
  return { code: Uint8Array.from({ length: BYTES }, (_, at) => Number((bits >> BigInt(8 * (BYTES - 1 - at))) & 255n)) };
}

/** The keys of a code for a door. */
export function keys(code: Uint8Array, door: string): CodeKeys {
  const expand = (purpose: string) => hkdf(sha256, code, undefined, utf8(`bersinar/${door}/${purpose}/1`), 32) as Bytes;
  return { address: expand("address"), secret: expand("secret"), seed: expand("seed") };
}
