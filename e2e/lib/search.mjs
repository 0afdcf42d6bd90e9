// Looks for texts where they must not be: in a folder with all its files, and in the memory of a process.

import { closeSync, openSync, readFileSync, readSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** A text as it may lie somewhere: in several encodings. */
function forms(text) {
  const bytes = Buffer.from(text, "utf8");
  // Base64 of the same bytes differs by where in a group of three it begins; the ends belong to what stands beside it.
  const base64 = [0, 1, 2].map((before) => Buffer.concat([Buffer.alloc(before), bytes]).toString("base64").slice(before && before + 1, -4));
  const encoded = [bytes.toString("hex"), bytes.toString("hex").toUpperCase(), ...base64, encodeURIComponent(text), encodeURIComponent(text).replaceAll("%20", "+")];
  return [bytes, Buffer.from(text, "utf16le"), ...new Set(encoded)].map((form) => Buffer.from(form));
}

/** Which of the texts lie in some bytes. */
export const inBytes = (bytes, texts) => texts.filter((text) => forms(text).some((form) => bytes.includes(form)));

/** Which lie in the files of a folder and below, as `file: text`. */
export function inFolder(folder, texts) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .flatMap((file) => inBytes(readFileSync(file), texts).map((text) => `${file}: ${text}`));
}

/** Read so many bytes of memory at a time, and so many of them once more, for what lies across. */
const PIECE = 16 << 20;
const OVERLAP = 4096;

/** Which lie in the memory of a process of ours. */
export function inMemory(pid, texts) {
  const found = new Set();
  const maps = readFileSync(`/proc/${pid}/maps`, "utf8").split("\n").map((line) => /^([0-9a-f]+)-([0-9a-f]+) r.*?(\[v\w+\])?$/.exec(line));
  const memory = openSync(`/proc/${pid}/mem`, "r");
  const piece = Buffer.alloc(PIECE);
  for (const [, from, to, virtual] of maps.filter(Boolean)) {
    if (virtual) continue;
    const end = BigInt(`0x${to}`);
    for (let at = BigInt(`0x${from}`); at < end; at += BigInt(PIECE - OVERLAP)) {
      const length = Number(end - at < BigInt(PIECE) ? end - at : BigInt(PIECE));
      const read = readSync(memory, piece, 0, length, at);
      for (const text of inBytes(piece.subarray(0, read), texts)) found.add(text);
    }
  }
  closeSync(memory);
  return [...found];
}
