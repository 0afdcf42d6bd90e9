// The machine is lost: from the files of the last backup the city is there again, page by page as it was.

import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { ROLES } from "../lib/every-page.mjs";
import { command, demo } from "../lib/installation.mjs";
import { Wire } from "../lib/wire.mjs";

/** Pages that tell of now: one's own sessions, the ledger's newest entries (the restoring is one), the daily work. */
const OF_NOW = /^\/(sesi|buku-besar|jalannya)/;
const backups = mkdtempSync(join(tmpdir(), "bersinar-backup-"));
const installation = await demo();
after(async () => {
  rmSync(backups, { recursive: true, force: true });
  await installation.close();
});

/** What a page says, without what differs at each look: the form's token, the clock, the server's address. */
const said = (html) =>
  html
    .replace(/name="csrf" value="[^"]*"/g, "")
    .replace(/\d{1,2} \p{L}+ \d{4} pukul \d\d[.:]\d\d/gu, "")
    .replace(/127\.0\.0\.1:\d+/g, "");

async function everyPage() {
  const pages = new Map();
  for (const { login, pages: paths } of Object.values(ROLES)) {
    const visitor = new Wire(installation.address);
    if (login) await visitor.signIn(login);
    for (const path of paths.filter((path) => !OF_NOW.test(path))) {
      const { status, text } = await visitor.ask(path);
      pages.set(`${login ?? ""} ${path}`, `${status} ${said(text)}`);
    }
  }
  return pages;
}

test("what was backed up while it served is there again on an empty disk, every page the same", async () => {
  const before = await everyPage();
  await command("backup", "--data", installation.folder, "--to", backups);
  await installation.cut();
  rmSync(installation.folder, { recursive: true });

  const files = readdirSync(backups).filter((name) => name.endsWith(".backup")).map((name) => join(backups, name));
  assert.equal(files.length, 5);
  await command("restore", ...files, "--data", installation.folder);
  const verified = await command("audit", "verify", "--data", installation.folder);
  assert.match(verified, /Semua sesuai dengan buku besar/);
  await installation.again();

  const after = await everyPage();
  assert.equal(after.size, before.size);
  for (const [page, text] of before) assert.equal(after.get(page), text, page);
});
