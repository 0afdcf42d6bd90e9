// A spreadsheet in the hands of a person: LibreOffice opens it, types into its cells and saves it.

import { execFile } from "node:child_process";
import { promisify } from "node:util";

const TYPE_INTO = new URL("type_into.py", import.meta.url).pathname;
/** The row of the first village in a template, counted from 1. */
export const FIRST_ROW = 9;

/** Opens `from`, types `cells` (`{ D9: "3" }`) and saves it as the workbook `to`. */
export async function typeInto(from, to, cells) {
  const typed = Object.entries(cells).map(([cell, text]) => `${cell}=${text}`);
  await promisify(execFile)("/usr/bin/python3", [TYPE_INTO, from, to, ...typed]);
  return to;
}

/** Presses a link that leads to a file and keeps it at `path`. */
export async function download(person, link, path) {
  const coming = person.page.waitForEvent("download");
  await link.click();
  await (await coming).saveAs(path);
  return path;
}
