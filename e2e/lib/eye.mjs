// The critical eye: what must hold on every page. Accessibility by axe (WCAG 2.2 AA), no sideways scroll of the document,
// the language said and spoken, nothing from elsewhere, no error on the console.

import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];
const TEXTS = fileURLToPath(new URL("../../locales/id", import.meta.url));
const NOUNS = readdirSync(TEXTS).map((file) => file.replace(/\.ftl$/, ""));
/** A message key that was shown in place of its text, or a value that was not put in. */
const UNTRANSLATED = `(?<![\\w./-])(?:${NOUNS.join("|")})(?:-[a-z0-9_]+)+(?![\\w./-])|\\{ ?\\$`;

/** Read in the page. */
function inspect(untranslated) {
  const root = document.documentElement;
  const wide = document.scrollingElement.scrollWidth - root.clientWidth;
  // Inside a frame only what is placed absolutely can stick out of it.
  const outside = (element) =>
    element.getBoundingClientRect().right > root.clientWidth + 0.5 &&
    (!element.closest(".frame") || getComputedStyle(element).position === "absolute");
  const named = (element) => `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}`;
  const attributes = [...document.querySelectorAll("[title],[aria-label],[placeholder],[alt]")].flatMap((element) =>
    ["title", "aria-label", "placeholder", "alt"].map((name) => element.getAttribute(name) ?? ""),
  );
  const scrollers = [...document.querySelectorAll("body *")].filter(
    (element) =>
      element.scrollWidth > element.clientWidth + 1 &&
      ["auto", "scroll"].includes(getComputedStyle(element).overflowX) &&
      !element.closest(".frame, textarea, select"),
  );
  const said = [document.title, document.body.innerText, ...attributes].join("\n");
  const content = root.outerHTML.replaceAll(/name="csrf" value="\w+"/g, "");
  let hash = content.length;
  for (let at = 0; at < content.length; at += 1) hash = (Math.imul(hash, 31) + content.charCodeAt(at)) | 0;
  return {
    hash,
    lang: root.lang,
    wide,
    culprits: wide > 0 ? [...document.querySelectorAll("body *")].filter(outside).slice(0, 5).map(named) : [],
    scrollers: scrollers.map(named),
    keys: [...new Set(said.match(new RegExp(untranslated, "g")) ?? [])],
    headings: [...document.querySelectorAll("h1")].map((heading) => heading.textContent.trim()),
    mains: document.querySelectorAll("main").length,
  };
}

/** Rows and areas like those before them: axe needs seconds for a thousand cells. A thorough eye reads them too. */
const ALIKE = [["tbody tr:nth-child(n+12)"], ["a.area:nth-of-type(n+12)"]];
/** What was looked at in this process, by whomever: the same content in the same width is judged once. */
const seen = new Set();

async function axe(page, exclude) {
  const violations = await page.evaluate(
    async ([runOnly, without]) => {
      const exclude = without.filter(([selector]) => document.querySelector(selector));
      const context = exclude.length > 0 ? { include: [["html"]], exclude } : document;
      const options = { runOnly, resultTypes: ["violations"], preload: false };
      return (await globalThis.axe.run(context, options)).violations;
    },
    [TAGS, exclude],
  );
  return violations.map(({ id, nodes }) => {
    const seen = nodes.slice(0, 3).map((node) => `${node.target.join(" ")} — ${node.any[0]?.message ?? node.failureSummary}`);
    return `axe ${id} (${nodes.length}): ${seen.join(" | ")}`;
  });
}

export class Eye {
  /** For pages without JavaScript axe works in a second window, on a copy of what the first one shows. */
  static async of(installation, browser, person, { lang = "id", width = 1280, height = 800, script, colours = "light" }) {
    const eye = new Eye(installation, person, lang, colours === "dark");
    if (script) {
      await person.context.addInitScript(AXE);
    } else {
      eye.second = await browser.newContext({ viewport: { width, height }, colorScheme: colours });
      await eye.second.addInitScript(AXE);
      eye.copy = await eye.second.newPage();
    }
    return eye;
  }

  constructor(installation, person, lang, dark) {
    Object.assign(this, { installation, person, lang, dark, findings: [], pages: 0, requests: [], thorough: false, expected: /^$/ });
    const { page } = person;
    page.on("request", (request) => this.requests.push(request.url()));
    page.on("pageerror", (error) => this.note(`script error: ${error.message}`));
    page.on("console", (message) => {
      // Chromium logs every refusal (403, 422) of the page itself as an error; the journeys ask for those on purpose.
      const refusal = /^Failed to load resource: the server responded with a status of 4\d\d/.test(message.text());
      const ofPage = message.location().url === page.url();
      if (message.type() === "error" && !(refusal && ofPage)) this.note(`console: ${message.text()}`);
    });
  }

  note(what) {
    if (this.expected.test(what)) return;
    const { width } = this.person.page.viewportSize();
    const finding = `${this.person.where} [${width} ${this.lang}${this.dark ? " dark" : ""}]: ${what}`;
    if (!this.findings.includes(finding)) this.findings.push(finding);
  }

  /** Looks at the page as it now stands. */
  async look() {
    const { page, status } = this.person;
    if (!page.url().startsWith(this.installation.address)) {
      this.note(`status ${status}: the browser shows a page of its own`);
      return;
    }
    const found = await page.evaluate(inspect, UNTRANSLATED);
    this.pages += 1;
    const same = [this.person.where, page.viewportSize().width, this.lang, this.dark, this.thorough, found.hash].join(" ");
    if (seen.has(same)) return;
    seen.add(same);
    if (status >= 500) this.note(`status ${status}`);
    if (found.lang !== this.lang) this.note(`html lang is "${found.lang}"`);
    if (found.wide > 0) this.note(`scrolls sideways by ${found.wide} px: ${found.culprits.join(", ")}`);
    if (found.scrollers.length > 0) this.note(`scrolls sideways outside .frame: ${found.scrollers.join(", ")}`);
    if (found.keys.length > 0) this.note(`untranslated: ${found.keys.join(", ")}`);
    if (found.headings.length !== 1) this.note(`${found.headings.length} headings of level 1`);
    for (const heading of found.headings) if (!/^[\p{Lu}\d]/u.test(heading)) this.note(`the heading begins small: "${heading}"`);
    if (found.mains !== 1) this.note(`${found.mains} main parts`);
    for (const url of this.requests.splice(0)) {
      const own = [`${this.installation.address}/`, `blob:${this.installation.address}/`, "data:"];
      if (!own.some((start) => url.startsWith(start))) this.note(`asks for ${url}`);
    }
    for (const violation of await axe(this.copy ? await this.copied() : page, this.thorough ? [] : ALIKE)) this.note(violation);
  }

  async copied() {
    const { page } = this.person;
    const [url, body] = [page.url(), await page.content()];
    await this.copy.route(url, (route) => route.fulfill({ body, contentType: "text/html; charset=utf-8" }));
    await this.copy.goto(url);
    await this.copy.unroute(url);
    return this.copy;
  }

  async close() {
    await this.second?.close();
  }
}
