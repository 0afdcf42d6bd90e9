// Passing a conversation on: every part is sealed again, to another desk, and signed by this one. The twin of
// `crates/app/src/doors/passing.rs`.

import { type Bytes, joined, utf8 } from "./bytes.ts";
import { seal } from "./envelope.ts";
import { type Keyring, read } from "./keyring.ts";
import { MOST_WORDS } from "./letter.ts";
import { element, found, said } from "./page.ts";
import { type Data, type Part, envelopeOf, filesOf, letter, room } from "./room.ts";
import { sign, verify } from "./signing.ts";
import { sealWithheld } from "./withheld.ts";

/** The most bytes that go in one piece; the twin of `web::posted::LARGEST_PASSED`. */
const MOST = 40 << 20;

/** A part, sealed again. */
interface Again {
  n: number;
  text: Bytes;
  files: Bytes;
  signature: string;
}

/** What is wrong, by the name of the text that tells it. */
class Wrong extends Error {}

const NOTHING: Bytes = new Uint8Array(0);

const fields = (to: string, leaf: string, text: Bytes, files: Bytes): Bytes[] => [utf8(to), utf8(leaf), text, files];

/** The desk that has sealed a part again for this one; nothing where none has signed it. */
export function passedBy(data: Data, part: Part, text: Bytes, files: Bytes): string | undefined {
  for (const { title, keyrings } of Object.values(data.signers ?? {})) {
    const by = keyrings.map(read).some((one) => one && verify(one.keys.verify, "passing", fields(data.desk, part.leaf, text, files), part.signature));
    if (by) return title;
  }
  return undefined;
}

async function again(data: Data, part: Part, to: Keyring): Promise<Again> {
  const opened = await letter(envelopeOf(part));
  const seed = room.opened?.secrets[0]?.seed;
  const { n, leaf } = part;
  if (!opened || !seed || !data.conversation) throw new Wrong("desk-tip-sealed-otherwise");
  if (part.author === "desk") {
    const head = utf8(JSON.stringify(opened.letter));
    const text = await seal({ head, body: NOTHING }, [data.conversation.reply_to, to.keys.recipient]);
    return { n, text, files: NOTHING, signature: sign(seed, "answer", [utf8(data.conversation.address), text]) };
  }
  // A name stays with this desk's custodians: nobody else can open its layers.
  const head = utf8(JSON.stringify("identity" in opened.letter ? { ...opened.letter, identity: false } : opened.letter));
  const body = await sealWithheld("", [to.custodians[0].recipient, to.custodians[1].recipient], to.keys.recipient);
  const text = await seal({ head, body: body ?? NOTHING }, [to.keys.recipient]);
  const { frame } = await filesOf(data, part);
  if (part.files && !frame) throw new Wrong("desk-tip-sealed-otherwise");
  const files = frame ? await seal(frame, [to.keys.recipient]) : NOTHING;
  return { n, text, files, signature: sign(seed, "passing", fields(to.desk, leaf, text, files)) };
}

/** All parts in one piece: the length of a head, the head, the envelopes. */
function together(parts: Again[]): Bytes {
  const head = utf8(JSON.stringify(parts.map(({ n, text, files, signature }) => ({ n, text: text.length, files: files.length, signature }))));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, head.length);
  return joined(length, head, ...parts.flatMap(({ text, files }) => [text, files]));
}

async function sealedAgain(data: Data, to: Keyring, note: string): Promise<Bytes> {
  const parts: Again[] = [];
  for (const part of data.parts ?? []) if (part.author !== "note") parts.push(await again(data, part, to));
  if (note !== "") {
    const text = await seal({ head: utf8(JSON.stringify({ kind: "note", text: note })), body: NOTHING }, [to.keys.recipient]);
    parts.push({ n: 0, text, files: NOTHING, signature: "" });
  }
  const all = together(parts);
  if (all.length > MOST) throw new Wrong("desk-tip-pass-too-large");
  return all;
}

/** The desks that the reporter does not want to have it. */
async function unwanted(data: Data): Promise<string[]> {
  const first = data.parts?.[0] && (await letter(envelopeOf(data.parts[0])));
  return first?.letter.kind === "tip" ? first.letter.not_to : [];
}

/** Lets a form pass the conversation on; `go` asks for the next page of the room. */
export function passing(form: HTMLFormElement, data: Data, go: (url: string, body: FormData) => Promise<void>): void {
  const t = (key: string) => data.texts[key] ?? key;
  const told = found(form, "[role=alert]");
  const choice = found<HTMLSelectElement>(form, "select");
  const button = found<HTMLButtonElement>(form, "button.button");
  const words = found<HTMLTextAreaElement>(form, "[data-words]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const work = async () => {
      const signed = data.others?.[choice.value];
      const to = signed && read(signed);
      if (!to) throw new Wrong("desk-wrong-damaged");
      if ((await unwanted(data)).includes(to.desk)) throw new Wrong("desk-tip-pass-unwanted");
      const note = words.value.trim();
      if (utf8(note).length > MOST_WORDS) throw new Wrong("desk-tip-too-long");
      const body = new FormData(form);
      body.set("parts", new Blob([await sealedAgain(data, to, note)]), "parts");
      await go(form.action, body);
      const refused = document.querySelector<HTMLTextAreaElement>("form[data-pass] [data-words]");
      if (refused) refused.value = words.value;
    };
    button.disabled = true;
    said(told, t("desk-working"));
    work()
      .catch((error: unknown) => {
        button.disabled = false;
        told.replaceChildren(element("span", t(error instanceof Wrong ? error.message : "desk-wrong-damaged")));
      })
      .catch(() => undefined);
  });
}
