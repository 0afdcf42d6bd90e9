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
const DOOR = /Pintu aman: (https?:\/\/[^/\s]+)\//;
const LONGEST_START = 120_000;
const LONGEST_STOP = 7_000;

// A run that is cut off leaves nothing behind: at `exit` servers and folders go, and where even that is cut off (SIGKILL)
// the kernel ends the server together with this process.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
const SETPRIV = "/usr/bin/setpriv";
const dyingWithUs = existsSync(SETPRIV) ? [SETPRIV, "--pdeathsig", "KILL"] : [];

/**
 * Starts `program arguments` and gives its address once it says so; what it writes is kept. `within` is a
 * command that ends by running the rest of its arguments.
 */
function start(program, arguments_, within = []) {
  const [run, ...rest] = [...dyingWithUs, ...within, program, ...arguments_];
  const child = spawn(run, rest, { stdio: ["ignore", "pipe", "pipe"] });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const server = { child, said: "", complaints: "", address: "", door: undefined };
  const listening = new Promise((ready, failed) => {
    const late = setTimeout(() => failed(new Error(`${program} did not say its address`)), LONGEST_START);
    child.stdout.on("data", (text) => {
      server.said += text;
      const [found, door] = [READY.exec(server.said), DOOR.exec(server.said)];
      if (found && (door || !arguments_.includes("--door"))) {
        clearTimeout(late);
        Object.assign(server, { address: found[1], door: door?.[1] });
        ready();
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
  return listening.then(() => server);
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
  static async open(folder, verb, { within = [], options = [] } = {}) {
    const installation = Object.assign(new Installation(), { folder, verb, within, options });
    await installation.again();
    return installation;
  }

  /** Starts on the folder as it is. */
  async again() {
    const arguments_ = [this.verb, "--data", this.folder, "--listen", "127.0.0.1:0", ...this.options];
    this.server = await start(PROGRAM, arguments_, this.within);
    Object.assign(this, { address: this.server.address, door: this.server.door });
  }

  /** The power goes: the server ends at once, in the middle of whatever it does. */
  async cut() {
    const { child } = this.server;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGKILL");
    await ended;
  }

  /** Ends the server and takes the folder away. A fault that nobody saw on a page is still a fault, unless `expected`. */
  async close({ expected = /^$/ } = {}) {
    await stop(this.server);
    rmSync(this.folder, { recursive: true, force: true });
    const lines = this.server.complaints.split("\n");
    const faults = lines.filter((line) => /ERROR|panicked/.test(line) && !expected.test(line));
    if (faults.length > 0) throw new Error(`the server complained:\n${faults.join("\n")}`);
  }
}

function fresh() {
  const folder = mkdtempSync(join(tmpdir(), "bersinar-journey-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder with the demonstration city in it. */
async function builtDemo() {
  const folder = fresh();
  const built = process.env.BERSINAR_E2E_DEMO;
  if (built && existsSync(built)) cpSync(built, folder, { recursive: true });
  else await buildDemo(folder);
  return folder;
}

/** A demonstration city that belongs to the caller alone. */
export const demo = async () => Installation.open(await builtDemo(), "demo");

/** The same, with the safe door open; `door` is its address. */
export const demoWithDoor = async () => Installation.open(await builtDemo(), "demo", { options: ["--door", "127.0.0.1:0"] });

/** The same, speaking TLS of its own with a certificate that nobody trusts. */
export async function demoWithTls() {
  const folder = await builtDemo();
  const [key, certificate] = [join(folder, "tls.key"), join(folder, "tls.crt")];
  const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  await promisify(execFile)("openssl", [...request, "-subj", "/CN=127.0.0.1", "-keyout", key, "-out", certificate]);
  return Installation.open(folder, "demo", { options: ["--tls-cert", certificate, "--tls-key", key] });
}

/**
 * A demonstration city on a disk of its own with so many megabytes, which only its server sees; `inside` is where the
 * test finds it, and `command` runs a verb on it. The disk is a `tmpfs` in a mount namespace: no test outside notices when it is full.
 */
export async function demoOnSmallDisk(megabytes, options = []) {
  const [from, folder] = [await builtDemo(), fresh()];
  const mount = 'mount -t tmpfs -o size="$1"m tmpfs "$2" && cp -r "$3"/. "$2" && shift 3 && exec "$@"';
  const root = process.getuid() === 0 ? [] : ["--map-root-user"];
  const within = ["unshare", "--mount", ...root, "sh", "-c", mount, "sh", String(megabytes), folder, from];
  const installation = await Installation.open(folder, "demo", { within, options });
  const pid = installation.server.child.pid;
  // Not by the path through /proc: SQLite resolves it, and lands beside the small disk.
  const enter = ["--target", String(pid), "--mount", ...(root.length > 0 ? ["--user", "--preserve-credentials"] : []), PROGRAM];
  const command = (...verb) => promisify(execFile)("nsenter", [...enter, ...verb, "--data", folder]).then((said) => said.stdout);
  return Object.assign(installation, { inside: `/proc/${pid}/root${folder}`, command });
}

/** A real installation as an operator makes it; `said` is what `init` printed, `added` what adding `accounts` did. */
export async function real(region, { options = [], accounts = [] } = {}) {
  const folder = fresh();
  const said = await command("init", "--region", region, "--data", folder);
  let added = "";
  for (const account of accounts) added += await command("user", "add", "--data", folder, ...account);
  return Object.assign(await Installation.open(folder, "serve", { options }), { said, added });
}
