// What the journey files share: one installation, one browser, people; closed when the tests have ended.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { demo, demoWithDoor, real } from "./installation.mjs";
import { Person, openBrowser } from "./person.mjs";

async function journey(opening) {
  const [installation, browser] = await Promise.all([opening, openBrowser()]);
  const people = [];
  after(async () => {
    await Promise.all(people.map((person) => person.close()));
    await browser.close();
    await installation.close();
  });
  return {
    installation,
    browser,
    /** Someone in a window of their own. */
    async person(options) {
      const person = await Person.at(installation, browser, options);
      people.push(person);
      return person;
    },
    /** Someone who comes to the safe door, which is another site; `through` another address. */
    async reporter(options) {
      const person = await Person.at({ address: options?.through ?? installation.door }, browser, { width: 360, ...options });
      people.push(person);
      return person;
    },
    /** To be called last: the test that all their pages were clean. */
    everyPageWasClean() {
      test("every page on the way is accessible, fits the screen and speaks one language", () => {
        const findings = [...new Set(people.flatMap((person) => person.eye.findings))];
        assert.deepEqual(findings, []);
      });
    },
  };
}

/** A journey through the demonstration city. */
export const inDemo = () => journey(demo());

/** A journey through the demonstration city and its safe door. */
export const inDemoWithDoor = () => journey(demoWithDoor());

/** A journey through a real installation of a regency. */
export const inReal = (region, options) => journey(real(region, options));
