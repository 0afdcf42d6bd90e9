// The process is killed ten times while a file is being saved. Each time: the folder opens again, the ledger and every row hold,
// what was acknowledged is there, and of the file's forty rows there are all or none.

import assert from "node:assert/strict";
import { test } from "node:test";
import { command, demo } from "../lib/installation.mjs";
import { Wire } from "../lib/wire.mjs";

const CUTS = 10;
const ROWS = 40;

test(`${CUTS} times the process is killed in the middle of an import`, { timeout: 300_000 }, async (t) => {
  const installation = await demo();
  let [rows, duration] = [[], 0];
  const outcomes = { saved: 0, nothing: 0, acknowledged: 0 };
  try {
    for (let cut = 0; cut < CUTS; cut += 1) {
      const officer = await new Wire(installation.address).signIn("bnnk");
      if (cut === 0) rows = await openSome(officer);
      const lines = rows.map((code) => `${code},${cut + 1},${cut + 1},${cut + 1},${cut + 1}`);
      const { preview } = await officer.upload("village", ["kode,P5,D1,D2,D3", ...lines, ""].join("\n"));
      const save = await officer.look(preview);
      const began = performance.now();
      const saving = save().catch((error) => ({ status: 0, error }));
      // The first cut comes right after the answer and measures how long saving takes; the others come before or about then.
      if (cut === 0) await saving;
      else await new Promise((done) => setTimeout(done, (cut / CUTS) * 1.2 * duration));
      if (cut === 0) duration = performance.now() - began;
      await installation.cut();
      const acknowledged = (await saving).status === 303;

      await command("audit", "verify", "--data", installation.folder);
      await installation.again();
      const reader = await new Wire(installation.address).signIn("bnnk");
      const page = (await reader.ask(preview)).text;
      const confirmed = page.includes("Batalkan impor ini seluruhnya");
      assert.ok(confirmed || !acknowledged, "what was acknowledged is there");
      const sent = await waiting(reader);
      assert.equal(rows.filter((code) => sent.has(code)).length, confirmed ? ROWS : 0, "all rows or none");
      outcomes[confirmed ? "saved" : "nothing"] += 1;
      outcomes.acknowledged += acknowledged;
      if (confirmed) {
        const undone = await reader.post(`${preview}/batalkan`, preview);
        assert.equal(undone.status, 303, undone.text);
      }
    }
  } finally {
    await installation.close();
  }
  assert.ok(outcomes.acknowledged > 0 && outcomes.nothing > 0, JSON.stringify(outcomes));
  t.diagnostic(JSON.stringify(outcomes));
});

/** The officer returns the sheets of the first villages, so that a file may change them. */
async function openSome(officer) {
  const { text } = await officer.ask("/wilayah/99.71");
  const all = new Set([...text.matchAll(/data-desa="([\d.]+)"/g)].map((found) => found[1]));
  const codes = [...all].sort().slice(0, ROWS);
  for (const code of codes) {
    const page = `/periksa/village/${code}`;
    await officer.post(page, page, { alasan: "Diisi ulang lewat Excel." });
  }
  return codes;
}

/** Villages whose sheet waits to be looked at. */
async function waiting(reader) {
  const { text } = await reader.ask("/periksa");
  return new Set([...text.matchAll(/\/periksa\/village\/([\d.]+)/g)].map((found) => found[1]));
}
