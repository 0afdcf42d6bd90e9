// Bytes and what people and files make of them. The twin of `crates/seal/src/digest.rs`.

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";

export type Bytes = Uint8Array<ArrayBuffer>;

export const hex = (bytes: Uint8Array): string => bytesToHex(bytes);
export const utf8 = (text: string): Bytes => utf8ToBytes(text) as Bytes;
export const joined = (...parts: Uint8Array[]): Bytes => concatBytes(...parts) as Bytes;
export const text = (bytes: Uint8Array): string => new TextDecoder("utf-8", { fatal: true }).decode(bytes);

/** Exactly `n` bytes of lower-case hexadecimal digits, or nothing. */
export function unhex(digits: string, n: number): Bytes | undefined {
  return new RegExp(`^[0-9a-f]{${2 * n}}$`).test(digits) ? (hexToBytes(digits) as Bytes) : undefined;
}

/** SHA-256 of plain bytes. */
export const digest = (bytes: Uint8Array): Bytes => sha256(bytes) as Bytes;

/** SHA-256 of a labelled list of fields, each behind its length (8 bytes, the greater end first). */
export function digestOfFields(label: string, fields: Uint8Array[]): Bytes {
  const parts = [utf8(label), ...fields].flatMap((field) => {
    const length = new Uint8Array(8);
    new DataView(length.buffer).setBigUint64(0, BigInt(field.length));
    return [length, field];
  });
  return digest(joined(...parts));
}
