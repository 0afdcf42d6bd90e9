// What is open in a window of the reading room: the desk's secrets, and what they open of a conversation.

import { type Bytes, unhex } from "./bytes.ts";
import { type Frame, identityOf, open } from "./envelope.ts";
import type { Signed } from "./keyring.ts";
import { type Letter, letterIn } from "./letter.ts";
import type { Secret } from "./secrets.ts";

/** What a page of the room says. */
export interface Data {
  wrapped: string;
  share: string;
  desk: string;
  texts: Record<string, string>;
  conversation?: { id: string; address: string; reply_to: string; signer: string };
  parts?: Part[];
  about?: Record<string, string>;
  when?: Record<string, string>;
  places?: Record<string, string>;
  /** Other desks that receive, and what all desks sign by. */
  others?: Record<string, Signed>;
  signers?: Record<string, { title: string; keyrings: Signed[] }>;
  /** A name that both custodians have released, sealed to the desk. */
  name?: string;
}

export interface Part {
  n: number;
  author: "reporter" | "desk" | "note" | "passed";
  /** The desk to which it was sent, or that wrote it. */
  desk: string;
  leaf: string;
  day: string;
  body: string;
  files: boolean;
  signature: string;
}

/** A letter that was opened, and what its frame holds beside it. */
export interface Read {
  letter: Letter;
  body: Bytes;
}

/** The desk's secrets, the latest first, and which desk's they are; nothing while it is locked. */
export const room: { opened: { desk: string; secrets: Secret[] } | undefined } = { opened: undefined };

/** The envelope of text of a part. */
export const envelopeOf = (part: Part): Bytes => unhex(part.body, part.body.length / 2) ?? new Uint8Array(0);

/** A letter, with whichever of the desk's secrets opens it. */
export async function letter(envelope: Bytes): Promise<Read | undefined> {
  for (const { secret } of room.opened?.secrets ?? []) {
    const read = await letterIn(envelope, identityOf(secret));
    if (read) return read;
  }
  return undefined;
}

export interface File {
  name: string;
  type: string;
  bytes: Bytes;
}

/** The files of a part: sealed, as a frame, and one by one. */
export async function filesOf(data: Data, part: Part): Promise<{ files: File[]; frame: Frame | undefined; sealed: Bytes }> {
  if (!part.files) return { files: [], frame: undefined, sealed: new Uint8Array(0) };
  const answer = await fetch(`/meja/${data.desk}/laporan/${data.conversation?.id}/berkas/${part.n}`);
  const sealed = new Uint8Array(await answer.arrayBuffer());
  for (const { secret } of room.opened?.secrets ?? []) {
    const frame = await open(sealed, identityOf(secret));
    if (!frame) continue;
    const { files } = JSON.parse(new TextDecoder().decode(frame.head)) as { files: { name: string; type: string; bytes: number }[] };
    let at = 0;
    const cut = files.map(({ name, type, bytes }) => ({ name: name.replace(/[^\w.-]/g, "_"), type, bytes: frame.body.slice(at, (at += bytes)) }));
    return { files: cut, frame, sealed };
  }
  return { files: [], frame: undefined, sealed };
}
