// What the pages of the safe door load. Everything is sealed and opened here; what leaves the page is sealed.

import { type Signed, fingerprint, read } from "./keyring.ts";
import { mailbox } from "./mailbox.ts";
import { report } from "./report.ts";

/** Leaves at once: empties the forms, and puts the other page in this one's place, so that going back does not lead here. */
function leave(to: string): void {
  for (const form of document.querySelectorAll("form")) form.reset();
  document.body.replaceChildren();
  location.replace(to);
}

const way = document.querySelector<HTMLAnchorElement>("[data-leave]");
way?.addEventListener("click", (event) => {
  event.preventDefault();
  leave(way.href);
});
let escapes: number[] = [];
document.addEventListener("keydown", (event) => {
  // Two times Escape within a second.
  if (event.key !== "Escape" || !way) return;
  escapes = [...escapes, event.timeStamp].filter((at) => event.timeStamp - at < 1000);
  if (escapes.length > 1) leave(way.href);
});

/** Holds the sign of the poster that led here against the desks' keyrings, as they are signed. */
function compare(poster: HTMLElement, { desks, titles }: { desks: { id: string; keyring: Signed }[]; titles: Record<string, string> }): void {
  const sign = decodeURIComponent(location.hash.slice(1)).toUpperCase().replace(/[^0-9A-Z]/g, "");
  if (sign === "") return;
  const same = desks.find(({ keyring }) => {
    const known = read(keyring);
    return known && fingerprint(known).replaceAll(" ", "") === sign;
  });
  poster.textContent = same ? `${poster.dataset["same"]} ${titles[same.id] ?? same.id}` : (poster.dataset["differs"] ?? "");
  poster.classList.toggle("bad", !same);
}

const said = document.getElementById("data")?.textContent;
const tell = document.querySelector<HTMLFormElement>("#tulis");
const back = document.querySelector<HTMLFormElement>("#lanjut");
const poster = document.getElementById("poster");
if (said && poster) compare(poster, JSON.parse(said));
if (said && tell) report(tell, JSON.parse(said));
if (said && back) mailbox(back, JSON.parse(said));
