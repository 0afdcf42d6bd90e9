// Someone before a browser: goes, presses, fills. After every page they look at it with a critical eye (`eye.mjs`); what
// they find wrong does not stop the journey but is told at its end by `assertClean`.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { Eye } from "./eye.mjs";
import { outline } from "./outline.mjs";

const FLAGS = [
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];
const PATIENCE = 10_000;

/** Debian's Chromium. */
export function openBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
}

export class Person {
  /** Opens a window: `lang`, `width`, `height`, `script` (whether JavaScript runs), `colours`, `agent` (what the browser says it is). */
  static async at(installation, browser, options = {}) {
    const { lang = "id", width = 1280, height = 800, script = true, colours = "light", agent } = options;
    const context = await browser.newContext({
      baseURL: installation.address,
      locale: lang === "en" ? "en-GB" : "id-ID",
      viewport: { width, height },
      javaScriptEnabled: script,
      colorScheme: colours,
      ...(agent ? { userAgent: agent } : {}),
    });
    context.setDefaultTimeout(PATIENCE);
    const person = new Person(installation, context, await context.newPage());
    person.eye = await Eye.of(installation, browser, person, { ...options, script });
    return person;
  }

  constructor(installation, context, page) {
    Object.assign(this, { installation, context, page, status: 0, html: "", steps: 0, began: Date.now() });
    page.on("response", (response) => {
      if (response.request().isNavigationRequest() && response.frame() === page.mainFrame()) {
        this.status = response.status();
      }
    });
  }

  /** Types an address. */
  async go(path) {
    await this.page.goto(path, { waitUntil: "load" });
    await this.eye.look();
  }

  /** Presses something that leads to another page; a text is the name of a button or link. */
  async press(what) {
    const target = typeof what === "string" ? this.named(what) : what;
    this.steps += 1;
    const loaded = this.page.waitForEvent("load");
    await target.click();
    await loaded;
    await this.eye.look();
  }

  /** The button or link of this name; the first in the main part, else on the page. */
  named(name) {
    const either = (root) =>
      root.getByRole("button", { name, exact: true }).or(root.getByRole("link", { name, exact: true }));
    return either(this.page.getByRole("main")).or(either(this.page.getByRole("banner"))).first();
  }

  /** Fills the field with this label, or the locator. */
  async fill(field, text) {
    this.steps += 1;
    await (typeof field === "string" ? this.page.getByLabel(field, { exact: true }) : field).fill(text);
  }

  /** Chooses in the list with this label, or the locator. */
  async choose(field, option) {
    this.steps += 1;
    await (typeof field === "string" ? this.page.getByLabel(field, { exact: true }) : field).selectOption(option);
  }

  /** Signs in to the demonstration by the button of this name on the sign-in page. */
  async signIn(name, to = "") {
    await this.go(to ? `/masuk?ke=${encodeURIComponent(to)}` : "/masuk");
    await this.press(this.page.getByRole("button", { name, exact: true }));
  }

  /** Signs in to the demonstration as someone who has no button: the form is the same, the name another. */
  async signInAs(login, to = "") {
    await this.go(to ? `/masuk?ke=${encodeURIComponent(to)}` : "/masuk");
    const button = this.page.locator("form[action='/masuk/contoh'] button").first();
    await button.evaluate((element, name) => (element.value = name), login);
    await this.press(button);
  }

  /** The path and query where the person is. */
  get where() {
    const url = this.page.url();
    const { address } = this.installation;
    return url.startsWith(address) ? url.slice(address.length) : url;
  }

  /** What can be read in the main part. */
  text() {
    return this.page.getByRole("main").innerText();
  }

  /** Compares headings, landmarks, tables and forms of the page with those kept in `snapshots/`. */
  outline(name) {
    return outline(this, name);
  }

  /** Nothing was wrong on any page on the way. */
  assertClean() {
    assert.deepEqual(this.eye.findings, [], `${this.eye.findings.length} findings on ${this.eye.pages} pages`);
  }

  async close() {
    await this.eye.close();
    await this.context.close();
  }
}
