// How fast three pages of Word are in place: measured in Chromium, printed, judged by people. BENCH=1 npm run journeys
import type { Page } from "@playwright/test";
import { expect, fill, setUp, test, toClipboard } from "./practice.ts";
import { heading, list, paragraph, table, wordClip } from "./wordclip.ts";

const times = 30;
const last = "Three pages end here.";
const say = [
  "Most people who call us have waited a while, and nearly all of them say that the call was the hard part. You do not have to know what to ask for.",
  "A first talk takes fifty minutes. We listen, we ask a few things back, and at the end we say <b style='mso-bidi-font-weight:\nnormal'>what we think would help</b>, who of us could do it, and when.",
  "If it is not us whom you need, we tell you so, and we give you <a href=\"https://juniper.example.org/elsewhere?from=letter\">two or three names</a> of people whom we would go to ourselves.",
  "Nothing of what you tell us leaves the room. There are <i style='mso-bidi-font-style:normal'>three exceptions</i>, which the law makes, and we go through them with you before you begin.",
  "You may stop at any time, take a break, or come back after years. We keep a place for an evening in each week for those who cannot plan ahead, because many of us could not either.",
];

/** About 1,500 words, as a practice has them in a document. */
const body = Array.from({ length: 9 }, (_, i) => [
  heading(2, `Part ${i + 1}: What Happens Next`), paragraph(say[i % 5]!), paragraph(say[(i + 1) % 5]!), paragraph(say[(i + 2) % 5]!),
  heading(3, "What you may bring"), list(2 * i, false, ["a question that you carry around with you", "somebody whom you trust, if you like", "nothing at all, which is what most people bring"]),
  heading(3, "How it goes on"), list(2 * i + 1, true, ["you hear from us within two working days", "we find an hour that suits us both", "you get a letter with the way to us"]),
  ...(i % 3 === 0 ? [table([["Service", "Length", "Fee"], ["First talk", "50 minutes", "$150"], ["Couples", "80 minutes", "$210"], ["Group", "90 minutes", "$60"]])] : []),
].join("")).join("") + paragraph(last);
const text = body.replace(/<[^>]+>/g, "").replace(/&nbsp;/g, " ").replace(/[ \t]*\n\s*/g, "\n");
const clip = { html: wordClip(body), text };

const at = (sorted: number[], part: number): string => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!.toFixed(0);

interface Watched { from: number; pastedIn: Promise<number> }

/** From the key to the frame in which the last words are seen, in milliseconds. */
async function paste(page: Page): Promise<number> {
  await page.evaluate((last) => {
    const watched = globalThis as unknown as Watched;
    addEventListener("keydown", (event) => event.key === "v" && (watched.from = event.timeStamp), { capture: true });
    watched.pastedIn = new Promise((done) => new MutationObserver((_, watch) => {
      if (!document.querySelector("main")!.textContent.includes(last)) return;
      watch.disconnect();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done(performance.now() - watched.from);
        port2.postMessage(null);
      });
    }).observe(document, { characterData: true, childList: true, subtree: true }));
  }, last);
  await page.keyboard.press("Control+v");
  return page.evaluate(() => (globalThis as unknown as Watched).pastedIn);
}

for (const [where, begin] of Object.entries({ "a text with words": "Before.", "an empty part": "" }))
  test(`three pages of Word into ${where}`, async ({ page, context, practice }) => {
    test.setTimeout(300_000);
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await setUp(page, practice);
    await fill(page, practice, "Three pages", [{ kind: "section", fields: begin === "" ? {} : { body: begin } }]);
    const field = page.locator(".kind-section .words .rich").first();
    const there = page.locator("main").getByText(last);
    await toClipboard(page, clip);
    const took: number[] = [];
    for (let i = 0; i < times; i++) {
      await field.click();
      await page.keyboard.press("Control+End");
      took.push(await paste(page));
      await expect(there).toBeVisible();
      await expect(page.locator("main table")).toHaveCount(3);
      await page.keyboard.press("Control+z");
      await expect(there).toHaveCount(0);
    }
    const first = took[0]!.toFixed(0);
    took.sort((a, b) => a - b);
    console.log(`${clip.text.split(/\s+/).length} words, ${Math.round(clip.html.length / 1000)} kB of HTML into ${where}, ${times} times: median ${at(took, 0.5)} ms, 95th percentile ${at(took, 0.95)} ms, slowest ${at(took, 1)} ms, first ${first} ms`);
  });
