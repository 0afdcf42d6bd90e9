// Details that point to who wrote a text. The patterns are data, the same that `domain::door::Marks` reads.

import patterns from "../../rules/doors/marks.json";

/** Where in the text, and why: `number`, `mail`, `time`, `kin`, `self`. */
export interface Mark {
  start: number;
  end: number;
  why: string;
}

/** The details in a text, in their order; of two that overlap the first. */
export function marksOf(text: string): Mark[] {
  const all = patterns.flatMap(({ id, pattern }) =>
    [...text.matchAll(new RegExp(pattern, "gi"))].map((found) => ({ start: found.index, end: found.index + found[0].length, why: id })),
  );
  all.sort((one, other) => one.start - other.start || other.end - one.end);
  let end = 0;
  return all.filter((mark) => mark.start >= end && ((end = mark.end), true));
}
