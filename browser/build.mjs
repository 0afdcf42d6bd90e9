// Bundles what the pages load: `node build.mjs FOLDER`. Called by build.rs; nothing of it is kept in the tree.

import { build } from "esbuild";

const [, , out] = process.argv;
const here = new URL(".", import.meta.url).pathname;
await build({
  entryPoints: [`${here}src/desk.ts`, `${here}src/door.ts`],
  bundle: true, minify: true, format: "iife", target: "es2020", charset: "utf8", legalComments: "none", outdir: out, logLevel: "warning",
});
