// The reading room of a desk. Its member opens the desk's secret once, with the own passphrase; from then on pages of the room take each
// other's place in this window, so that the secret stays in its memory and nowhere else, until it is locked or left alone.

import { type Bytes, hex, unhex, utf8 } from "./bytes.ts";
import { identityOf, open, seal } from "./envelope.ts";
import { type Letter, letterIn } from "./letter.ts";
import { element, found } from "./page.ts";
import { type Secret, openWith, publicKeys, unwrap } from "./secrets.ts";
import { sign, verify } from "./signing.ts";
import { peelWithheld, readWithheld } from "./withheld.ts";

/** What a page of the room says. */
interface Data {
  wrapped: string;
  share: string;
  desk: string;
  texts: Record<string, string>;
  conversation?: { id: string; address: string; reply_to: string; signer: string };
  parts?: Part[];
  about?: Record<string, string>;
  when?: Record<string, string>;
  places?: Record<string, string>;
  /** A name that both custodians have released, sealed to the desk. */
  name?: string;
}

interface Part {
  n: number;
  author: "reporter" | "desk" | "note";
  day: string;
  body: string;
  files: boolean;
  signature: string;
}

/** Locks itself when nothing was done for so long. */
const IDLE = 15 * 60 * 1000;

/** The desk's secrets, the latest first, and which desk's they are. */
let opened: { desk: string; secrets: Secret[] } | undefined;
let idle = 0;

function lock(): void {
  opened = undefined;
  location.reload();
}

function touched(): void {
  window.clearTimeout(idle);
  if (opened) idle = window.setTimeout(lock, IDLE);
}

/** Asks for a page of the room and puts it in this one's place. */
async function go(url: string, body?: URLSearchParams): Promise<void> {
  const answer = await fetch(url, body ? { method: "POST", body } : {});
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!next.getElementById("data-laporan")) return location.assign(answer.url);
  const main = found(next, "main");
  found(document, "main").replaceWith(document.adoptNode(main));
  document.title = next.title;
  if (location.href !== answer.url) history.pushState(null, "", answer.url);
  main.querySelector<HTMLElement>("h1")?.setAttribute("tabindex", "-1");
  main.querySelector<HTMLElement>("h1")?.focus();
  reading();
}

/** A letter, with whichever of the desk's secrets opens it. */
async function letter(envelope: Bytes): Promise<{ letter: Letter; body: Bytes } | undefined> {
  for (const { secret } of opened?.secrets ?? []) {
    const read = await letterIn(envelope, identityOf(secret));
    if (read) return read;
  }
  return undefined;
}

/** A picture, made anew from its pixels, in a frame that may do nothing. */
async function shown(bytes: Bytes, widest: number): Promise<HTMLElement | undefined> {
  try {
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
    const canvas = Object.assign(document.createElement("canvas"), { width: bitmap.width, height: bitmap.height });
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "");
    frame.title = "";
    const width = Math.min(bitmap.width, widest, 640);
    frame.width = String(width);
    frame.height = String(Math.round((bitmap.height * width) / bitmap.width));
    for (const side of ["marginwidth", "marginheight"]) frame.setAttribute(side, "0");
    frame.srcdoc = `<!doctype html><img alt="" width="${frame.width}" src="${canvas.toDataURL("image/jpeg", 0.9)}">`;
    return frame;
  } catch {
    return undefined;
  }
}

interface File {
  name: string;
  type: string;
  bytes: Bytes;
}

/** The files of a part, opened. */
async function filesOf(data: Data, part: Part): Promise<{ files: File[]; sealed: Bytes }> {
  const answer = await fetch(`/meja/${data.desk}/laporan/${data.conversation?.id}/berkas/${part.n}`);
  const sealed = new Uint8Array(await answer.arrayBuffer());
  for (const { secret } of opened?.secrets ?? []) {
    const frame = await open(sealed, identityOf(secret));
    if (!frame) continue;
    const { files } = JSON.parse(new TextDecoder().decode(frame.head)) as { files: { name: string; type: string; bytes: number }[] };
    let at = 0;
    const cut = files.map(({ name, type, bytes }) => ({ name: name.replace(/[^\w.-]/g, "_"), type, bytes: frame.body.slice(at, (at += bytes)) }));
    return { files: cut, sealed };
  }
  return { files: [], sealed };
}

