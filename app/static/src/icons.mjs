// The pictures that pages name, and no others, as one file: node app/static/src/icons.mjs
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FROM = "node_modules/bootstrap-icons/icons";
const files = (folder) => readdirSync(folder, { withFileTypes: true }).flatMap((one) => {
  const path = join(folder, one.name);
  if (one.isDirectory()) return one.name === "static" ? [] : files(path);
  return /\.(html|py)$/.test(one.name) ? [path] : [];
});
const named = new Set();
for (const path of [...files("templates"), ...files("app")]) {
  for (const [, name] of readFileSync(path, "utf8").matchAll(/["']([a-z0-9]+(?:-[a-z0-9]+)*)["']/g)) named.add(name);
}
const symbols = [...named].sort().filter((name) => existsSync(join(FROM, `${name}.svg`))).map((name) => {
  const [, box, inner] = readFileSync(join(FROM, `${name}.svg`), "utf8").match(/viewBox="([^"]+)"[^>]*>([\s\S]*)<\/svg>/);
  return `<symbol id="${name}" viewBox="${box}">${inner.replace(/\s+/g, " ").trim()}</symbol>`;
});
writeFileSync("app/static/vendor/icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
