// `npm test`: one run of all journeys, or of those named (`npm test -- journeys/lurah.test.mjs`).
//
// The demonstration city takes ten seconds to build, so it is built once and copied by each journey that needs it; and
// the program is copied too, so that a rebuild in another window does not change it half-way. Next: `installation.mjs`.

import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROGRAM, buildDemo } from "./installation.mjs";

const HERE = new URL("..", import.meta.url).pathname;
const all = () => readdirSync(join(HERE, "journeys")).filter((name) => name.endsWith(".test.mjs"))
  .map((name) => join("journeys", name));

const began = Date.now();
const run = mkdtempSync(join(tmpdir(), "bersinar-e2e-"));
let code = 1;
try {
  const program = join(run, "bersinar");
  copyFileSync(PROGRAM, program);
  const demo = join(run, "demo");
  await buildDemo(demo, program);
  const named = process.argv.slice(2);
  const flags = ["--test", "--test-concurrency=2", "--test-reporter=spec"];
  const child = spawn(process.execPath, [...flags, ...(named.length > 0 ? named : all())], {
    cwd: HERE,
    stdio: "inherit",
    env: { ...process.env, BERSINAR_BIN: program, BERSINAR_E2E_DEMO: demo },
  });
  process.once("exit", () => {
    child.kill("SIGTERM");
    rmSync(run, { recursive: true, force: true });
  });
  code = await new Promise((done) => child.on("exit", (status) => done(status ?? 1)));
} finally {
  rmSync(run, { recursive: true, force: true });
}
console.log(`Journeys: ${((Date.now() - began) / 1000).toFixed(0)} s in all, ${code === 0 ? "all passed" : "NOT all passed"}.`);
process.exit(code);
