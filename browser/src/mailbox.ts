// Coming back: the eight words open a box, whose answers are held against the desk's signature; and something can be added.

import { type Bytes, digestOfFields, hex, text, utf8 } from "./bytes.ts";
import { type CodeKeys, keys, like, read as readCode } from "./code.ts";
import { identityOf, open } from "./envelope.ts";
import { type Signed, read as readKeyring } from "./keyring.ts";
import { MOST_WORDS, type Sealed, letterIn, sealed, send } from "./letter.ts";
import { element, found, said } from "./page.ts";
import { verify } from "./signing.ts";

/** What the page says of itself. */
interface Data {
  door: string;
  lang: string;
  /** Each desk's keyrings, the latest first. */
  desks: [string, Signed[]][];
  outcomes: Record<string, string>;
  titles: Record<string, string>;
  texts: Record<string, string>;
}

/** What the head of a box says. The twin of `app::doors::conversations::Mailbox`. */
interface Head {
  desk: string;
  chain: string;
  sent: string;
  came_on: string;
  state: string;
  outcome: string;
  due: string | null;
  parts: number;
  letters: { n: number; day: string; desk: string; bytes: number; signature: string }[];
  more: boolean;
}

export function mailbox(form: HTMLFormElement, data: Data): void {
  const t = (key: string) => data.texts[key] ?? key;
  const problem = found(document, "#masalah");
  const typed = found<HTMLTextAreaElement>(form, "textarea");
  const help = found(document, "#usul");
  const day = (iso: string) => new Date(`${iso}T12:00:00Z`).toLocaleDateString(data.lang === "en" ? "en-GB" : "id-ID", { day: "numeric", month: "long", year: "numeric" });

  found(form, ".until").remove();
  found(form, ".plain").classList.remove("plain");
  typed.addEventListener("input", () => {
    const start = /[\p{Alphabetic}]+$/u.exec(typed.value)?.[0] ?? "";
    const words = start.length < 2 ? [] : like(start).filter((word) => word !== start);
    help.replaceChildren(
      ...words.map((word) => {
        const button = element("button", word);
        Object.assign(button, { type: "button", className: "button second" });
        button.addEventListener("click", () => {
          typed.value = `${typed.value.slice(0, typed.value.length - start.length)}${word} `;
          help.replaceChildren();
          typed.focus();
        });
        return button;
      }),
    );
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const read = readCode(typed.value);
    if ("count" in read) return said(problem, t("tip-words-count-script"));
    if ("unknown" in read) return said(problem, `${t("tip-word-unknown-script")} ${read.unknown}`);
    help.replaceChildren();
    said(problem, t("tip-looking"));
    look(keys(read.code, data.door)).catch(() => said(problem, t("tip-line-broke")));
  });

  async function fetched(own: CodeKeys, page: number): Promise<{ head: Head; body: Bytes } | undefined> {
    const answer = await fetch(form.action.replace(/lanjut$/, "kotak"), { method: "POST", body: `${hex(own.address)} ${page}`, cache: "no-store" });
    if (!answer.ok) throw new Error("the line broke");
    const frame = await open(new Uint8Array(await answer.arrayBuffer()), identityOf(own.secret));
    return frame && { head: JSON.parse(text(frame.head)) as Head, body: frame.body };
  }

  async function lettersOf(own: CodeKeys, head: Head, body: Bytes): Promise<HTMLElement[]> {
    const liesAt = utf8(hex(digestOfFields("bersinar/box/1", [own.address])));
    let at = 0;
    const shown: HTMLElement[] = [];
    for (const letter of head.letters) {
      const envelope = body.slice(at, at + letter.bytes);
      at += letter.bytes;
      const keyrings = data.desks.find(([desk]) => desk === letter.desk)?.[1].map(readKeyring) ?? [];
      const signed = keyrings.some((one) => one && verify(one.keys.verify, "answer", [liesAt, envelope], letter.signature));
      const opened = signed ? await letterIn(envelope, identityOf(own.secret)) : undefined;
      const words = opened?.letter.kind === "answer" ? element("blockquote", opened.letter.text) : Object.assign(element("p", t("tip-not-signed")), { className: "note bad" });
      shown.push(element("li", element("small", day(letter.day)), words));
    }
    return shown;
  }

  async function look(own: CodeKeys): Promise<void> {
    const box = await fetched(own, 0);
    if (!box) return said(problem, t("tip-nothing-there"));
    const { head } = box;
    const main = found(document, "main");
    const page = found<HTMLTemplateElement>(document, "#kotak").content.cloneNode(true) as DocumentFragment;
    const letters = await lettersOf(own, head, box.body);
    found(page, ".came").textContent = day(head.came_on);
    found(page, ".desk").textContent = data.titles[head.desk] ?? head.desk;
    const states = [...page.querySelectorAll<HTMLElement>("[data-state]")];
    const reached = states.findIndex((one) => one.dataset["state"] === head.state);
    for (const [n, state] of states.entries()) state.classList.toggle("done", n <= reached);
    found(page, ".due b").textContent = head.due ? day(head.due) : "";
    found(page, ".due").hidden = head.due === null;
    found(page, ".outcome b").textContent = data.outcomes[head.outcome] ?? head.outcome;
    found(page, ".outcome").hidden = head.outcome === "";
    found(page, ".none").hidden = letters.length > 0;
    const list = found(page, ".letters");
    list.append(...letters);
    const more = found(page, ".more");
    more.hidden = !head.more;
    let next = 1;
    more.addEventListener("click", () => {
      fetched(own, next)
        .then(async (another) => {
          if (!another) return;
          list.append(...(await lettersOf(own, another.head, another.body)));
          more.hidden = !another.head.more;
          next += 1;
        })
        .catch(() => said(found(main, "#balas .bad"), t("tip-line-broke")));
    });
    reply(found<HTMLFormElement>(page, "#balas"), own, head);
    counted(found(page, ".counted"), own, head).catch(() => undefined);
    main.replaceChildren(page);
    found(main, "h1").focus();
  }

  /** Whether the report is among what is published of its month: nobody who took it away could give it its mark back. */
  async function counted(told: HTMLElement, own: CodeKeys, head: Head): Promise<void> {
    const liesAt = hex(digestOfFields("bersinar/box/1", [own.address]));
    const mark = hex(digestOfFields("bersinar/arrival/1", [utf8(liesAt), utf8(head.sent)]));
    const answer = await fetch(form.action.replace(/lanjut$/, `hasil/${head.chain}/${head.came_on.slice(0, 7)}`));
    const { marks } = (await answer.json()) as { marks: string[] | null };
    const missing = marks !== null && !marks.includes(mark);
    told.classList.toggle("bad", missing);
    said(told, t(marks === null ? "tip-counted-later" : missing ? "tip-not-counted" : "tip-counted"));
  }

  function reply(answer: HTMLFormElement, own: CodeKeys, first: Head): void {
    let head = first;
    const told = found(answer, ".note");
    const words = found<HTMLTextAreaElement>(answer, "textarea");
    let ready: { of: string; sealed: Sealed } | undefined;
    const seals = async () => {
      const signed = data.desks.find(([desk]) => desk === head.desk)?.[1][0];
      const keyring = signed && readKeyring(signed);
      ready = keyring && { of: words.value, sealed: await sealed(own, keyring, { kind: "reply", text: words.value }, "", [], true) };
      if (!ready) said(told, t("tip-not-ready"));
      return ready !== undefined;
    };
    answer.addEventListener("submit", (event) => {
      event.preventDefault();
      told.classList.add("bad");
      if (words.value.trim() === "") return said(told, `${t("door-empty")} ${t("door-empty-todo")}`);
      if (utf8(words.value).length > MOST_WORDS) return said(told, `${t("door-too-long")} ${t("door-too-long-todo")}`);
      said(told, t("tip-sending"));
      const work = async () => {
        if (ready?.of !== words.value && !(await seals())) return;
        const sent = () => send(form.action.replace(/lanjut$/, "kirim"), ready!.sealed, () => {}, () => said(told, t("tip-queue")));
        let wrong = await sent();
        const box = wrong ? await fetched(own, 0) : undefined;
        if (box && box.head.desk !== head.desk) {
          // It went to another desk meanwhile: the same words, sealed to that one.
          head = box.head;
          if (!(await seals())) return;
          wrong = await sent();
        }
        if (wrong !== "") return said(told, wrong ?? t("tip-line-broke"));
        words.value = "";
        ready = undefined;
        told.classList.remove("bad");
        said(told, t("tip-added"));
      };
      work().catch(() => said(told, t("tip-not-ready")));
    });
  }
}
