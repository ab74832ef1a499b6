// Builds safeload/web/static/web/dist from the locked packages and our own scss and js.
// Fails if anything of GOV.UK's identity (crown, crest, GDS Transport) would be shipped: Safeload is no GOV.UK service.
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const out = join(here, "..", "safeload", "web", "static", "web", "dist");
const moj = join(modules, "@ministryofjustice", "frontend", "moj");

function compileStyles() {
  const { css } = sass.compile(join(here, "scss", "main.scss"), {
    loadPaths: [here, modules],
    style: "expanded",
    quietDeps: true,
    logger: sass.Logger.silent,
  });
  return css;
}

// Rules that draw a crest or crown belong to government services only; they are dropped whole.
function dropIdentity(css) {
  return css.replace(/[^{}]+\{[^{}]*url\([^)]*(?:crest|crown)[^)]*\)[^{}]*\}/g, "");
}

function refuseIdentity(css) {
  const found = css.match(/GDS Transport|url\([^)]*(?:crest|crown)[^)]*\)/);
  if (found) throw new Error(`The style sheet still contains ${found[0]}`);
}

function minify(css) {
  return sass.compileString(css, { style: "compressed", logger: sass.Logger.silent }).css;
}

// The maps are not shipped, and a reference to a missing file breaks the hashed file names.
function copyScript(from, to) {
  const text = readFileSync(from, "utf8").replace(/\n?\/\/# sourceMappingURL=.*$/m, "");
  writeFileSync(join(out, to), `${text}\n`);
}

function copyUsedImages(css) {
  mkdirSync(join(out, "images"), { recursive: true });
  const names = new Set([...css.matchAll(/images\/([\w.-]+\.(?:svg|png))/g)].map((match) => match[1]));
  for (const name of [...names].sort()) {
    copyFileSync(join(moj, "assets", "images", name), join(out, "images", name));
  }
}

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "fonts"), { recursive: true });
const css = minify(dropIdentity(compileStyles()));
refuseIdentity(css);
writeFileSync(join(out, "safeload.css"), css);
copyUsedImages(css);
for (const subset of ["latin", "latin-ext"]) {
  const file = `inter-${subset}-wght-normal.woff2`;
  copyFileSync(join(modules, "@fontsource-variable", "inter", "files", file), join(out, "fonts", file));
}
copyScript(join(modules, "govuk-frontend", "dist", "govuk", "govuk-frontend.min.js"), "govuk-frontend.js");
copyScript(join(moj, "moj-frontend.min.js"), "moj-frontend.js");
copyScript(join(modules, "htmx.org", "dist", "htmx.min.js"), "htmx.js");
cpSync(join(here, "js"), out, { recursive: true });
cpSync(join(here, "images"), join(out, "images"), { recursive: true });
