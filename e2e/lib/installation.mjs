// A Bersinar of one's own for each journey file: its folder, its server, its end. Next: `person.mjs`.

import { execFile, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

/** The program under test. */
export const PROGRAM = resolve(
  new URL("..", import.meta.url).pathname,
  process.env.BERSINAR_BIN ?? "../target/debug/bersinar",
);

const READY = /Bersinar: (https?:\/\/[^/\s]+)\//;
const LONGEST_START = 60_000;
const LONGEST_STOP = 7_000;

// A run that is cut off leaves nothing behind: at `exit` servers and folders go, and where even that is cut off (SIGKILL)
// the kernel ends the server together with this process.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
const SETPRIV = "/usr/bin/setpriv";
const dyingWithUs = existsSync(SETPRIV) ? [SETPRIV, "--pdeathsig", "KILL"] : [];

/** Starts `program arguments` and gives its address once it says so; what it writes to stderr is kept. */
function start(program, arguments_) {
  const [run, ...rest] = [...dyingWithUs, program, ...arguments_];
  const child = spawn(run, rest, { stdio: ["ignore", "pipe", "pipe"] });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const server = { child, complaints: "", address: "" };
  const address = new Promise((ready, failed) => {
    let said = "";
    const late = setTimeout(() => failed(new Error(`${program} did not say its address`)), LONGEST_START);
    child.stdout.on("data", (text) => {
      said += text;
      const found = READY.exec(said);
      if (found) {
        clearTimeout(late);
        ready(found[1]);
      }
    });
    child.stderr.on("data", (text) => (server.complaints += text));
    child.on("error", failed);
    child.on("exit", (code) => {
      clearTimeout(late);
      process.off("exit", kill);
      failed(new Error(`${program} ${arguments_.join(" ")} ended with ${code}: ${server.complaints}`));
    });
  });
  return address.then((at) => Object.assign(server, { address: at }));
}

async function stop({ child }) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  const hard = setTimeout(() => child.kill("SIGKILL"), LONGEST_STOP);
  await ended;
  clearTimeout(hard);
}

/** Builds the demonstration city in a folder. */
export async function buildDemo(folder, program = PROGRAM) {
  await stop(await start(program, ["demo", "--data", folder, "--listen", "127.0.0.1:0"]));
}

/** Runs the program to its end; its stdout. */
export async function command(...arguments_) {
  const { stdout } = await promisify(execFile)(PROGRAM, arguments_, { encoding: "utf8" });
  return stdout;
}

class Installation {
  constructor(folder, server) {
    this.folder = folder;
    this.server = server;
    this.address = server.address;
  }

  /** Ends the server and takes the folder away. A fault that nobody saw on a page is still a fault. */
  async close() {
    await stop(this.server);
    rmSync(this.folder, { recursive: true, force: true });
    const faults = this.server.complaints.split("\n").filter((line) => /ERROR|panicked/.test(line));
    if (faults.length > 0) throw new Error(`the server complained:\n${faults.join("\n")}`);
  }
}

function fresh() {
  const folder = mkdtempSync(join(tmpdir(), "bersinar-journey-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A demonstration city that belongs to the caller alone. */
export async function demo() {
  const folder = fresh();
  const built = process.env.BERSINAR_E2E_DEMO;
  if (built && existsSync(built)) cpSync(built, folder, { recursive: true });
  else await buildDemo(folder);
  return new Installation(folder, await start(PROGRAM, ["demo", "--data", folder, "--listen", "127.0.0.1:0"]));
}

/** A real installation as an operator makes it; `said` is what `init` printed. */
export async function real(region) {
  const folder = fresh();
  const said = await command("init", "--region", region, "--data", folder);
  const server = await start(PROGRAM, ["serve", "--data", folder, "--listen", "127.0.0.1:0"]);
  return Object.assign(new Installation(folder, server), { said });
}
