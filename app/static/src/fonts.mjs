// The one font, under a name that pages can preload, and that name for the style sheet.
import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";

const FROM = "node_modules/@fontsource-variable/source-sans-3/files";
const faces = [["source-sans-3", "source-sans-3-latin-wght-normal"], ["source-sans-3-ext", "source-sans-3-latin-ext-wght-normal"]];
const names = faces.map(([to, from]) => {
  const target = `app/static/vendor/fonts/${to}.woff2`;
  copyFileSync(`${FROM}/${from}.woff2`, target);
  return `$${to}: "${createHash("sha256").update(readFileSync(target)).digest("hex").slice(0, 12)}";`;
});
writeFileSync("app/static/vendor/fonts/_names.scss", `${names.join("\n")}\n`);
