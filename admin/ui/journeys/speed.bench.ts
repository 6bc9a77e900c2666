// How fast the editor is on a page of 100 blocks: measured in Chromium, printed, judged by people. BENCH=1 npm run journeys
import { documents, lines } from "./documents.ts";
import { fill, kept, setUp, test } from "./practice.ts";

/** 100 blocks as a long page has them, about 60 kB of content. */
function longPage(): { kind: string; fields: object }[] {
  const words = lines(400, 3), texts = documents(100, 4);
  let n = 0;
  const next = () => words[n++ % words.length]!;
  return texts.map((body, i) => [
    { kind: "section", fields: { heading: `Section ${i}`, body } },
    { kind: "checklist", fields: { heading: `Points ${i}`, items: Array.from({ length: 6 }, () => ({ text: next() })) } },
    { kind: "steps", fields: { heading: `Steps ${i}`, steps: Array.from({ length: 4 }, (_, s) => ({ title: `Step ${s}`, body: next(), minutes: 50 })) } },
    { kind: "faq", fields: { heading: `Questions ${i}`, items: Array.from({ length: 4 }, (_, q) => ({ question: `Question ${q}`, answer: next() })) } },
    { kind: "section", fields: { heading: `Section ${i} again`, body } },
  ][i % 5]!);
}

const at = (sorted: number[], part: number): string => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!.toFixed(1);

test("keystroke to paint, and opening, on a page of 100 blocks", async ({ page, practice }) => {
  test.setTimeout(300_000);
  await setUp(page, practice);
  await page.addInitScript(() => {
    const times = ((globalThis as unknown as { times: number[] }).times = []) as number[];
    addEventListener("keydown", (event) => {
      // A frame begins with its callbacks and is painted behind them: a message posted in the callback arrives after that.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => void times.push(performance.now() - event.timeStamp);
        port2.postMessage(null);
      });
    }, { capture: true });
    new MutationObserver((_, watch) => {
      if (!document.body?.classList.contains("live")) return;
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => ((globalThis as unknown as { opened: number }).opened = performance.now())));
    }).observe(document, { attributes: true, childList: true, subtree: true });
  });
  const editor = await fill(page, practice, "A long page", longPage());
  const opened: number[] = [];
  for (let i = 0; i < 10; i++) {
    await page.goto(editor);
    await page.waitForFunction(() => (globalThis as unknown as { opened?: number }).opened !== undefined);
    opened.push(await page.evaluate(() => (globalThis as unknown as { opened: number }).opened));
  }
  opened.sort((a, b) => a - b);
  console.log(`opening until it can be edited and is painted, ${opened.length} times: median ${at(opened, 0.5)} ms, slowest ${at(opened, 1)} ms`);

  const fields = { "rich text": page.locator(".block:not(.details)").nth(50).locator(".rich").first(), "a heading": page.locator(".block:not(.details)").nth(50).locator("textarea").first(), "a list": page.locator(".block:not(.details)").nth(52).locator(".rich").nth(1) };
  for (const [what, field] of Object.entries(fields)) {
    await field.click();
    await page.keyboard.press("End");
    await page.evaluate(() => void ((globalThis as unknown as { times: number[] }).times.length = 0));
    await page.keyboard.type("We sit side by side for a while, and nothing has to be said before you are ready. ".repeat(4), { delay: 40 });
    await kept(page);
    const times = (await page.evaluate(() => (globalThis as unknown as { times: number[] }).times)).sort((a, b) => a - b);
    console.log(`keystroke to paint in ${what}, ${times.length} keys: median ${at(times, 0.5)} ms, 95th percentile ${at(times, 0.95)} ms, slowest ${at(times, 1)} ms`);
  }
});
