// A page's meaning as a screen reader has it: landmarks, headings, tables with their columns, forms with their fields.
// Kept as small text files; `UPDATE=1 npm test` writes them anew, and the difference is reviewed like code.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../snapshots/", import.meta.url));
const KEPT = new Set([
  "banner", "navigation", "main", "contentinfo", "complementary", "region", "search", "form", "heading", "table",
  "columnheader", "textbox", "searchbox", "spinbutton", "combobox", "checkbox", "button", "alert", "status", "note",
  "group", "image", "figure", "Date", "DisclosureTriangle",
]);
/** Where a link belongs to the structure. */
const WITH_LINKS = new Set(["banner", "navigation"]);

/** The sign of a key, which each browser makes anew. */
const SIGN = /[0-9A-HJKMNP-TV-Z]{4}(?: [0-9A-HJKMNP-TV-Z]{4}){3}/g;

const value = (property) => property?.value ?? "";
/** A property that is said; Chromium says `invalid` as a text. */
const is = (node, name) =>
  node.properties?.some(({ name: of, value: { value: said } }) => of === name && said && said !== "false");

function lines(tree) {
  const byId = new Map(tree.map((node) => [node.nodeId, node]));
  const written = [];
  const walk = (id, depth, within) => {
    const node = byId.get(id);
    if (!node) return;
    const role = node.ignored ? "" : value(node.role);
    let inner = depth;
    const keep = within === "table" ? role === "columnheader" : KEPT.has(role) || (role === "link" && WITH_LINKS.has(within));
    if (keep && !(role === "group" && !value(node.name))) {
      const level = node.properties?.find((property) => property.name === "level")?.value.value;
      const name = value(node.name).replace(/\s+/g, " ").trim().replaceAll(SIGN, "…");
      const marks = [is(node, "disabled") && "disabled", is(node, "invalid") && "invalid"].filter(Boolean);
      written.push([`${"  ".repeat(depth)}${role}`, level, name && JSON.stringify(name), ...marks].filter(Boolean).join(" "));
      inner += 1;
    }
    if (role === "table") {
      const rows = tree.filter((other) => value(other.role) === "row" && inside(byId, other, id)).length;
      written.push(`${"  ".repeat(inner)}${rows} rows`);
    }
    const next = within === "table" || role === "table" ? "table" : WITH_LINKS.has(role) ? role : role === "main" ? "" : within;
    // What a date field is made of is the browser's business.
    if (role !== "Date") for (const child of node.childIds ?? []) walk(child, inner, next);
  };
  walk(tree[0].nodeId, 0, "");
  return repeated(written);
}

function inside(byId, node, id) {
  for (let at = node; at; at = byId.get(at.parentId)) if (at.nodeId === id) return true;
  return false;
}

/** Equal lines one after the other become one with a number. */
function repeated(all) {
  const kept = [];
  for (const line of all) {
    const last = kept.at(-1);
    if (last?.line === line) last.times += 1;
    else kept.push({ line, times: 1 });
  }
  return kept.map(({ line, times }) => (times > 1 ? `${line} × ${times}` : line));
}

/** Compares the page's outline with the kept one. */
export async function outline(person, name) {
  const session = await person.context.newCDPSession(person.page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  const now = `${lines(nodes).join("\n")}\n`;
  const file = `${FOLDER}${name}.txt`;
  if (process.env.UPDATE) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, now);
    return;
  }
  assert.ok(existsSync(file), `no snapshot ${name}; write it with UPDATE=1 npm test`);
  assert.equal(now, readFileSync(file, "utf8"), `the meaning of ${name} changed; if rightly, run UPDATE=1 npm test`);
}