function button(text: string, press: () => void): HTMLButtonElement {
  const one = Object.assign(element("button", text), { type: "button", className: "quiet" });
  one.addEventListener("click", press);
  return one;
}

function fileLine(data: Data, file: File): HTMLElement {
  const t = (key: string) => data.texts[key] ?? key;
  const line = element("li", `${file.name} · ${Math.ceil(file.bytes.length / 1024)} KB `);
  // What it says of itself is not believed: only what begins as a JPEG is decoded.
  if (file.bytes[0] === 0xff && file.bytes[1] === 0xd8) {
    const show = button(t("desk-tip-file-show"), () => {
      shown(file.bytes, line.clientWidth)
        .then((frame) => show.replaceWith(frame ?? t("desk-wrong-damaged")))
        .catch(() => undefined);
    });
    line.append(show);
  } else {
    line.append(element("small", t("desk-tip-file-warning")), " ");
  }
  line.append(
    button(t("desk-tip-file-save"), () => {
      const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([file.bytes])), download: file.name });
      link.click();
      URL.revokeObjectURL(link.href);
    }),
  );
  return line;
}

/** What a report says beside its words. */
function said(data: Data, one: Letter): HTMLElement[] {
  if (one.kind !== "tip") return [];
  const t = (key: string) => data.texts[key] ?? key;
  const named = (names: Record<string, string> | undefined, id: string) => names?.[id] ?? id;
  const place = [one.place && named(data.places, one.place), one.place_words].filter(Boolean).join(": ");
  const facts: [string, string][] = [
    [t("desk-tip-about"), one.about.map((id) => named(data.about, id)).join(", ")],
    [t("desk-tip-when"), one.when && named(data.when, one.when)],
    [t("desk-tip-place"), place],
  ];
  const list = element("dl", ...facts.filter(([, value]) => value !== "").map(([name, value]) => element("div", element("dt", name), element("dd", value))));
  list.className = "facts";
  const notes = [one.officer ? t("desk-tip-officer") : "", one.not_to.length > 0 ? `${t("desk-tip-not-to")} ${one.not_to.join(", ")}.` : ""];
  return [list, ...notes.filter((text) => text !== "").map((text) => Object.assign(element("p", text), { className: "note" }))];
}

/** Shows what can be done about a name that was given all the same, or the name once both custodians have released it. */
async function named(data: Data, layered: Bytes): Promise<void> {
  found(document, "[data-name]").hidden = false;
  const form = document.querySelector<HTMLFormElement>("form[data-ask]");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
    body.set("sealed", hex(layered));
    go(location.href, body).catch(() => location.reload());
  });
  const released = data.name ? unhex(data.name, data.name.length / 2) : undefined;
  for (const { secret } of released ? (opened?.secrets ?? []) : []) {
    const words = released && (await peelWithheld(released, identityOf(secret)));
    const name = words && readWithheld(words);
    if (name === undefined) continue;
    const shown = found(document, "#dibaca");
    shown.hidden = false;
    found(shown, "b").textContent = name;
  }
}

async function item(data: Data, part: Part): Promise<HTMLElement> {
  const t = (key: string) => data.texts[key] ?? key;
  const envelope = unhex(part.body, part.body.length / 2) ?? new Uint8Array(0);
  const read = await letter(envelope);
  const line = element("li", element("p", element("b", t(`desk-tip-by-${part.author}`)), ` · ${part.day}`));
  line.className = `by-${part.author}`;
  if (!read) {
    line.append(Object.assign(element("p", t("desk-tip-sealed-otherwise")), { className: "note bad" }));
    return line;
  }
  line.append(element("blockquote", read.letter.text), ...said(data, read.letter));
  if (read.letter.kind === "tip" && read.letter.identity) await named(data, read.body);
  const { files, sealed } = part.files ? await filesOf(data, part) : { files: [], sealed: new Uint8Array(0) };
  if (files.length > 0) line.append(Object.assign(element("ul", ...files.map((file) => fileLine(data, file))), { className: "plain" }));
  const signed = part.author !== "reporter" || verify(data.conversation?.signer ?? "", "addition", [utf8(data.desk), envelope, sealed], part.signature);
  if (!signed) line.append(Object.assign(element("p", t("desk-tip-unsigned")), { className: "note bad" }));
  return line;
}

