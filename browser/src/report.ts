// The report, step by step: asked, looked through, sealed here, sent; then the eight words, once.

import { utf8 } from "./bytes.ts";
import { keys, random, read as readCode, spoken } from "./code.ts";
import { type Signed, read as readKeyring } from "./keyring.ts";
import { type Attachment, MOST_FILES, MOST_WORDS, type Sealed, type Tip, sealed, send } from "./letter.ts";
import { marksOf } from "./marks.ts";
import { element, found, said } from "./page.ts";
import { taken } from "./pictures.ts";

/** What the page says of itself. */
interface Data {
  door: string;
  lang: string;
  step: string;
  desks: { id: string; keyring: Signed }[];
  due: Record<string, string>;
  texts: Record<string, string>;
}

/** What is wrong with what was typed, as it is told. */
class Wrong extends Error {}

/** Whether someone has begun to write while this was on its way. What a browser fills in because it remembers it is nothing of theirs. */
function begun(form: HTMLFormElement): boolean {
  const [came] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return came?.type === "navigate" && (navigator.userActivation?.hasBeenActive || form.contains(document.activeElement));
}

export function report(form: HTMLFormElement, data: Data): void {
  const t = (key: string) => data.texts[key] ?? key;
  const fault = (key: string) => new Wrong(`${t(key)} ${t(`${key}-todo`)}`);
  const steps = [...form.querySelectorAll<HTMLElement>("[data-step]")];
  const [back, next, last] = ["back", "next", "seal"].map((name) => found<HTMLButtonElement>(form, `[data-${name}]`)) as [HTMLButtonElement, HTMLButtonElement, HTMLButtonElement];
  const problem = found(document, "#masalah");
  let at = 0;
  let files: Attachment[] = [];
  /** What was sealed last, for which code, of which words: sent again as it is when the line has broken. */
  let ready: { of: string; code: Uint8Array; sealed: Sealed } | undefined;

  const value = (name: string) => found<HTMLInputElement>(form, `[name="${name}"]`).value;
  const checked = (name: string) => [...form.querySelectorAll<HTMLInputElement>(`[name="${name}"]:checked`)].map((one) => one.value);
  const coarse = () => form.querySelector(".coarse .advise:checked") !== null;

  function typed(): { desk: string; identity: string; tip: Tip } {
    const officer = checked("officer").length > 0;
    const identity = value("identity").trim();
    const tip = {
      lang: data.lang,
      about: checked("about"),
      when: checked("when")[0] ?? "",
      place: value("place"),
      place_words: coarse() ? "" : value("place_words").trim(),
      officer,
      not_to: officer ? checked("not_to") : [],
      text: value("text"),
      identity: identity !== "",
    };
    return { desk: checked("desk")[0] ?? "", identity, tip };
  }

  function tell(text: string): void {
    problem.textContent = text;
    if (text) problem.scrollIntoView({ block: "nearest" });
  }

  function show(to: number): void {
    at = Math.max(0, Math.min(steps.length - 1, to));
    for (const [n, step] of steps.entries()) step.hidden = n !== at;
    back.hidden = at === 0;
    next.hidden = at === steps.length - 1;
    last.hidden = at !== steps.length - 1;
    found(document, "#langkah").textContent = data.step.replace("##", String(steps.length)).replace("#", String(at + 1));
    tell("");
    if (at === steps.length - 1) preview();
  }

  function preview(): void {
    const { text } = typed().tip;
    const marks = marksOf(text);
    const quote: (Node | string)[] = [];
    let end = 0;
    for (const mark of marks) {
      quote.push(text.slice(end, mark.start), element("mark", text.slice(mark.start, mark.end)));
      end = mark.end;
    }
    quote.push(text.slice(end));
    const seen = found(form, "#lihat");
    seen.hidden = false;
    found(seen, "blockquote").replaceChildren(...quote);
    found(seen, "ul").replaceChildren(...marks.map(({ start, end, why }) => element("li", element("b", text.slice(start, end)), `: ${t(`tip-why-${why}`)}`)));
    const marked = found(seen, ".marks");
    marked.dataset["some"] ??= marked.textContent ?? "";
    marked.textContent = marks.length > 0 ? (marked.dataset["some"] ?? "") : t("tip-no-marks");
  }

  /** What must be right before a step is left. */
  function check(step: number): void {
    const { desk, tip } = typed();
    if (step >= 1 && tip.not_to.includes(desk)) throw fault("door-desk-excluded");
    if (step < 3) return;
    if (tip.text.trim() === "") throw fault("door-empty");
    if (utf8(tip.text).length > MOST_WORDS) throw fault("door-too-long");
    if (files.reduce((sum, one) => sum + one.bytes.length, 0) > MOST_FILES) throw fault("door-too-large");
  }

  function listed(): void {
    const list = found(form, "#berkas");
    for (const image of list.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    list.replaceChildren(
      ...files.map((file, n) => {
        const remove = element("button", t("tip-remove"));
        Object.assign(remove, { type: "button", className: "button second" });
        remove.addEventListener("click", () => {
          files = files.filter((_, other) => other !== n);
          listed();
        });
        const size = element("small", `${n + 1} · ${Math.ceil(file.bytes.length / 1024)} KB`);
        if (file.type !== "image/jpeg") return element("li", size, element("small", t("tip-file-warning")), remove);
        const image = document.createElement("img");
        Object.assign(image, { src: URL.createObjectURL(new Blob([file.bytes], { type: file.type })), alt: "" });
        return element("li", image, size, remove);
      }),
    );
  }

  async function add(input: HTMLInputElement): Promise<void> {
    tell("");
    for (const file of [...(input.files ?? [])]) {
      const one = file.size > 4 * MOST_FILES ? undefined : await taken(file, files.length + 1);
      if (one) files.push(one);
      else tell(t("tip-picture-bad"));
    }
    // The browser's own list would keep their names.
    input.value = "";
    listed();
    if (files.reduce((sum, one) => sum + one.bytes.length, 0) > MOST_FILES) tell(fault("door-too-large").message);
  }

  async function sealAndSend(): Promise<void> {
    for (let step = 0; step < steps.length; step += 1) check(step);
    const { desk, identity, tip } = typed();
    const of = JSON.stringify([desk, identity, tip, files.map((one) => one.bytes.length)]);
    said(problem, t("tip-sealing"));
    if (ready?.of !== of) {
      const signed = data.desks.find((one) => one.id === desk);
      const keyring = signed && readKeyring(signed.keyring);
      if (!keyring) throw new Wrong(t("tip-not-ready"));
      const code = random();
      const named = files.map((one, n) => ({ ...one, name: one.name.replace(/^\d+/, String(n + 1)) }));
      ready = { of, code, sealed: await sealed(keys(code, data.door), keyring, { kind: "tip", ...tip }, identity, named, false) };
    }
    said(problem, t("tip-sending"));
    const far = found<HTMLProgressElement>(form, "#maju");
    far.hidden = false;
    const wrong = await send(`${form.action.replace(/tulis$/, "kirim")}`, ready.sealed, (share) => (far.value = share), () => said(problem, t("tip-queue")));
    far.hidden = true;
    if (wrong !== "") throw new Wrong(wrong ?? t("tip-line-broke"));
    done(ready.code, desk);
  }

  function done(code: Uint8Array, desk: string): void {
    const words = spoken(code);
    const main = found(document, "main");
    main.replaceChildren(found<HTMLTemplateElement>(document, "#terkirim").content.cloneNode(true));
    const list = found(main, ".words");
    const again = found<HTMLFormElement>(main, ".again");
    const noted = found<HTMLButtonElement>(main, "[data-noted]");
    const lines = words.map((word) => element("li", word));
    const secret = found(main, ".code");
    const hide = (hidden: boolean) => {
      list.replaceChildren(...(hidden ? [] : lines));
      secret.hidden = hidden;
      again.hidden = !hidden;
      noted.hidden = hidden;
    };
    hide(false);
    found(main, ".due").textContent = data.due[desk] ?? "";
    noted.addEventListener("click", () => {
      hide(true);
      found(again, "textarea").focus();
    });
    found(again, "[data-show]").addEventListener("click", () => hide(false));
    again.addEventListener("submit", (event) => {
      event.preventDefault();
      const read = readCode(found<HTMLTextAreaElement>(again, "textarea").value);
      const same = "code" in read && spoken(read.code).join(" ") === words.join(" ");
      const told = found(again, ".note");
      told.classList.toggle("bad", !same);
      told.textContent = t(same ? "tip-words-same" : "tip-words-differ");
      if (!same) return;
      // Nothing of it is left on the page.
      lines.length = 0;
      ready = undefined;
      for (const part of again.querySelectorAll<HTMLElement>("label, textarea, .hint, .ways")) part.remove();
    });
    found(main, "h1").focus();
  }

  function guarded(work: () => Promise<void> | void): void {
    last.disabled = true;
    Promise.resolve()
      .then(work)
      .catch((error: unknown) => tell(error instanceof Wrong ? error.message : t("tip-not-ready")))
      .finally(() => (last.disabled = false));
  }

  for (const part of form.querySelectorAll<HTMLElement>(".plain, .until")) part.hidden = true;
  found(form, ".script").hidden = false;
  back.addEventListener("click", () => show(at - 1));
  next.addEventListener("click", () =>
    guarded(() => {
      check(at);
      show(at + 1);
      found(steps[at] ?? form, "h2").focus();
    }),
  );
  last.addEventListener("click", () => guarded(sealAndSend));
  form.addEventListener("submit", (event) => event.preventDefault());
  const photos = found<HTMLInputElement>(form, "#photos");
  photos.addEventListener("change", () => guarded(() => add(photos)));
  if (!begun(form)) form.reset();
  else if (photos.files?.length) guarded(() => add(photos));
  show(steps.findIndex((step) => step.contains(document.activeElement)));
}
