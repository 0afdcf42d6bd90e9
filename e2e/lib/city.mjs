// Reads the pages of a city as a careful person does: the figures on top, the areas of the map, the rows of the table.

/** The figures: by look (`bahaya`, …, `between`, `silent`) and `reported`. */
export async function counts(page) {
  const figures = await page.locator("dl.counts > div").evaluateAll((all) =>
    all.map((one) => [
      one.querySelector(".swatch")?.classList[1] ?? "reported",
      Number(one.querySelector("dd b").textContent.replaceAll(/[.,]/g, "")),
    ]),
  );
  return Object.fromEntries(figures);
}

const tally = (looks) =>
  looks.reduce((all, look) => ({ ...all, [look]: (all[look] ?? 0) + 1 }), {});

/** How many areas of the map have each look. */
export async function mapTally(page) {
  return tally(await page.locator(".map a.area").evaluateAll((all) => all.map((area) => area.classList[1])));
}

/** How many rows of the table have each look. */
export async function tableTally(page) {
  return tally(await page.locator("tr[data-desa] .chip").evaluateAll((all) => all.map((chip) => chip.classList[1])));
}

/** The code of the first village in the table with this look. */
export function firstOf(page, look) {
  return page.locator("tr[data-desa]").filter({ has: page.locator(`.chip.${look}`) }).first().getAttribute("data-desa");
}
