// Writes into build/ what the type tests are compiled with: the page that has every kind of
// block, as a constant of the type that the server says it has.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

mkdirSync("build", { recursive: true });
const page = readFileSync("../testdata/page.json", "utf8");
writeFileSync("build/page.ts", `import type { AnyPage } from "../types.js";\n\nexport const page: AnyPage = ${page.trim()};\n`);
