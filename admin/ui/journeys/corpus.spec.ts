// What other programs put on the clipboard, through the real field and the real importer, in Chromium: it is saved to the byte
// as the server wrote it. That this is what the paste page makes of it, a test in Go shows: content/paste/corpus_insert_test.go.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { build } from "esbuild";
import { expect, fill, setUp, test } from "./practice.ts";
import type { Importer } from "../src/live/importer.ts";
import type { Insertion, RichField } from "../src/markdown/field.ts";

const folder = "../../content/paste/testdata/clipboard/";

interface Clipboard { name: string; html: string; text: string }
interface Bench { RichField: typeof RichField; Importer: typeof Importer }
/** What became of a clipboard: the text that it was pasted into, the text then, what the server made of it, and the parts that were put on the page. */
interface Pasted { name: string; above: string; saved: string; got: Insertion | null; parts: Insertion["parts"] | null }

function clipboards(): Clipboard[] {
  const read = (file: string): string => (existsSync(folder + file) ? readFileSync(folder + file, "utf8") : "");
  return readdirSync(folder).filter((f) => f.endsWith(".md")).map((f) => {
    const name = f.slice(0, -3);
    return { name, html: read(name + ".html"), text: read(name + ".txt") };
  });
}

test("every clipboard is saved as the importer wrote it, in an empty text and below words", async ({ page, practice }) => {
  test.slow();
  await setUp(page, practice);
  await fill(page, practice, "Clipboards", [{ kind: "section", fields: { heading: "Heading" } }]);
  const entry = 'export { RichField } from "./src/markdown/field.ts"; export { Importer } from "./src/live/importer.ts";';
  const { outputFiles } = await build({ stdin: { contents: entry, resolveDir: "." }, bundle: true, write: false, format: "iife", globalName: "bench", logLevel: "warning" });
  await page.evaluate(outputFiles[0]!.text.replace("var bench =", "globalThis.bench ="));
  const all = clipboards();
  expect(all.length).toBeGreaterThanOrEqual(230);
  const pasted = await page.evaluate(async (all) => {
    const { bench } = globalThis as unknown as { bench: Bench };
    const importer = new bench.Importer((JSON.parse(document.getElementById("live")!.textContent!) as { token: string }).token);
    const place = document.body.appendChild(document.createElement("main"));
    const out: Pasted[] = [];
    for (const { name, html, text } of all) {
      for (const above of ["", "Words above."]) {
        const one: Pasted = { name, above, saved: "", got: null, parts: null };
        await new Promise<void>((done) => {
          const field = new bench.RichField(place, {
            label: "Words", inline: false, value: above,
            change: (markdown) => ((one.saved = markdown), one.got && done()),
            place: () => (above === "" ? "empty" : "body"),
            read: async (clip, at) => {
              const got = await importer.read(clip, at);
              if (got === null) done(); // refused: there is nothing to wait for
              return (one.got = got);
            },
            take: (what) => ((one.parts = what.parts), done(), true),
            together: (act) => act(),
          });
          field.focus("end");
          if (above !== "") field.dom.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
          const clipboardData = new DataTransfer();
          if (html !== "") clipboardData.setData("text/html", html);
          if (text !== "") clipboardData.setData("text/plain", text);
          field.dom.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        });
        place.replaceChildren();
        out.push(one);
      }
    }
    return out;
  }, all);

  const differ = pasted.filter(({ above, saved, got, parts }) => (got?.form === "parts" ? JSON.stringify(parts) !== JSON.stringify(got.parts) : saved !== (above === "" ? "" : above + "\n\n") + got?.markdown));
  console.log(`${all.length} clipboards, pasted ${pasted.length} times: ${pasted.filter((p) => p.parts).length} became parts, ${differ.length} are saved otherwise.`);
  expect(differ).toEqual([]);
  expect(pasted.filter((p) => p.got === null)).toEqual([]);
});
