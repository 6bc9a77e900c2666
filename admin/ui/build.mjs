// Bundles src/app.css and every src/*.ts into ../static/build, which the Go binary embeds.
import { build } from "esbuild";
import { readdirSync, rmSync } from "node:fs";

const out = "../static/build";
rmSync(out, { recursive: true, force: true });
await build({
  entryPoints: ["src/app.css", ...readdirSync("src").filter((f) => f.endsWith(".ts")).map((f) => `src/${f}`)],
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome123", "firefox120", "safari17.5"], // the first with light-dark()
  loader: { ".woff2": "file" },
  assetNames: "[name]",
  logLevel: "warning",
});
