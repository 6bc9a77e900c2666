// Bundles src/app.css and every src/*.ts that is no test into ../static/build, with the icons that pages use; the Go binary embeds it.
import { build } from "esbuild";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

// Names of lucide icons. Templates ask for them with {{icon "plus"}}; a kind's picture is named in content/standard.go.
const icons = [
  "arrow-down", "arrow-down-from-line", "arrow-left-from-line", "arrow-right-from-line", "arrow-up", "arrow-up-from-line", "bell", "bold", "circle-question-mark", "copy", "corner-up-right", "ellipsis", "eye", "grid-2x2-x", "grip-vertical", "file-text", "heading", "image", "italic", "link", "list", "list-checks", "list-ordered", "list-x",
  "megaphone", "minus", "monitor", "mouse-pointer-click", "panel-top", "plus", "quote", "redo-2", "scale", "smartphone", "square", "square-check", "table", "text", "text-align-center", "text-align-end", "text-align-start", "trash-2", "undo-2", "users", "x",
];

const out = "../static/build";
rmSync(out, { recursive: true, force: true });
await build({
  entryPoints: ["src/app.css", ...readdirSync("src").filter((f) => f.endsWith(".ts") && !f.endsWith(".test.ts")).map((f) => `src/${f}`)],
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  splitting: true, // what is imported when it is needed has a file of its own
  target: ["es2022", "chrome123", "firefox120", "safari17.5"], // the first with light-dark()
  loader: { ".woff2": "file" },
  assetNames: "[name]",
  chunkNames: "[name]-[hash]",
  logLevel: "warning",
});

mkdirSync(`${out}/icons`, { recursive: true });
for (const name of icons) {
  const drawing = readFileSync(`node_modules/lucide-static/icons/${name}.svg`, "utf8").replace(/<!--.*?-->\s*/s, "").replace(/\s+/g, " ").replaceAll("> <", "><").trim();
  writeFileSync(`${out}/icons/${name}.svg`, drawing);
}
