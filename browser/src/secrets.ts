// Private keys of people and desks, in clear only here: made, wrapped by a passphrase, sealed. The twin of
// `crates/seal/src/secrets.rs`.

import { Decrypter, Encrypter } from "age-encryption";
import { type Bytes, hex, text, unhex, utf8 } from "./bytes.ts";
import { type Frame, bytesOf, frameOf, identityOf, open, recipientOf, seal } from "./envelope.ts";
import type { PublicKeys } from "./keyring.ts";
import { publicOf } from "./signing.ts";

/** A pair of private keys. */
export interface Secret {
  /** X25519: opens envelopes. */
  secret: Bytes;
  /** Ed25519: signs. */
  seed: Bytes;
}

/** How hard a passphrase is to try: 2^16 rounds of scrypt, 64 MB and about a second. */
const HARD = 16;

/** New keys. */
export const make = (): Secret => ({
  secret: crypto.getRandomValues(new Uint8Array(32)),
  seed: crypto.getRandomValues(new Uint8Array(32)),
});

/** The public halves. */
export const publicKeys = async (one: Secret): Promise<PublicKeys> => ({
  recipient: await recipientOf(identityOf(one.secret)),
  verify: publicOf(one.seed),
});

function frame(secrets: Secret[]): Frame {
  const written = secrets.map((one) => [hex(one.secret), hex(one.seed)]);
  return { head: utf8(JSON.stringify({ secrets: written })), body: new Uint8Array(0) };
}

function read(frame: Frame): Secret[] | undefined {
  try {
    const { secrets } = JSON.parse(text(frame.head)) as { secrets: [string, string][] };
    const all = secrets.map(([secret, seed]) => ({ secret: unhex(secret, 32), seed: unhex(seed, 32) }));
    const whole = all.filter((one): one is Secret => one.secret !== undefined && one.seed !== undefined);
    return whole.length === secrets.length && whole.length > 0 ? whole : undefined;
  } catch {
    return undefined;
  }
}

/** Wraps keys by a passphrase; hexadecimal digits. */
export async function wrap(secrets: Secret[], passphrase: string, hard = HARD): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase.normalize("NFKC"));
  encrypter.setScryptWorkFactor(hard);
  return hex(await encrypter.encrypt(bytesOf(frame(secrets))));
}

/** Opens what a passphrase wraps; nothing where it is another passphrase. */
export async function unwrap(wrapped: string, passphrase: string): Promise<Secret[] | undefined> {
  const bytes = unhex(wrapped, wrapped.length / 2);
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase.normalize("NFKC"));
  try {
    const opened = bytes && frameOf((await decrypter.decrypt(bytes)) as Bytes);
    return opened && read(opened);
  } catch {
    return undefined;
  }
}

/** Seals keys to someone; hexadecimal digits. */
export const sealTo = async (secrets: Secret[], recipient: string): Promise<string> => hex(await seal(frame(secrets), [recipient]));

/** Opens keys that were sealed to this one. */
export async function openWith(sealed: string, own: Secret): Promise<Secret[] | undefined> {
  const bytes = unhex(sealed, sealed.length / 2);
  const opened = bytes && (await open(bytes, identityOf(own.secret)));
  return opened && read(opened);
}

/** Seals keys to the second custodian, and that to the first. */
export async function layer(secrets: Secret[], [first, second]: [string, string]): Promise<string> {
  const inner = await seal(frame(secrets), [second]);
  return hex(await seal({ head: utf8("{}"), body: inner }, [first]));
}

/** What the first custodian passes on: still sealed to the second. */
export async function peel(layered: string, own: Secret): Promise<string | undefined> {
  const bytes = unhex(layered, layered.length / 2);
  const opened = bytes && (await open(bytes, identityOf(own.secret)));
  return opened && hex(opened.body);
}
