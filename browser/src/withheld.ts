// Words that nobody opens alone: sealed to the desk, that to the second custodian, that to the first. The twin of
// `crates/seal/src/withheld.rs`.

import { type Bytes, joined, text, utf8 } from "./bytes.ts";
import { openBytes, sealBytes } from "./envelope.ts";

/** How many bytes of text it holds. */
export const MOST = 510;
const LENGTH = 2;

/** Seals words in three layers; nothing where they are too long. */
export async function sealWithheld(words: string, [first, second]: [string, string], desk: string): Promise<Bytes | undefined> {
  const said = utf8(words);
  if (said.length > MOST) return undefined;
  let bytes = new Uint8Array(LENGTH + MOST);
  bytes.set(joined(Uint8Array.of(said.length >> 8, said.length & 255), said));
  for (const to of [desk, second, first]) bytes = await sealBytes(bytes, [to]);
  return bytes;
}

/** Takes the outermost layer off; nothing where it is another's. */
export const peelWithheld = (layered: Uint8Array, identity: string): Promise<Bytes | undefined> => openBytes(layered, identity);

/** The words, once all three layers are off; nothing where these are none. */
export function readWithheld(bytes: Bytes): string | undefined {
  const length = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
  const whole = bytes.length === LENGTH + MOST && length <= MOST && bytes.subarray(LENGTH + length).every((byte) => byte === 0);
  try {
    return whole ? text(bytes.slice(LENGTH, LENGTH + length)) : undefined;
  } catch {
    return undefined;
  }
}
