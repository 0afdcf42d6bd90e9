// The keyring of a desk, signed by both custodians. The twin of `crates/seal/src/keyring.rs`.

import { digest, digestOfFields, hex, utf8 } from "./bytes.ts";
import { verify } from "./signing.ts";

/** The public keys of a person, or of a desk. */
export interface PublicKeys {
  recipient: string;
  verify: string;
}

/** What a keyring says. */
export interface Keyring {
  door: string;
  desk: string;
  version: number;
  keys: PublicKeys;
  custodians: [PublicKeys, PublicKeys];
  members: PublicKeys[];
  before: string | null;
}

/** A keyring with both signatures, over these very bytes. */
export interface Signed {
  keyring: string;
  signatures: [string, string];
}

/** Reads a keyring; nothing where it is damaged, a key stands in it twice, or a custodian has not signed it. */
export function read(signed: Signed): Keyring | undefined {
  let keyring: Keyring;
  try {
    keyring = JSON.parse(signed.keyring) as Keyring;
    const all = [keyring.keys, ...keyring.custodians, ...keyring.members];
    const parts = all.flatMap((keys) => [keys.recipient, keys.verify]);
    if (keyring.custodians.length !== 2 || new Set(parts).size !== parts.length) return undefined;
  } catch {
    return undefined;
  }
  const fields = [utf8(signed.keyring)];
  const both = keyring.custodians.every((one, at) => verify(one.verify, "keyring", fields, signed.signatures[at] ?? ""));
  return both ? keyring : undefined;
}

/** The digest by which the next version names this one. */
export const digestOf = (signed: Signed): string => hex(digest(utf8(signed.keyring)));

/** What a poster shows of the custodians' signing keys: 16 letters and digits in four groups. */
export function fingerprint(keyring: Keyring): string {
  const [first, second] = keyring.custodians;
  return readOut(digestOfFields("bersinar/root/1", [keyring.door, keyring.desk, first.verify, second.verify].map(utf8)));
}

/** What two people read to each other to see that these are a person's keys. */
export const personal = (keys: PublicKeys): string => readOut(digestOfFields("bersinar/person/1", [keys.recipient, keys.verify].map(utf8)));

/** The first 80 bits in Crockford's 32 characters: none that is taken for another. */
function readOut(digest: Uint8Array): string {
  let bits = digest.slice(0, 10).reduce((bits, byte) => (bits << 8n) | BigInt(byte), 0n);
  let signs = "";
  for (let at = 0; at < 16; at += 1) {
    signs = ("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[Number(bits & 31n)] ?? "") + signs;
    bits >>= 5n;
  }
  return signs.replace(/(.{4})(?=.)/g, "$1 ");
}
