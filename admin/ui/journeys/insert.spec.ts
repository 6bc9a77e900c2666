// Pasting into the editor: what comes from elsewhere is made out by the server, and stands where the caret was.
import type { Locator, Page } from "@playwright/test";
import { framed, framedText } from "./framed.ts";
import { content, expect, expectSound, fill, kept, save, setUp, test, toClipboard } from "./practice.ts";

const body = (page: Page): Locator => page.locator(".kind-section .words .rich").first();
const section = (body = ""): { kind: string; fields: object }[] => [{ kind: "section", fields: body === "" ? {} : { heading: "Heading", body } }];

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("formatted words keep what they say, and plain lines stay lines", async ({ page, practice }) => {
  await setUp(page, practice);
  await fill(page, practice, "Pasted", section("Before"));
  await body(page).click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" ");
  await toClipboard(page, { html: '<p>It costs $150 &amp; is <b>slow</b>.</p>', text: "not this" });
  await page.keyboard.press("Control+v");
  await page.keyboard.type(" After"); // at once, before the answer is there
  await expect(body(page)).toContainText("slow. After");
  await kept(page);
  expect((await content(page)).blocks[0]!.fields.body).toBe("Before It costs $150 & is **slow**. After");

  await page.keyboard.press("Control+a");
  await toClipboard(page, { text: "We treat:\nAnxiety\nGrief" });
  await page.keyboard.press("Control+v");
  await expect(body(page)).toContainText("Grief");
  await expect(body(page)).not.toContainText("costs");
  expect((await body(page).innerText()).split("\n").filter((l) => l !== "")).toEqual(["We treat:", "Anxiety", "Grief"]);
  await page.keyboard.press("Control+z"); // one step
  await expect(body(page)).toContainText("slow. After");
  await expect(body(page)).not.toContainText("Grief");
});

test("a list pasted into a checklist gives its items, one step of undo", async ({ page, practice }) => {
  await setUp(page, practice);
  await fill(page, practice, "A list", [{ kind: "checklist", fields: { items: ["One"] } }]);
  const items = page.locator(".points .rich");
  await items.first().click();
  await page.keyboard.press("End");
  await toClipboard(page, { html: "<ul><li><b>Two</b></li><li>Three</li></ul>", text: "Two\nThree" });
  await page.keyboard.press("Control+v");
  await expect(items).toHaveText(["One", "Two", "Three"]);
  await page.keyboard.type(" and more");
  await kept(page);
  expect((await content(page)).blocks[0]!.fields.items).toEqual(["One", "**Two**", "Three and more"]);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await expect(items).toHaveText(["One"]);
});

test("an address pasted over chosen words links them", async ({ page, practice }) => {
  await setUp(page, practice);
  await fill(page, practice, "Links", section("Book now"));
  await body(page).click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Control+Shift+ArrowRight");
  await toClipboard(page, { text: "https://example.org/book" });
  await page.keyboard.press("Control+v");
  await expect(body(page).locator("a")).toHaveCount(1);
  await expect(body(page)).toHaveText("Book now");
  await kept(page);
  expect((await content(page)).blocks[0]!.fields.body).toMatch(/^\[Book ?\]\(https:\/\/example\.org\/book\) ?now$/);
});

test("a heading takes plain words, on one line", async ({ page, practice }) => {
  await setUp(page, practice);
  await fill(page, practice, "Headings", section("words"));
  const heading = page.getByRole("textbox", { name: "Heading" });
  await heading.click();
  await page.keyboard.press("End");
  await toClipboard(page, { html: "<p>, <b>and</b></p><p>more</p>", text: ", and\n\n\nmore" });
  await page.keyboard.press("Control+v");
  await expect(heading).toHaveValue("Heading, and more");
  await page.keyboard.type("!");
  await expect(heading).toHaveValue("Heading, and more!");
});

