// What is inside an envelope, and how it is sent. The twin of `crates/domain/src/door/letter.rs`, and of what `crates/door/src/posted.rs` reads.

import { type Bytes, hex, joined, text, utf8 } from "./bytes.ts";
import { type CodeKeys } from "./code.ts";
import { identityOf, open, recipientOf, seal } from "./envelope.ts";
import type { Keyring } from "./keyring.ts";
import { publicOf, sign } from "./signing.ts";
import { sealWithheld } from "./withheld.ts";
import { type Work, worked } from "./work.ts";

/** The most bytes of a letter's words, and of all files together. */
export const MOST_WORDS = 20_000;
export const MOST_FILES = 25 << 20;

/** A report. */
export interface Tip {
  lang: string;
  about: string[];
  when: string;
  place: string;
  place_words: string;
  officer: boolean;
  not_to: string[];
  text: string;
  identity: boolean;
}

/** A letter. */
export type Letter = ({ kind: "tip" } & Tip) | { kind: "reply" | "answer" | "note"; text: string } | Redaction | Signal | { kind: "signal_back"; id: string };

/** Other words for a part, without what points to someone; the part itself stays as it came. */
export interface Redaction {
  kind: "redaction";
  of: number;
  text: string;
}

/** What was noted of a report as a signal, so that colleagues see that it was. */
export interface Signal {
  kind: "signal";
  id: string;
  sign: string;
  place: string;
  week: string;
}

/** A file that goes along, under a name that the page gives. */
export interface Attachment {
  name: string;
  type: string;
  bytes: Bytes;
}

/** A letter that is sealed and signed, ready to be sent as often as the line breaks. */
export interface Sealed {
  desk: string;
  adds: boolean;
  signature: string;
  body: Bytes;
}

/** Whom a conversation's words are for: the desk, both custodians. */
export type Desk = Keyring;

async function enclosed(files: Attachment[], to: string): Promise<Bytes> {
  if (files.length === 0) return new Uint8Array(0);
  const head = { files: files.map(({ name, type, bytes }) => ({ name, type, bytes: bytes.length })) };
  return seal({ head: utf8(JSON.stringify(head)), body: joined(...files.map((one) => one.bytes)) }, [to]);
}

/** Seals a letter to a desk, as the code's owner. */
export async function sealed(keys: CodeKeys, desk: Desk, letter: Letter, identity: string, files: Attachment[], adds: boolean): Promise<Sealed> {
  const to = desk.keys.recipient;
  const withheld = await sealWithheld(identity, [desk.custodians[0].recipient, desk.custodians[1].recipient], to);
  if (!withheld) throw new RangeError("more than is withheld");
  const words = await seal({ head: utf8(JSON.stringify(letter)), body: withheld }, [to]);
  const enclosure = await enclosed(files, to);
  const signature = sign(keys.seed, "addition", [utf8(desk.desk), words, enclosure]);
  const head = utf8(
    JSON.stringify({
      desk: desk.desk,
      address: hex(keys.address),
      reply_to: await recipientOf(identityOf(keys.secret)),
      signer: publicOf(keys.seed),
      signature,
      text: words.length,
      adds,
    }),
  );
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, head.length);
  return { desk: desk.desk, adds, signature, body: joined(length, head, words, enclosure) };
}

/** The letter in an envelope; nothing where it is for other keys, or none. */
export async function letterIn(envelope: Uint8Array, identity: string): Promise<{ letter: Letter; body: Bytes } | undefined> {
  const frame = await open(envelope, identity);
  try {
    return frame && { letter: JSON.parse(text(frame.head)) as Letter, body: frame.body };
  } catch {
    return undefined;
  }
}

/** From so many bytes on it is asked first whether there is work to do, so that nothing large goes over a slow line in vain. */
const LARGE = 200_000;
/** How often work is done for one letter, should more be asked for meanwhile. */
const MOST_TIMES = 5;

/** Sends a letter; tells how far it is, and when it waits its turn. Nothing where the line broke; otherwise what the server said is wrong, or an empty text. */
export async function send(path: string, one: Sealed, far: (share: number) => void, waits: () => void): Promise<string | undefined> {
  let work = one.body.length > LARGE ? await asked(path) : undefined;
  for (let times = 0; times < MOST_TIMES; times += 1) {
    if (work) waits();
    const said = await posted(path, one, work && (await worked(work, one.signature)), far);
    if (!said?.work) return said && (said.wrong ?? "");
    work = said.work;
  }
  return undefined;
}

/** What there is to do before something is sent; nothing where the line broke, since that shows soon enough. */
async function asked(path: string): Promise<Work | undefined> {
  try {
    const answer = await fetch(path.replace(/kirim$/, "giliran"), { cache: "no-store" });
    return ((await answer.json()) as { work: Work | null }).work ?? undefined;
  } catch {
    return undefined;
  }
}

function posted(path: string, one: Sealed, done: string | undefined, far: (share: number) => void): Promise<{ wrong?: string; work?: Work } | undefined> {
  return new Promise((answered) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    if (done) request.setRequestHeader("x-kerja", done);
    request.upload.onprogress = (event) => far(event.loaded / Math.max(1, event.total));
    request.onerror = request.ontimeout = () => answered(undefined);
    request.onload = () => {
      try {
        const said = JSON.parse(request.responseText) as { wrong?: string; work?: Work };
        answered(request.status === 200 || said.wrong || said.work ? said : undefined);
      } catch {
        answered(undefined);
      }
    };
    request.send(new Blob([one.body]));
  });
}
