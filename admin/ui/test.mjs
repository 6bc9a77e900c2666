// Bundles src/**/*.test.ts, which Node cannot read as they are, and runs them.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";

const out = "node_modules/.tests";
rmSync(out, { recursive: true, force: true });
const tests = readdirSync("src", { recursive: true }).filter((f) => f.endsWith(".test.ts"));
if (tests.length === 0) throw new Error("There are no tests in src.");
await build({
  entryPoints: tests.map((f) => `src/${f}`),
  outdir: out,
  outbase: "src",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: "inline", // so that a failure names the line of the TypeScript
  logLevel: "warning",
});
const { status } = spawnSync(process.execPath, ["--enable-source-maps", "--disable-warning=ExperimentalWarning", "--test", ...tests.map((f) => `${out}/${f.replace(/\.ts$/, ".mjs")}`)], { stdio: "inherit" });
process.exit(status ?? 1);