test("a field of words alone keeps what the words say, offline too, as one step", async ({ page, practice, context }) => {
  await setUp(page, practice);
  await fill(page, practice, "Fields", [
    { kind: "section", fields: { heading: "Before after", body: "Words" } },
    { kind: "faq", fields: { heading: "FAQ", items: [{ question: "Before after", answer: "Yes." }] } },
  ]);
  const fee = { html: "<p>$150<sup>1</sup> for CO<sub>2</sub>, so&shy;ft <s>$120</s></p>", text: "$1501 for CO2, so\u00adft $120" };
  for (const field of ["heading", "question"]) {
    const input = field === "heading" ? page.locator(".kind-section textarea.ghost").first() : page.locator(".kind-faq textarea.ghost").nth(1);
    await expect(input).toHaveValue("Before after");
    await input.click();
    await page.keyboard.press("Home");
    await page.keyboard.press("Control+ArrowRight"); // behind "Before "
    await toClipboard(page, fee);
    await page.keyboard.press("Control+v");
    await expect(input).toHaveValue(/^Before ?\$150¹ for CO₂, soft ?after$/);
    await expect(page.locator(".toast")).toContainText("struck-out words (“$120”)");
    await page.keyboard.press("Control+z");
    await expect(input).toHaveValue("Before after");
    await toClipboard(page, { text: "Our\vso\u00adft\u200b fees " });
    await page.keyboard.press("Home");
    await page.keyboard.press("Control+v");
    await expect(input).toHaveValue("Our soft fees Before after");
  }
  await context.setOffline(true);
  const heading = page.locator(".kind-section textarea.ghost").first();
  await heading.click();
  await page.keyboard.press("Control+a");
  await toClipboard(page, fee);
  await page.keyboard.press("Control+v");
  await expect(heading).toHaveValue("$1501 for CO2, soft $120");
  await expect(page.locator(".toast")).toContainText("Only the plain words went in.");
  await page.keyboard.press("Control+z");
  await expect(heading).toHaveValue("Our soft fees Before after");
  await context.setOffline(false);
});

test("without a connection lines are items, and an address links the chosen words", async ({ page, practice, context }) => {
  await setUp(page, practice);
  await fill(page, practice, "Offline", [{ kind: "checklist", fields: { items: ["One"] } }, ...section("Book now")]);
  await context.setOffline(true);
  const items = page.locator(".points .rich");
  await items.first().click();
  await page.keyboard.press("End");
  await toClipboard(page, { html: "<ul><li>Two</li><li>Three</li></ul>", text: "Two\nThree" });
  await page.keyboard.press("Control+v");
  await expect(items).toHaveText(["One", "Two", "Three"]);
  await body(page).click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Control+Shift+ArrowRight");
  await toClipboard(page, { text: "https://example.org/book" });
  await page.keyboard.press("Control+v");
  await expect(body(page).locator("a")).toHaveAttribute("title", "https://example.org/book");
  await expect(body(page)).toHaveText("Book now");
  await context.setOffline(false);
});

test("while the server is slow it shows what is on its way, and without it the plain words go in", async ({ page, practice }) => {
  await setUp(page, practice);
  await fill(page, practice, "Slow", section("One  three"));
  await body(page).click();
  await page.keyboard.press("Control+Home");
  for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowRight");
  await toClipboard(page, { html: "<p><i>two</i></p>", text: "two" });
  let answer = (): void => {};
  await page.route("**/admin/insert", async (route) => {
    await new Promise<void>((done) => (answer = done));
    await route.continue();
  });
  await page.keyboard.press("Control+v");
  await expect(page.locator(".on-its-way")).toBeVisible();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" four");
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("Zero ");
  answer();
  await expect(body(page)).toHaveText("Zero One two three four");
  await expect(page.locator(".on-its-way")).toHaveCount(0);
  await page.keyboard.type("and ");
  await expect(body(page)).toHaveText("Zero and One two three four");
  await page.unroute("**/admin/insert");

  await page.route("**/admin/insert", (route) => route.abort());
  await page.keyboard.press("Control+End");
  await toClipboard(page, { html: "<ul><li>*a*</li><li>b</li></ul>", text: " *a*\nb" });
  await page.keyboard.press("Control+v");
  await expect(page.locator(".toast")).toContainText("Only the plain words went in.");
  await kept(page);
  expect((await content(page)).blocks[0]!.fields.body).toMatch(/ four \\\*a\\\*\\\nb$/);
  await expectSound(page);
});

