/* One build: a script, a sheet and a sprite of the icons that are used. `node frontend/build.mjs [--watch]` */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { context } from "esbuild";

const OUT = "frontend/dist";
const ICONS =
  `alert-circle arrow-back-up arrow-right arrows-exchange bell building building-community calendar chart-bar check
  chevron-down chevron-left chevron-right clock edit eye file-text folder help-circle history home inbox key list-check
  lock logout menu-2 message phone pencil-plus plus printer receipt route search settings shield-check transfer
  trash user user-check user-plus users x`.split(/\s+/);

mkdirSync(OUT, { recursive: true });
const symbol = (name) => {
  const svg = readFileSync(`node_modules/@tabler/icons/icons/outline/${name}.svg`, "utf8");
  const inner = svg
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace("</svg>", "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s+/g, " ").trim()}</symbol>`;
};
writeFileSync(
  `${OUT}/icons.svg`,
  `<svg xmlns="http://www.w3.org/2000/svg">${ICONS.map(symbol).join("")}</svg>\n`,
);
writeFileSync(`${OUT}/favicon.svg`, readFileSync("frontend/favicon.svg"));

const bundle = await context({
  entryPoints: { huiyin: "frontend/ts/main.ts", style: "frontend/css/main.css" },
  outdir: OUT,
  bundle: true,
  format: "esm",
  splitting: true,
  minify: true,
  target: ["chrome100", "safari15", "firefox100"],
  metafile: true,
  logLevel: "warning",
});

/** Pieces of an earlier build go only when the new ones are there: a server may be reading the folder. */
function sweep(outputs) {
  const kept = new Set([
    ...Object.keys(outputs).map((path) => path.slice(OUT.length + 1)),
    "icons.svg",
    "favicon.svg",
  ]);
  for (const name of readdirSync(OUT)) {
    if (!kept.has(name)) rmSync(`${OUT}/${name}`);
  }
}

if (process.argv.includes("--watch")) {
  await bundle.watch();
} else {
  const made = await bundle.rebuild();
  await bundle.dispose();
  sweep(made.metafile.outputs);
}
