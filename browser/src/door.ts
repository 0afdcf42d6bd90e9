// What the pages of the safe door load. Everything is sealed and opened here; what leaves the page is sealed.

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

const said = document.getElementById("data")?.textContent;
const tell = document.querySelector<HTMLFormElement>("#tulis");
const back = document.querySelector<HTMLFormElement>("#lanjut");
if (said && tell) report(tell, JSON.parse(said));
if (said && back) mailbox(back, JSON.parse(said));
