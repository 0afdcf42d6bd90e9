// What the pages of desks and keys need: everything that touches a private key happens here, in the browser of its holder. A form
// marked with what it does is worked on when it is sent: the passphrase stays here, what comes of it goes into hidden fields.

import { hex, unhex, utf8 } from "./bytes.ts";
import { random, spoken } from "./code.ts";
import { identityOf } from "./envelope.ts";
import { type Keyring, type PublicKeys, type Signed, digestOf, personal } from "./keyring.ts";
import { type Secret, layer, make, openWith, peel, publicKeys, sealTo, unwrap, wrap } from "./secrets.ts";
import { listen, reading } from "./reading.ts";
import { sign } from "./signing.ts";
import { peelWithheld } from "./withheld.ts";

/** What the page says of the desk and of who looks at it. */
interface Data {
  account: string;
  /** The own keys; empty before there are any. */
  wrapped: string;
  door: string;
  desk: string;
  version: number;
  before: string | null;
  custodians: PublicKeys[];
  members: { account: string; keys: PublicKeys }[];
  /** The keyring in force, its secrets sealed to this member, and to both custodians. */
  keyring: Signed | null;
  share: string;
  recovery: string;
  /** A keyring that waits to be signed. */
  proposal: string;
  recovering: { id: string; sealed: string; recipient: string } | null;
  /** Names on their way to the desk, by their ids. */
  unsealings?: Record<string, string>;
}

/** What is wrong, by the name of the text that tells it. */
class Wrong extends Error {}

/** What a form sends. */
type Fields = [string, string][];

const page = document.getElementById("data-meja");
const data = page && (JSON.parse(page.textContent ?? "") as Data);

/** The shortest passphrase of an own making. */
const SHORTEST = 16;

const typed = (form: HTMLFormElement, name: string): string => form.querySelector<HTMLInputElement>(`[data-field="${name}"]`)?.value ?? "";

async function own(form: HTMLFormElement, data: Data): Promise<Secret> {
  const opened = await unwrap(data.wrapped, typed(form, "pass"));
  if (!opened?.[0]) throw new Wrong("passphrase");
  return opened[0];
}

/** A new passphrase, typed twice. */
function chosen(form: HTMLFormElement): string {
  const pass = typed(form, "new");
  if ([...pass].length < SHORTEST) throw new Wrong("short");
  if (pass !== typed(form, "again")) throw new Wrong("unlike");
  return pass;
}

async function keysAs(secret: Secret, pass: string, account: string): Promise<Fields> {
  const { recipient, verify } = await publicKeys(secret);
  const proof = sign(secret.seed, "holder", [utf8(account), utf8(recipient)]);
  return [["recipient", recipient], ["verify", verify], ["wrapped", await wrap([secret], pass)], ["proof", proof]];
}

const found = <T>(value: T | undefined | null): T => {
  if (value === undefined || value === null) throw new Wrong("damaged");
  return value;
};

const same = (one: PublicKeys | undefined, other: PublicKeys | undefined): boolean =>
  one !== undefined && one.recipient === other?.recipient && one.verify === other.verify;

