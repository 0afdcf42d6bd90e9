// The reading room of a desk. Its member opens the desk's secret once, with the own passphrase; from then on pages of the room take each
// other's place in this window, so that the secret stays in its memory and nowhere else, until it is locked or left alone.

import { type Bytes, hex, unhex, utf8 } from "./bytes.ts";
import { identityOf } from "./envelope.ts";
import type { Letter } from "./letter.ts";
import { element, found } from "./page.ts";
import { type Noted, noted, sealing, signalled, suggest, words } from "./noting.ts";
import { passing, passedBy } from "./passing.ts";
import { type Data, type File, type Part, type Read, envelopeOf, filesOf, letter, room } from "./room.ts";
import { openWith, unwrap } from "./secrets.ts";
import { verify } from "./signing.ts";
import { peelWithheld, readWithheld } from "./withheld.ts";

/** Locks itself when nothing was done for so long. */
const IDLE = 15 * 60 * 1000;

let idle = 0;

function lock(): void {
  room.opened = undefined;
  location.reload();
}

function touched(): void {
  window.clearTimeout(idle);
  if (room.opened) idle = window.setTimeout(lock, IDLE);
}

/** Asks for a page of the room and puts it in this one's place. */
async function go(url: string, body?: URLSearchParams | FormData): Promise<void> {
  const answer = await fetch(url, body ? { method: "POST", body } : {});
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!next.getElementById("data-laporan")) return location.assign(answer.url);
  const main = found(next, "main");
  found(document, "main").replaceWith(document.adoptNode(main));
  document.title = next.title;
  // What was refused is told on this page, wherever it was sent.
  if (answer.ok && location.href !== answer.url) history.pushState(null, "", answer.url);
  main.querySelector<HTMLElement>("h1")?.setAttribute("tabindex", "-1");
  main.querySelector<HTMLElement>("h1")?.focus();
  reading();
}

/** A picture, made anew from its pixels, in a frame that may do nothing. */
async function shown({ bytes, name }: File, widest: number): Promise<HTMLElement | undefined> {
  try {
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
    const canvas = Object.assign(document.createElement("canvas"), { width: bitmap.width, height: bitmap.height });
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "");
    frame.title = name;
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
      shown(file, line.clientWidth)
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
  const notes = [one.officer ? t("desk-tip-officer") : "", one.not_to.length > 0 ? `${t("desk-tip-not-to")} ${one.not_to.map((desk) => data.signers?.[desk]?.title ?? desk).join(", ")}.` : ""];
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
  for (const { secret } of released ? (room.opened?.secrets ?? []) : []) {
    const words = released && (await peelWithheld(released, identityOf(secret)));
    const name = words && readWithheld(words);
    if (name === undefined) continue;
    const shown = found(document, "#dibaca");
    shown.hidden = false;
    found(shown, "b").textContent = name;
  }
}

async function item(data: Data, part: Part, read: Read | undefined, all: Noted): Promise<HTMLElement | undefined> {
  const t = (key: string) => data.texts[key] ?? key;
  const envelope = envelopeOf(part);
  if (read?.letter.kind === "redaction" || read?.letter.kind === "signal_back") return undefined;
  const from = part.author !== "reporter" && part.desk !== data.desk ? (data.signers?.[part.desk]?.title ?? part.desk) : "";
  const author = part.author === "passed" ? "reporter" : part.author;
  const line = element("li", element("p", element("b", t(`desk-tip-by-${author}`)), [from, part.day].map((text) => text && ` · ${text}`).join("")));
  line.className = `by-${author}`;
  if (!read) {
    line.append(Object.assign(element("p", t("desk-tip-sealed-otherwise")), { className: "note bad" }));
    return line;
  }
  const one = read.letter;
  const { shown, form } = one.kind === "signal" ? signalled(one, all.back.has(one.id), data) : words(part, one.text, all.redacted.get(part.n), data);
  if (form) sealing(form, data, go);
  line.append(...shown, ...said(data, one));
  if (read.letter.kind === "tip" && read.letter.identity) await named(data, read.body);
  const { files, sealed } = await filesOf(data, part);
  if (files.length > 0) line.append(Object.assign(element("ul", ...files.map((file) => fileLine(data, file))), { className: "plain" }));
  const by = part.author === "passed" ? passedBy(data, part, envelope, sealed) : undefined;
  if (by) line.append(Object.assign(element("p", element("small", `${t("desk-tip-passed-by")} ${by}`)), { className: "hint" }));
  const signed =
    part.author === "passed"
      ? by !== undefined
      : part.author !== "reporter" || verify(data.conversation?.signer ?? "", "addition", [utf8(part.desk), envelope, sealed], part.signature);
  if (!signed) line.append(Object.assign(element("p", t("desk-tip-unsigned")), { className: "note bad" }));
  return line;
}

async function show(data: Data): Promise<void> {
  const list = document.querySelector<HTMLElement>("#surat");
  if (!list || !data.parts) return;
  const read: [Part, Read | undefined][] = [];
  for (const part of data.parts) read.push([part, await letter(envelopeOf(part))]);
  const all = noted(read);
  const lines: HTMLElement[] = [];
  for (const [part, one] of read) lines.push(...[await item(data, part, one, all)].filter((line) => line !== undefined));
  list.replaceChildren(...lines);
  suggest(read[0]?.[1]);
  for (const hidden of document.querySelectorAll<HTMLElement>("[data-open]")) hidden.hidden = false;
}

/** Brings a page of the room to life; nothing where this is none. */
export function reading(): void {
  const island = document.getElementById("data-laporan");
  if (!island) return;
  const data = JSON.parse(island.textContent ?? "") as Data;
  const t = (key: string) => data.texts[key] ?? key;
  if (room.opened && room.opened.desk !== data.desk) room.opened = undefined;
  const form = found<HTMLFormElement>(document, "#buka");
  const told = found(form, "[role=alert]");
  const unlock = found<HTMLButtonElement>(form, "button.button");
  const stands = () => {
    form.hidden = room.opened !== undefined;
    found(document, "#terbuka").hidden = room.opened === undefined;
    touched();
  };
  const fail = (where: HTMLElement, text: string): void => void (where.textContent = text);
  unlock.disabled = false;
  stands();
  if (room.opened) void show(data);
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
      room.opened = { desk: data.desk, secrets };
      stands();
      await show(data);
    }, 30);
  });
  for (const link of document.querySelectorAll<HTMLAnchorElement>("main a[data-swap]")) {
    link.addEventListener("click", (event) => {
      if (!room.opened || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(link.href).catch(() => location.assign(link.href));
    });
  }
  for (const plain of document.querySelectorAll<HTMLFormElement>("main form[data-swap]")) {
    plain.addEventListener("submit", (event) => {
      if (!room.opened) return;
      event.preventDefault();
      go(location.href, new URLSearchParams(new FormData(plain) as unknown as Record<string, string>)).catch(() => plain.submit());
    });
  }
  const handing = document.querySelector<HTMLFormElement>("form[data-pass]");
  if (handing) passing(handing, data, go);
  for (const form of document.querySelectorAll<HTMLFormElement>("main form[data-seal]")) sealing(form, data, go);
}

/** Listens for what concerns the whole window, once. */
export function listen(): void {
  for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, touched);
  window.addEventListener("popstate", () => {
    if (document.getElementById("data-laporan")) go(location.href).catch(() => location.reload());
  });
}
