// The paste page decides with the person: what is left out, one heading or two, a new version, files.
import { mkdirSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, expectSound, openEditor, setUp, test, type Practice } from "./practice";
import { framed, framedText } from "./framed";
import { docx, item, note, paragraph, run, styled, table } from "./word";

// With SCREENSHOTS set to a folder, what is seen is kept there as pictures.
const folder = process.env.SCREENSHOTS;
async function picture(page: Page, name: string, fullPage = true): Promise<void> {
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/paste-${name}.png`, fullPage, animations: "disabled" });
}

const start = async (page: Page, practice: Practice) => {
  await page.goto(practice.base + "/admin/paste");
  return page.getByLabel("Paste the text of your page");
};

/** Puts something on the clipboard and pastes it into what has the focus, as the browser does. */
const clipboard = (page: Page, html: string, text: string) => page.evaluate(([html, text]) => navigator.clipboard.write([new ClipboardItem({
  ...(html && { "text/html": new Blob([html], { type: "text/html" }) }), ...(text && { "text/plain": new Blob([text], { type: "text/plain" }) }),
})]), [html, text] as const).then(() => page.keyboard.press("Control+v"));

/** Drops a file on an element. */
const drop = (page: Page, where: string, name: string, bytes: Buffer, type = "") => page.evaluate(([where, name, base64, type]) => {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name, { type }));
  const at = document.querySelector(where)!;
  for (const kind of ["dragenter", "dragover", "drop"]) at.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
}, [where, name, bytes.toString("base64"), type] as const);

/** Gives the form HTML that no script took over, as a browser without one can't, to reach the screen after it. */
const send = (page: Page, html: string) => page.locator("[data-paste-html]").evaluate((t, html) => ((t as HTMLTextAreaElement).value = html), html);

const held = (page: Page) => page.locator("[data-paste-html]").inputValue();
const look = (page: Page) => page.getByRole("button", { name: "Show me the page" }).click();
const count = (page: Page) => page.locator(".count").first();

/** What the console said was wrong, and what was spoken to beside the practice. */
let complaints: string[];

test.beforeEach(async ({ page, context, practice, javaScriptEnabled }) => {
  complaints = [];
  if (javaScriptEnabled !== false) await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  page.on("console", (m) => {
    if (m.type() === "error" && !m.text().includes("422")) complaints.push(m.text());
  });
  page.on("request", (r) => {
    if (!r.url().startsWith(practice.base) && !/^(data|blob):/.test(r.url())) complaints.push("a request to " + r.url());
  });
  await setUp(page, practice);
});
// While the server still runs: an editor that stays open asks for it after its end, too.
test.afterEach(() => expect(complaints).toEqual([]));

test("a part is left out by a tick and saved without, by the keyboard alone", async ({ page, practice }) => {
  await (await start(page, practice)).fill("Finding Your Footing\n\nWe listen.\n\nWhat It Costs\n\nAsk us about a fee.");
  await look(page);
  await expect(count(page)).toHaveText("13 words in, 13 words out: nothing was lost");
  const leave = page.getByRole("checkbox", { name: "Leave this out (part 2, Section)" });
  await leave.focus();
  await page.keyboard.press("Space");
  await expect(count(page)).toHaveText("13 words in, 5 kept, 8 left out by you"); // at once
  await expect(page.getByText("Ask us about a fee.").last()).toHaveCSS("text-decoration-line", "line-through");
  await expectSound(page);
  await picture(page, "left-out-1280", false);
  await page.keyboard.press("Space");
  await expect(count(page)).toHaveText("13 words in, 13 words out: nothing was lost");
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Look again" }).first().click();
  await expect(leave).toBeChecked();
  await expect(count(page)).toHaveText("13 words in, 5 kept, 8 left out by you"); // as the server counts
  await page.getByRole("button", { name: "Save as a new page" }).first().click();
  await expect(page.locator(".toast")).toContainText("is saved with what you kept");
  await expect(page.locator(".sheet, main").first()).toContainText("We listen.");
  await expect(page.locator("main")).not.toContainText("Ask us about a fee.");
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "decisions" : "decisions without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("what looks like a frame is proposed as left out, and one click from kept", async ({ page, practice }) => {
      await start(page, practice);
      if (javaScriptEnabled) {
        await page.getByLabel("Paste the text of your page").focus();
        await clipboard(page, framed, framedText);
      } else {
        await send(page, framed);
      }
      await look(page);
      const left = page.getByRole("region", { name: "What looks like the frame of your website" });
      for (const words of ["Skip to Content", "Couples", "LinkedIn", "All rights reserved", "evening walks", "We use cookies"]) {
        await expect(left).toContainText(words);
        await expect(page.locator(".piece", { hasText: words })).toHaveCount(0);
      }
      const numbers = async () => (await count(page).innerText()).match(/^(\d+) words in, (\d+) kept, (\d+) left out as your website’s frame$/)!.slice(1).map(Number);
      const [all, kept, frame] = await numbers();
      expect(kept! + frame!).toBe(all);
      if (javaScriptEnabled) {
        await picture(page, "frame-1280", false);
        await picture(page, "frame-1280-all");
        await expectSound(page);
        await page.emulateMedia({ colorScheme: "dark" });
        await picture(page, "frame-1280-dark");
        await expectSound(page);
        await page.setViewportSize({ width: 390, height: 844 });
        await picture(page, "frame-390-dark");
        await page.emulateMedia({ colorScheme: "light" });
        await picture(page, "frame-390");
        await expectSound(page);
        await page.setViewportSize({ width: 1280, height: 900 });
      }
      const cookies = left.getByRole("listitem").filter({ hasText: "We use cookies" });
      await cookies.getByRole("button", { name: /^Keep/ }).press("Enter");
      await expect(page.locator(".piece", { hasText: "We use cookies" })).not.toHaveCount(0);
      await expect(cookies).toBeInViewport(); // the place where it was decided
      await expect(cookies).toBeFocused();
      expect((await numbers())[1]).toBeGreaterThan(kept!);
      const last = page.locator(".piece").last();
      await expect(last).toContainText("We use cookies"); // a part of its own
      await expect(last.getByRole("heading")).toHaveCount(0);
      if (javaScriptEnabled) {
        for (const [width, colorScheme] of [[390, "light"], [390, "dark"], [1280, "dark"], [1280, "light"]] as const) {
          await page.setViewportSize({ width, height: 900 });
          await page.emulateMedia({ colorScheme });
          await picture(page, `kept-${width}-${colorScheme}`);
          await expectSound(page);
          expect(await page.evaluate(() => document.scrollingElement!.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
          const overlap = await left.getByRole("listitem").evaluateAll((rows) => rows.filter((row) => {
            const words = document.createRange();
            words.selectNodeContents(row.querySelector(".what")!);
            const button = row.querySelector("button")!.getBoundingClientRect();
            return [...words.getClientRects()].some((w) => w.right > button.left && w.left < button.right && w.bottom > button.top && w.top < button.bottom);
          }).map((row) => row.textContent));
          expect(overlap).toEqual([]);
        }
      }
      await cookies.getByRole("button", { name: /^Leave it out/ }).click();
      await expect(page.locator(".piece", { hasText: "We use cookies" })).toHaveCount(0);
      expect(await numbers()).toEqual([all, kept, frame]);

      // The map: a link to it, one click.
      const map = page.locator(".result a[href^='https://www.google.com/maps']");
      await expect(map).toHaveCount(0);
      await expect(page.getByRole("button", { name: /^Put a link to it/ })).toHaveCount(2);
      await page.getByRole("button", { name: "Put a link to it (A map)" }).click();
      await expect(map).toHaveCount(1);
      await expect(page.getByText("A link to it is on the page")).toBeInViewport();
      await page.getByRole("button", { name: "Take the link away" }).click();
      await expect(map).toHaveCount(0);

      // The small table: a list, if that is better.
      const costs = page.locator(".piece", { has: page.getByRole("heading", { name: "What It Costs" }) });
      await expect(costs.locator("td")).toHaveCount(4);
      await expect(costs.getByRole("button", { name: "A table" })).toHaveAttribute("aria-pressed", "true");
      await costs.getByRole("button", { name: "A list" }).click();
      await expect(costs.locator("li", { hasText: "Two people $210" })).toBeVisible();
      await expect(costs.locator("td")).toHaveCount(0);
      await expect(costs.getByRole("button", { name: "A list" })).toHaveAttribute("aria-pressed", "true");
      expect(await numbers()).toEqual([all, kept, frame]);

      // Parts of the page itself: a tick.
      for (const part of [5, 8]) await page.getByRole("checkbox", { name: `Leave this out (part ${part}, ` }).check();
      if (!javaScriptEnabled) await page.getByRole("button", { name: "Look again" }).first().click();
      await expect(count(page)).toHaveText(/^\d+ words in, \d+ kept, \d+ left out by you, \d+ left out as your website’s frame$/);
      if (javaScriptEnabled) {
        for (const [width, colorScheme] of [[1280, "light"], [1280, "dark"], [390, "light"], [390, "dark"]] as const) {
          await page.setViewportSize({ width, height: 900 });
          await page.emulateMedia({ colorScheme });
          await picture(page, `parts-${width}-${colorScheme}`);
          await expectSound(page);
        }
        await page.setViewportSize({ width: 1280, height: 900 });
      }

      await page.getByRole("button", { name: "Save as a new page" }).first().click();
      await expect(page.locator(".toast")).toContainText("is saved with what you kept");
    });

    test("whether two lines are one heading is answered on the spot", async ({ page, practice }) => {
      const text = await start(page, practice);
      await text.fill("Why We Walk\n\nBecause we like it, and because it helps.\n\nHow We Work\nTogether With You\nText is here, and it goes on.\n\nWhat It Costs\n\nAsk us.");
      await look(page);
      const one = page.getByRole("button", { name: "One heading" });
      await expect(one).toHaveAttribute("aria-pressed", "false");
      await page.getByRole("checkbox", { name: "Leave this out (part 1, Section)" }).check();
      await one.press("Enter");
      await expect(page.getByRole("heading", { name: "How We Work Together With You" })).toBeVisible();
      await expect(one).toHaveAttribute("aria-pressed", "true");
      await expect(one).toBeInViewport();
      await expect(page.getByRole("checkbox", { name: "Leave this out (part 1, Section)" })).toBeChecked(); // the other decision stays
      if (javaScriptEnabled) {
        await picture(page, "heading-1280", false);
        await expectSound(page);
      }
      await page.getByRole("button", { name: "Two headings" }).click();
      await expect(page.getByRole("heading", { name: "Together With You", exact: true })).toBeVisible();
      await expect(page.getByRole("button", { name: "Two headings" })).toHaveAttribute("aria-pressed", "true");
    });
  });
}

test("a page that is there gets a new version, and Undo brings its text back", async ({ page, practice }) => {
  const editor = await openEditor(page, practice, "EMDR therapy");
  const headings = async () => (await (await page.request.get(editor + "/preview")).text()).match(/<h2[^>]*>[^<]*/g);
  const before = await headings();
  const text = await start(page, practice);
  await text.fill("EMDR therapy\n\nWhat It Is\n\nA new text from the document.");
  await look(page);
  await page.getByLabel("Title", { exact: true }).fill("EMDR therapy");
  await page.getByRole("button", { name: "Look again" }).first().click();
  await expect(page.getByRole("button", { name: "Save as a new page" }).first()).toBeVisible(); // it is never a new version by itself
  await page.getByRole("button", { name: "Make a new version of “EMDR therapy” instead" }).first().click();
  await expect(page.getByText("This becomes a new version of")).toBeInViewport();
  await expectSound(page);
  await picture(page, "version-1280", false);
  await page.getByRole("button", { name: "Save as a new version" }).first().click();
  await expect(page).toHaveURL(new RegExp(new URL(editor).pathname));
  await expect(page.locator(".toast")).toContainText("The earlier text is in Earlier versions.");
  expect((await headings())!.filter((h) => !before!.includes(h))).toEqual(["<h2>What It Is"]);
  await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
  await expect(page.locator(".toast")).toContainText("Undone.");
  expect(before!.length).toBeGreaterThan(1);
  expect(await headings()).toEqual(before);
});

test("a new version keeps the title of its page, and the toast names that", async ({ page, practice }) => {
  await openEditor(page, practice, "EMDR therapy");
  const text = await start(page, practice);
  await text.fill("How It Works\n\nWe listen.\n\nWhat It Costs\n\nAsk.");
  await look(page);
  const title = page.getByLabel("Title", { exact: true });
  const guess = await title.inputValue();
  expect(guess).not.toBe("EMDR therapy");
  await page.getByLabel("Web address").fill("/services/emdr");
  await page.getByRole("button", { name: "Look again" }).first().click();
  await page.getByRole("button", { name: "Make a new version of “EMDR therapy” instead" }).first().click();
  await expect(title).toHaveValue("EMDR therapy");
  await page.getByRole("button", { name: "Save as a new page instead" }).click();
  await expect(title).toHaveValue(guess);
  await page.getByRole("button", { name: "Make a new version of “EMDR therapy” instead" }).first().click();
  await page.getByRole("button", { name: "Save as a new version" }).first().click();
  await expect(page.locator(".toast")).toContainText("This is a new version of “EMDR therapy”.");
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "too long" : "too long without JavaScript", () => {
    test.use({ javaScriptEnabled });
    test("a text that is longer than a page can be is told, and stays in the box", async ({ page, practice }) => {
      const long = "A line of words here.\n".repeat(140_000);
      const text = await start(page, practice);
      await text.evaluate((t, long) => {
        (t as HTMLTextAreaElement).value = long;
        t.dispatchEvent(new Event("input"));
      }, long);
      let sent = 0;
      page.on("request", (r) => void (r.method() === "POST" && sent++));
      const told = javaScriptEnabled ? page.locator("[data-paste-note]") : page.locator(".fault");
      if (javaScriptEnabled) await expect(told).toContainText("longer than a page can be");
      await look(page);
      await expect(told).toContainText("longer than a page can be");
      expect(await text.inputValue()).toBe(long);
      expect(sent).toBe(javaScriptEnabled ? 0 : 1);
      if (!javaScriptEnabled) return;
      await expect(text).toBeFocused();
      await expectSound(page);
      await text.fill("A Heading\n\nWords.");
      await expect(told).toBeHidden();
      await look(page);
      await expect(page.locator(".result")).toContainText("Words.");
    });
  });
}

test("formatting stays with what was pasted, and typed words around it are not lost", async ({ page, practice }) => {
  const text = await start(page, practice);
  await text.pressSequentially("Typed first\n");
  await clipboard(page, "<h2>Fees</h2><p>Ask <b>us</b>.</p>", "Fees\nAsk us.");
  await text.press("Control+End");
  await text.pressSequentially("\nTyped last");
  expect(await held(page)).toMatch(/^<p>Typed first<\/p>.*<h2>Fees<\/h2><p>Ask <b>us<\/b>\.<\/p>.*<p>Typed last<\/p>$/s);
  await text.pressSequentially("\n");
  await clipboard(page, "<p><i>Twice</i> pasted</p>", "Twice pasted");
  expect(await held(page)).toContain("<i>Twice</i>");
  expect(await held(page)).toContain("<b>us</b>");
  await text.press("Control+Home");
  await text.press("ArrowDown");
  await text.press("End");
  await text.pressSequentially(" and rates"); // within the first: its words count as typed
  expect(await held(page)).toContain("<p>Fees and rates</p>");
  expect(await held(page)).toContain("<i>Twice</i>");
  await look(page);
  for (const words of ["Typed first", "Fees and rates", "Ask us.", "Typed last", "Twice pasted"]) await expect(page.locator(".result")).toContainText(words);
});

test("a Word document that is dropped comes in with what its words mean", async ({ page, practice }) => {
  const file = await docx([
    styled("Title", "Sliding scale"),
    styled("Heading1", "What it costs"),
    paragraph(run("A session costs ") + run("$140", "<w:strike/>") + run(" ") + run("$145", '<w:rStyle w:val="OldPrice"/>') + run(" $150") + run("1", '<w:vertAlign w:val="superscript"/>') + run(", water is H") + run("2", '<w:vertAlign w:val="subscript"/>') + run("O.")),
    paragraph(run("Some places") + note(1) + run(" are kept, ") + run("never told", "<w:vanish/>") + run("and ") + run("bold", "<w:b/>") + run(" and ") + run("slanted", "<w:i/>") + run(".")),
    `<w:p><w:del w:author="Kim"><w:r><w:delText>Taken out. </w:delText></w:r></w:del><w:ins w:author="Kim">${run("Put in.")}</w:ins><w:r><w:commentReference w:id="0"/></w:r></w:p>`,
    styled("Heading3", "How to begin"),
    item(2, "Call us"), item(2, "by phone", 1), item(2, "by post", 1), item(2, "Come by"),
    item(3, "Another list"), item(3, "of two"),
    item(4, "Fourth"), paragraph("Between."), item(4, "Fifth"), item(5, "In letters"), item(1, "A point"),
    table(["Who", "Fee"], ["One", "$150"]),
    `<w:p><w:hyperlink r:id="r9">${run("Visit us")}</w:hyperlink></w:p>`,
  ].join(""), ["Eight places a year."]);
  await start(page, practice);
  await drop(page, "h2", "Sliding scale.docx", file);
  await expect(page.locator("[data-paste-note]")).toContainText("“Sliding scale.docx” was read.");
  const html = await held(page);
  for (const want of [
    "<h1>Sliding scale</h1>", "<h1>What it costs</h1>", "<h3>How to begin</h3>", "<s>$140</s>", "<s>$145</s>", "$150<sup>1</sup>", "H<sub>2</sub>O",
    "<strong>bold</strong>", "<em>slanted</em>", "Put in.", '<a href="https://example.org/visit">Visit us</a>',
    'href="#_ftn1"', '<div id="ftn1">', "Eight places a year.",
    '<ol><li>Call us<ol type="a"><li>by phone</li><li>by post</li></ol></li><li>Come by</li></ol><ol><li>Another list</li><li>of two</li></ol><ol start="4"><li>Fourth</li></ol><p>Between.</p><ol start="5"><li>Fifth</li></ol><ol type="a"><li>In letters</li></ol><ul><li>A point</li></ul>',
    "<td><p>$150</p></td>",
  ]) expect(html).toContain(want);
  for (const not of ["Taken out", "never told", "Is this still so", "↑", "\uE000"]) expect(html).not.toContain(not);
  await look(page);
  await expect(count(page)).toContainText("nothing was lost");
  for (const words of ["Sliding scale", "Eight places a year.", "Another list", "Come by"]) await expect(page.locator(".result")).toContainText(words);
});

test("other files: read as they are written, or refused with what to do", async ({ page, practice }) => {
  const text = await start(page, practice);
  const chooser = page.getByLabel("Or choose a file");
  const said = page.locator("[data-paste-note]");
  await expectSound(page);
  await picture(page, "start-1280");
  await page.setViewportSize({ width: 390, height: 844 });
  await picture(page, "start-390");
  await page.setViewportSize({ width: 1280, height: 900 });
  for (const [name, want] of [["fees.pdf", "PDF"], ["fees.doc", ".docx"], ["fees.pages", "Export To"], ["fees.odt", ".docx"], ["fees.png", "picture"], ["fees.docx", "no Word document"]] as const) {
    await chooser.setInputFiles({ name, mimeType: "", buffer: Buffer.from("not what it says") });
    await expect(said).toContainText(want);
    await expect(text).toHaveValue("");
  }
  await expectSound(page);
  await picture(page, "refused");
  await chooser.setInputFiles({ name: "large.txt", mimeType: "", buffer: Buffer.alloc(1_000_001, "a") });
  await expect(said).toContainText("1 MB is the most");

  await chooser.setInputFiles({ name: "fees.md", mimeType: "", buffer: Buffer.from("# Fees\n\n1. **Ask** us\n") });
  await expect(said).toContainText("“fees.md” was read.");
  await look(page);
  await expect(page.locator(".result strong")).toHaveText("Ask");
  await drop(page, ".result", "other.txt", Buffer.from("Another"));
  await expect(page.getByText("To read another file, choose “Change the text” first.")).toBeVisible();

  await start(page, practice);
  await chooser.setInputFiles({ name: "fees.txt", mimeType: "", buffer: Buffer.from("Fees\n\n**Stars** stay, and caf\xe9 \x97 in Windows letters.\n", "latin1") });
  await expect(text).toHaveValue("Fees\n\n**Stars** stay, and café — in Windows letters.\n");
  await look(page);
  await expect(page.locator(".result")).toContainText("**Stars** stay, and café — in Windows letters.");

  await start(page, practice);
  await chooser.setInputFiles({ name: "wrong.txt", mimeType: "", buffer: Buffer.from("Wrong file") });
  await chooser.setInputFiles({ name: "old site.html", mimeType: "", buffer: Buffer.from("<!doctype html><title>x</title><style>p { color: red }</style><script>alert(1)</script><h1>Fees</h1><p style='color: red'>Ask <b>us</b>.</p>") });
  await expect(text).toHaveValue("Fees\n\nAsk us."); // in place of the other file
  await look(page);
  await expect(page.locator(".result strong")).toHaveText("us");
});

test("what is typed stays above a file that is read", async ({ page, practice }) => {
  const text = await start(page, practice);
  await text.fill("Typed");
  await drop(page, "textarea", "a.txt", Buffer.from("From a file"));
  await expect(text).toHaveValue("Typed\n\nFrom a file");
});
