// Envelopes: a frame of a size that says little, sealed in the age format. The twin of `crates/seal/src/envelope.rs`.

import { bech32 } from "@scure/base";
import { Decrypter, Encrypter, identityToRecipient } from "age-encryption";
import { type Bytes, joined } from "./bytes.ts";

/** The smallest and the largest frame. */
export const LEAST = 4096;
export const MOST = 32 << 20;

/** What is inside: a head as JSON, and the files one after another. */
export interface Frame {
  head: Bytes;
  body: Bytes;
}

/** The size of the frame that holds this: a power of two; nothing where it is too large. */
export function size(frame: Frame): number | undefined {
  const inside = 8 + frame.head.length + frame.body.length;
  let size = LEAST;
  while (size < inside) size *= 2;
  return size > MOST ? undefined : size;
}

/** An identity as age writes it, of 32 secret bytes. */
export const identityOf = (secret: Uint8Array): string => bech32.encodeFromBytes("age-secret-key-", secret).toUpperCase();

/** Whom to seal to, so that this identity opens it. */
export const recipientOf = (identity: string): Promise<string> => identityToRecipient(identity);

/** The bytes of a frame: two lengths, head, body, and zeros. */
export function bytesOf(frame: Frame): Bytes {
  const whole = size(frame);
  if (whole === undefined) throw new RangeError("more than an envelope holds");
  const bytes = new Uint8Array(whole);
  const lengths = new DataView(bytes.buffer);
  lengths.setUint32(0, frame.head.length);
  lengths.setUint32(4, frame.body.length);
  bytes.set(joined(frame.head, frame.body), 8);
  return bytes;
}

/** The frame in these bytes; nothing where they are none. */
export function frameOf(bytes: Bytes): Frame | undefined {
  if (bytes.length < LEAST) return undefined;
  const lengths = new DataView(bytes.buffer, bytes.byteOffset);
  const bodyAt = 8 + lengths.getUint32(0);
  const end = bodyAt + lengths.getUint32(4);
  if (end > bytes.length) return undefined;
  const frame = { head: bytes.slice(8, bodyAt), body: bytes.slice(bodyAt, end) };
  // Only zeros, and only as many as the size asks for: one frame has one shape.
  return size(frame) === bytes.length && bytes.subarray(end).every((byte) => byte === 0) ? frame : undefined;
}

/** Seals a frame: each of these can open it. */
export async function seal(frame: Frame, to: string[]): Promise<Bytes> {
  return sealBytes(bytesOf(frame), to);
}

/** Seals bytes that have a size of their own. */
export async function sealBytes(bytes: Uint8Array, to: string[]): Promise<Bytes> {
  if (to.length === 0) throw new TypeError("nobody to seal to");
  const encrypter = new Encrypter();
  for (const one of to) encrypter.addRecipient(one);
  return (await encrypter.encrypt(bytes)) as Bytes;
}

/** Opens an envelope; nothing where it is for other keys, damaged, or no frame. */
export async function open(sealed: Uint8Array, identity: string): Promise<Frame | undefined> {
  const bytes = await openBytes(sealed, identity);
  return bytes && frameOf(bytes);
}

/** Opens what has a size of its own. */
export async function openBytes(sealed: Uint8Array, identity: string): Promise<Bytes | undefined> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  try {
    return (await decrypter.decrypt(sealed)) as Bytes;
  } catch {
    return undefined;
  }
}
