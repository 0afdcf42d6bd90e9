// Signatures of people and desks: Ed25519 over a digest with a label. The twin of `crates/seal/src/signing.rs`.

import { ed25519 } from "@noble/curves/ed25519.js";
import { digestOfFields, hex, unhex } from "./bytes.ts";

/** For what something is signed; a part of what is signed. */
export type Purpose = "holder" | "keyring" | "opened" | "answer" | "addition" | "passing";

const label = (purpose: Purpose): string => `bersinar/${purpose}/1`;

/** The public half of a seed, as 64 hexadecimal digits. */
export const publicOf = (seed: Uint8Array): string => hex(ed25519.getPublicKey(seed));

/** Signs fields for a purpose; 128 hexadecimal digits. */
export const sign = (seed: Uint8Array, purpose: Purpose, fields: Uint8Array[]): string =>
  hex(ed25519.sign(digestOfFields(label(purpose), fields), seed));

/** Whether this key signed these fields for this purpose. */
export function verify(key: string, purpose: Purpose, fields: Uint8Array[], signature: string): boolean {
  const [known, signed] = [unhex(key, 32), unhex(signature, 64)];
  if (!known || !signed) return false;
  try {
    return ed25519.verify(signed, digestOfFields(label(purpose), fields), known, { zip215: false });
  } catch {
    return false;
  }
}
