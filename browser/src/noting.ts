// What a desk writes in the reading room: answers, notes, other words for a letter, and signals. All of it is sealed before it leaves the page.

import { hex, utf8 } from "./bytes.ts";
import { seal } from "./envelope.ts";
import type { Letter, Signal } from "./letter.ts";
import { element, found, said } from "./page.ts";
import { type Data, type Part, type Read, room } from "./room.ts";
import { publicKeys } from "./secrets.ts";
import { sign } from "./signing.ts";

/** What the desk noted about other parts. */
export interface Noted {
  /** The latest other words for a part. */
  redacted: Map<number, string>;
  /** Signals that were taken back. */
  back: Set<string>;
}

/** Reads the desk's notes for what they say about other parts. */
export function noted(read: [Part, Read | undefined][]): Noted {
  const all: Noted = { redacted: new Map(), back: new Set() };
  for (const [part, opened] of read) {
    if (part.author !== "note" || !opened) continue;
    if (opened.letter.kind === "redaction") all.redacted.set(opened.letter.of, opened.letter.text);
    if (opened.letter.kind === "signal_back") all.back.add(opened.letter.id);
  }
  return all;
}

const chosen = (form: HTMLFormElement, name: string): string => (form.elements.namedItem(name) as HTMLSelectElement | null)?.value ?? "";

/** The letter that a form makes; nothing where there are no words in it. */
function letterOf(form: HTMLFormElement): Letter | undefined {
  const kind = form.dataset["seal"];
  if (kind === "signal") {
    const id = hex(crypto.getRandomValues(new Uint8Array(16)));
    return { kind, id, sign: chosen(form, "sign"), place: chosen(form, "place"), week: chosen(form, "week") };
  }
  if (kind === "signal_back") return { kind, id: chosen(form, "signal") };
  const text = found<HTMLTextAreaElement>(form, "[data-words]").value.trim();
  if (text === "") return undefined;
  if (kind === "redaction") return { kind, of: Number(form.dataset["of"]), text };
  return { kind: kind === "answer" ? "answer" : "note", text };
}

/** What a form sends: the letter sealed, to the desk alone or to the reporter too and then signed. */
async function written(form: HTMLFormElement, data: Data): Promise<URLSearchParams | undefined> {
  const letter = letterOf(form);
  const first = room.opened?.secrets[0];
  if (!letter || !first || !data.conversation) return undefined;
  const own = (await publicKeys(first)).recipient;
  const to = letter.kind === "answer" ? [data.conversation.reply_to, own] : [own];
  const sealed = await seal({ head: utf8(JSON.stringify(letter)), body: new Uint8Array(0) }, to);
  const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
  if (letter.kind === "signal") body.set("signal", letter.id);
  body.set("sealed", hex(sealed));
  if (letter.kind === "answer") body.set("signature", sign(first.seed, "answer", [utf8(data.conversation.address), sealed]));
  return body;
}

/** Lets a form seal what is written in it; `go` asks for the next page of the room. */
export function sealing(form: HTMLFormElement, data: Data, go: (url: string, body: URLSearchParams) => Promise<void>): void {
  const t = (key: string) => data.texts[key] ?? key;
  const wrong = found(form, "[role=alert]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const value = form.querySelector<HTMLTextAreaElement>("[data-words]")?.value ?? "";
    written(form, data)
      .then(async (body) => {
        if (!body) return said(wrong, t("desk-tip-empty"));
        await go(location.href, body);
        // What was refused is told above; the words stay, since they never left this page.
        const again = document.querySelector<HTMLTextAreaElement>(`form[data-seal="${form.dataset["seal"]}"] [data-words]`);
        if (again && document.querySelector("main > .note.bad[role=alert]")) again.value = value;
      })
      .catch(() => said(wrong, t("desk-wrong-damaged")));
  });
}

/** A form of the page, taken from its template. */
function formOf(selector: string): HTMLFormElement {
  const inside = found<HTMLTemplateElement>(document, selector).content.cloneNode(true) as DocumentFragment;
  return found<HTMLFormElement>(inside, "form");
}

/** The words of a part: as they came, or the other ones with those that came under them; and a way to write other ones. */
export function words(part: Part, text: string, other: string | undefined, data: Data): { shown: HTMLElement[]; form: HTMLFormElement | undefined } {
  const t = (key: string) => data.texts[key] ?? key;
  if (part.author !== "reporter" && part.author !== "passed") return { shown: [element("blockquote", text)], form: undefined };
  const form = formOf("#sunting");
  form.dataset["of"] = String(part.n);
  const field = found<HTMLTextAreaElement>(form, "textarea");
  field.value = other ?? text;
  field.id = `sunting-${part.n}`;
  found<HTMLLabelElement>(form, "label").htmlFor = field.id;
  const write = element("details", element("summary", t("desk-tip-redact")), form);
  const asItCame = element("details", element("summary", t("desk-tip-original")), element("blockquote", text));
  const shown = other === undefined ? [element("blockquote", text)] : [element("p", element("small", t("desk-tip-redacted"))), element("blockquote", other), asItCame];
  return { shown: [...shown, write], form };
}

/** A signal that was noted, as its form says it; and a way to take it back. */
export function signalled(signal: Signal, back: boolean, data: Data): { shown: HTMLElement[]; form: HTMLFormElement | undefined } {
  const t = (key: string) => data.texts[key] ?? key;
  const titled = ([name, value]: [string, string]) => {
    const option = document.querySelector(`form[data-seal="signal"] [name="${name}"] option[value="${CSS.escape(value)}"]`);
    return option?.textContent ?? value;
  };
  const all = ([["sign", signal.sign], ["place", signal.place], ["week", signal.week]] as [string, string][]).map(titled).join(" · ");
  const line = element("p", `${t(back ? "desk-tip-signal-back" : "desk-tip-signalled")} ${all}`);
  if (back) return { shown: [line], form: undefined };
  const form = formOf("#tarik");
  for (const [name, value] of [["signal", signal.id], ["place", signal.place]] as const) {
    found<HTMLInputElement>(form, `[name=${name}]`).value = value;
  }
  return { shown: [line, form], form };
}

/** Begins the form for signals with what the report says. */
export function suggest(read: Read | undefined): void {
  const place = document.querySelector<HTMLSelectElement>('form[data-seal="signal"] [name=place]');
  const said = read?.letter.kind === "tip" ? read.letter.place : "";
  if (place && said !== "" && [...place.options].some((option) => option.value === said)) place.value = said;
}
