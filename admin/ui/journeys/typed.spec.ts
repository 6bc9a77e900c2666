// Addresses and tildes that somebody types: saved so that readers get one whole link, and words.
import { content, expect, fill, kept, save, setUp, test } from "./practice.ts";

test("an address that an input method composes is shown as a link while it grows", async ({ page, practice }) => {
  await setUp(page, practice);
  await fill(page, practice, "Composed", [{ kind: "section", fields: { heading: "Heading", body: "See" } }]);
  const body = page.locator(".kind-section .words .rich").first();
  await body.click();
  await page.keyboard.press("End");
  await page.keyboard.type(" ");
  const browser = await page.context().newCDPSession(page);
  const words = "https://example.org/予約_a";
  for (let n = 1; n <= words.length; n++) await browser.send("Input.imeSetComposition", { text: words.slice(0, n), selectionStart: n, selectionEnd: n });
  await browser.send("Input.insertText", { text: words });
  await page.keyboard.type(" now");
  await expect(body).toHaveText(`See ${words} now`);
  await expect(body.locator("a")).toHaveText([words]);
  await kept(page);
  expect((await content(page)).blocks[0]!.fields.body).toBe(`See <${words}> now`);
});

test("what is typed as an address is one link to it, and a tilde is a tilde", async ({ page, practice }) => {
  await setUp(page, practice);
  const editor = await fill(page, practice, "Typed", [{ kind: "section", fields: { heading: "Heading" } }]);
  const body = page.locator(".kind-section .words .rich").first();
  await body.click();
  const typed = [
    "See https://people.example.org/~drsmith/ for more, or www.example.org/_new_/.",
    "https://example.org/_next_/a_b_c?x[]=1",
    "https://example.org/*new*",
    "(https://example.org/a_(b))",
    'https://example.org/a"b\\c`d|e^f{g}h?i=<j>k',
    "first_last@example.org or _me_@example.org",
    "50~60 minutes or 80~90, and ~/a and b~ c",
  ];
  for (const [i, words] of typed.entries()) {
    if (i > 0) await page.keyboard.press("Enter");
    await page.keyboard.type(words);
  }
  const shown = await body.locator("a").evaluateAll((all) => all.map((a) => a.textContent));
  expect(shown).toEqual(["https://people.example.org/~drsmith/", "www.example.org/_new_/", ...typed.slice(1, 3), "https://example.org/a_(b)", typed[4], "first_last@example.org", "_me_@example.org"]);
  await kept(page);
  expect((await content(page)).blocks[0]!.fields.body).toContain("See <https://people.example.org/~drsmith/> for more, or [www.");
  await save(page);
  await page.goto(editor + "/preview");
  const words = page.locator(".paper .words").filter({ hasText: "people.example.org" });
  await expect(words.locator("p")).toHaveText(typed);
  const links = await words.locator("a").evaluateAll((all) => all.map((a) => [a.textContent, a.getAttribute("href")]));
  expect(links).toEqual([
    ["https://people.example.org/~drsmith/", "https://people.example.org/~drsmith/"],
    ["www.example.org/_new_/", "https://www.example.org/_new_/"],
    ["https://example.org/_next_/a_b_c?x[]=1", "https://example.org/_next_/a_b_c?x[]=1"],
    ["https://example.org/*new*", "https://example.org/*new*"],
    ["https://example.org/a_(b)", "https://example.org/a_(b)"],
    ['https://example.org/a"b\\c`d|e^f{g}h?i=<j>k', "https://example.org/a%22b/c%60d%7Ce%5Ef%7Bg%7Dh?i=%3Cj%3Ek"],
    ["first_last@example.org", "mailto:first_last@example.org"],
    ["_me_@example.org", "mailto:_me_@example.org"],
  ]);
  await expect(words.locator("em, strong, del")).toHaveCount(0);
});