test("Ctrl Shift V takes the plain words", async ({ page, practice }) => {
  await setUp(page, practice);
  await fill(page, practice, "Plain", section("One"));
  await body(page).click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" ");
  await toClipboard(page, { html: "<p><b>bold</b></p>", text: "plain" });
  await page.keyboard.press("Control+Shift+v");
  await expect(body(page)).toHaveText("One plain");
  await expect(body(page).locator("strong")).toHaveCount(0);
});

test("what was left out is said", async ({ page, practice }) => {
  await setUp(page, practice);
  await fill(page, practice, "Left out", section("One"));
  await body(page).click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" ");
  await toClipboard(page, { html: '<p>two <img src="https://example.org/a.png"> three</p>', text: "two three" });
  await page.keyboard.press("Control+v");
  await expect(page.locator(".toast")).toContainText(/^Left out: 1 .*picture/);
  await expect(body(page)).toContainText("two three");
  await save(page);
});

test("what was embedded is named, and one button puts a link to it", async ({ page, practice }) => {
  await setUp(page, practice);
  await fill(page, practice, "Embedded", [...section("One"), { kind: "checklist", fields: { items: ["One"] } }]);
  const map = "https://www.google.com/maps/embed?pb=1";
  await body(page).click();
  await page.keyboard.press("Control+a");
  await toClipboard(page, { html: `<iframe src="${map}"></iframe>`, text: "" });
  await page.keyboard.press("Control+v");
  await expect(page.locator(".toast")).toContainText(/^Left out: a map/);
  await expect(body(page)).toHaveText("One"); // nothing came in its place
  await page.getByRole("button", { name: "Put a link to it" }).click();
  await expect(body(page).locator("a")).toHaveText("Map");
  await kept(page);
  expect((await content(page)).blocks[0]!.fields.body).toBe(`One\n\n[Map](<${map}>)`);
  await body(page).click();
  await page.keyboard.press("Control+z"); // one step
  await expect(body(page)).toHaveText("One");

  const item = page.locator(".points .rich").first();
  await item.click();
  await toClipboard(page, { html: `<iframe src="${map}"></iframe>`, text: "" });
  await page.keyboard.press("Control+v");
  await page.getByRole("button", { name: "Put a link to it" }).click();
  await expect(item).toHaveText("One Map");
  await expect(item.locator("a")).toHaveAttribute("title", map);
});

test("a whole website in an empty part comes without its frame, which one button puts in after all", async ({ page, practice }) => {
  await setUp(page, practice);
  await fill(page, practice, "A website", section());
  await body(page).click();
  await toClipboard(page, { html: framed, text: framedText });
  await page.keyboard.press("Control+v");
  const toast = page.locator(".toast");
  await expect(toast).toContainText("Left out, because it looks like the frame of a website: “");
  await kept(page);
  const words = async () => JSON.stringify((await content(page)).blocks);
  const frame = ["Skip to Content", "Pin It", "Back to top", "We use cookies"];
  const without = await words();
  expect(without).toContain("What It Costs");
  for (const w of frame) expect(without).not.toContain(w);
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/insert-website-1280.png` });
  await page.setViewportSize({ width: 390, height: 844 });
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/insert-website-390.png` });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await toast.getByRole("button", { name: "Put it in" }).press("Enter");
  await expect(toast.getByRole("button")).toHaveText("Keep it in one text");
  await kept(page);
  for (const w of frame) expect(await words()).toContain(w);
  await page.keyboard.press("Control+z"); // one step
  await kept(page);
  expect(await words()).toBe(without);
});