/** What each marked form does. */
const work: Record<string, (form: HTMLFormElement, data: Data) => Promise<Fields>> = {
  "make-keys": (form, data) => keysAs(make(), chosen(form), data.account),

  async rewrap(form, data) {
    const secret = await own(form, data);
    return keysAs(secret, chosen(form), data.account);
  },

  async propose(form, data) {
    const secret = await own(form, data);
    const before = data.keyring ? found(await openWith(data.share, secret)) : [];
    const secrets = [make(), ...before];
    const [first, second] = data.custodians;
    const keyring: Keyring = {
      door: data.door,
      desk: data.desk,
      version: data.version,
      keys: await publicKeys(found(secrets[0])),
      custodians: [found(first), found(second)],
      members: data.members.map((one) => one.keys),
      before: data.keyring && digestOf(data.keyring),
    };
    const fields: Fields = [["body", JSON.stringify(keyring)]];
    for (const { account, keys } of data.members) fields.push(["share", `${account}:${await sealTo(secrets, keys.recipient)}`]);
    fields.push(["recovery", await layer(secrets, [found(first).recipient, found(second).recipient])]);
    return fields;
  },

  async sign(form, data) {
    const secret = await own(form, data);
    // What is signed is what stands on the page: the same people under the same keys.
    const keyring = JSON.parse(data.proposal) as Keyring;
    const shown = data.members.map((one) => personal(one.keys)).sort().join();
    const mine = await publicKeys(secret);
    const whole = keyring.door === data.door && keyring.desk === data.desk && keyring.custodians.some((one) => same(one, mine));
    if (!whole || keyring.members.map(personal).sort().join() !== shown) throw new Wrong("changed");
    return [["signature", sign(secret.seed, "keyring", [utf8(data.proposal)])], ["seen", digestOf({ keyring: data.proposal, signatures: ["", ""] })]];
  },

  async opened(form, data) {
    const secrets = found(await openWith(data.share, await own(form, data)));
    const keyring = JSON.parse(found(data.keyring).keyring) as Keyring;
    const first = found(secrets[0]);
    if (!same(await publicKeys(first), keyring.keys)) throw new Wrong("damaged");
    const fields = ["share", data.desk, String(keyring.version), data.account].map(utf8);
    return [["proof", sign(first.seed, "opened", fields)]];
  },

  async peel(form, data) {
    return [["sealed", found(await peel(data.recovery, await own(form, data)))]];
  },

  async unseal(form, data) {
    const sealed = data.unsealings?.[form.querySelector<HTMLInputElement>("[name=unsealing]")?.value ?? ""] ?? "";
    const mine = await own(form, data);
    return [["sealed", hex(found(await peelWithheld(found(unhex(sealed, sealed.length / 2)), identityOf(mine.secret))))]];
  },

  async hand(form, data) {
    const { sealed, recipient } = found(data.recovering);
    const secrets = found(await openWith(sealed, await own(form, data)));
    return [["sealed", await sealTo(secrets, recipient)]];
  },

  async take(form, data) {
    const { id, sealed } = found(data.recovering);
    const first = found(found(await openWith(sealed, await own(form, data)))[0]);
    return [["proof", sign(first.seed, "opened", ["recovery", data.desk, id].map(utf8))]];
  },
};

/** Six words for who would rather not think of a passphrase: 66 bits. */
function suggest(form: HTMLFormElement): void {
  const words = spoken(random()).slice(0, 6).join(" ");
  for (const name of ["new", "again"]) {
    const field = form.querySelector<HTMLInputElement>(`[data-field="${name}"]`);
    if (field) field.value = words;
  }
  const shown = form.querySelector("[data-words]");
  if (shown) shown.textContent = words;
}

function tell(form: HTMLFormElement, name: string): void {
  const said = form.querySelector<HTMLElement>("[role=alert]");
  if (said) said.textContent = page?.dataset[name] ?? name;
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-work]")) {
  const does = work[form.dataset["work"] ?? ""];
  if (!does || !data) continue;
  const button = form.querySelector<HTMLButtonElement>("button:not([type=button])");
  if (button) button.disabled = false;
  form.querySelector("[data-suggest]")?.addEventListener("click", () => suggest(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (button) button.disabled = true;
    tell(form, "working");
    // Let the page say that it works before scrypt takes the thread.
    setTimeout(async () => {
      try {
        for (const [name, value] of await does(form, data)) {
          const field = document.createElement("input");
          Object.assign(field, { type: "hidden", name, value });
          form.append(field);
        }
        form.submit();
      } catch (error) {
        tell(form, error instanceof Wrong ? error.message : "damaged");
        if (button) button.disabled = false;
      }
    }, 30);
  });
}

if (document.getElementById("data-laporan")) {
  listen();
  reading();
}