async function show(data: Data): Promise<void> {
  const list = document.querySelector<HTMLElement>("#surat");
  if (!list || !data.parts) return;
  const lines: HTMLElement[] = [];
  for (const part of data.parts) lines.push(await item(data, part));
  list.replaceChildren(...lines);
  for (const hidden of document.querySelectorAll<HTMLElement>("[data-open]")) hidden.hidden = false;
}

/** What a form sends: the words sealed, to the desk alone or to the reporter too and then signed. */
async function written(form: HTMLFormElement, data: Data): Promise<URLSearchParams | undefined> {
  const words = found<HTMLTextAreaElement>(form, "[data-words]").value.trim();
  const first = opened?.secrets[0];
  if (words === "" || !first || !data.conversation) return undefined;
  const answers = form.dataset["seal"] === "answer";
  const own = (await publicKeys(first)).recipient;
  const head = utf8(JSON.stringify({ kind: answers ? "answer" : "note", text: words }));
  const to = answers ? [data.conversation.reply_to, own] : [own];
  const sealed = await seal({ head, body: new Uint8Array(0) }, to);
  const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
  body.set("sealed", hex(sealed));
  if (answers) body.set("signature", sign(first.seed, "answer", [utf8(data.conversation.address), sealed]));
  return body;
}

/** Brings a page of the room to life; nothing where this is none. */
export function reading(): void {
  const island = document.getElementById("data-laporan");
  if (!island) return;
  const data = JSON.parse(island.textContent ?? "") as Data;
  const t = (key: string) => data.texts[key] ?? key;
  if (opened && opened.desk !== data.desk) opened = undefined;
  const form = found<HTMLFormElement>(document, "#buka");
  const told = found(form, "[role=alert]");
  const unlock = found<HTMLButtonElement>(form, "button.button");
  const stands = () => {
    form.hidden = opened !== undefined;
    found(document, "#terbuka").hidden = opened === undefined;
    touched();
  };
  const fail = (where: HTMLElement, text: string): void => void (where.textContent = text);
  unlock.disabled = false;
  stands();
  if (opened) void show(data);
  found(document, "[data-lock]").addEventListener("click", lock);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    unlock.disabled = true;
    fail(told, t("desk-working"));
    // Let the page say that it works before scrypt takes the thread.
    window.setTimeout(async () => {
      const pass = found<HTMLInputElement>(form, "[data-field=pass]");
      const own = (await unwrap(data.wrapped, pass.value))?.[0];
      const secrets = own && (await openWith(data.share, own));
      unlock.disabled = false;
      if (!secrets) return fail(told, t(own ? "desk-wrong-damaged" : "desk-wrong-passphrase"));
      pass.value = "";
      fail(told, "");
      opened = { desk: data.desk, secrets };
      stands();
      await show(data);
    }, 30);
  });
  for (const link of document.querySelectorAll<HTMLAnchorElement>("main a[data-swap]")) {
    link.addEventListener("click", (event) => {
      if (!opened || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(link.href).catch(() => location.assign(link.href));
    });
  }
  for (const plain of document.querySelectorAll<HTMLFormElement>("main form[data-swap]")) {
    plain.addEventListener("submit", (event) => {
      if (!opened) return;
      event.preventDefault();
      go(location.href, new URLSearchParams(new FormData(plain) as unknown as Record<string, string>)).catch(() => plain.submit());
    });
  }
  for (const sealing of document.querySelectorAll<HTMLFormElement>("main form[data-seal]")) {
    const wrong = found(sealing, "[role=alert]");
    sealing.addEventListener("submit", (event) => {
      event.preventDefault();
      written(sealing, data)
        .then(async (body) => {
          if (!body) return fail(wrong, t("desk-tip-empty"));
          const { value } = found<HTMLTextAreaElement>(sealing, "[data-words]");
          await go(location.href, body);
          // What was refused is told above; the words stay, since they never left this page.
          const again = document.querySelector<HTMLTextAreaElement>(`form[data-seal="${sealing.dataset["seal"]}"] [data-words]`);
          if (again && document.querySelector("main > .note.bad[role=alert]")) again.value = value;
        })
        .catch(() => fail(wrong, t("desk-wrong-damaged")));
    });
  }
}

/** Listens for what concerns the whole window, once. */
export function listen(): void {
  for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, touched);
  window.addEventListener("popstate", () => {
    if (document.getElementById("data-laporan")) go(location.href).catch(() => location.reload());
  });
}
