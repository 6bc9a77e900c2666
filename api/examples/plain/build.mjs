// A site with nothing but Node: it fetches what changed and writes those pages into site/.
//
//   CMS_URL=https://cms.example.org node build.mjs
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { json, sync } from "../sync.mjs";
import { blocks, html, raw } from "./blocks.mjs";

const { site, pages, changed, gone } = await sync();
const fileOf = (path) => join("site", path, "index.html");

for (const path of gone) await rm(fileOf(path), { force: true });
for (const page of pages.filter((page) => changed.has(page.id))) {
  await mkdir(dirname(fileOf(page.path)), { recursive: true });
  await writeFile(fileOf(page.path), document(page));
}
console.log(`${changed.size} of ${pages.length} pages written`);

function document(page) {
  const opens = page.blocks[0]?.kind === "hero"; // then that is the heading of the page
  return html`<!doctype html>
<html lang="${page.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${page.seo.title}</title>
${page.seo.description && html`<meta name="description" content="${page.seo.description}">`}
<meta name="robots" content="${page.seo.robots}">
${page.jsonLd && html`<script type="application/ld+json">${raw(json(page.jsonLd))}</script>`}
</head>
<body>
<main>
${!opens && html`<h1>${page.title}</h1>`}
${blocks(page.blocks)}
</main>
<footer>
<p>${site.title}, <a href="tel:${site.phone}">${site.phone}</a></p>
${raw(site.crisis?.body?.html)}
</footer>
</body>
</html>
`.text;
}
