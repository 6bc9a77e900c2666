// What a comparison shows, and what is taken back of it: three sentences of one paragraph are changed; the middle one
// is taken back, and that is undone.
import type { Locator } from "@playwright/test";
import { expect, expectSound, fill, kept, part, save, setUp, test } from "./practice";

test.describe("without scripts in the comparison", () => {
  test("one sentence is taken back out of three", async ({ page, practice, browser }) => {
    await setUp(page, practice);
    const editor = await fill(page, practice, "Walking therapy", [
      { kind: "section", fields: { heading: "How we walk", body: "We walk far together. We rest *well* on the way. We are home by noon. Nothing else is said here." } },
      { kind: "callout", fields: { lines: ["Bring boots."] } },
    ]);
    await save(page);
    const text = (await part(page, "How we walk")).locator(".rich").first();
    await text.click();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("We walk slowly together. We rest often on the way. We are home by nine. Nothing else is said here.");
    await kept(page);
    await save(page);

    // The comparison is plain forms and links.
    const plain = await (await browser.newContext({ javaScriptEnabled: false, storageState: await page.context().storageState() })).newPage();
    await plain.goto(editor + "/compare?from=2&to=3");
    await expect(plain.locator("del")).toContainText(["far", "well", "noon"]);
    await plain.getByRole("link", { name: "Side by side" }).click();
    await expect(plain.getByRole("link", { name: "Side by side" })).toHaveAttribute("aria-current", "true");
    await plain.getByRole("button", { name: /Bring the old one back.*We rest well/ }).click();
    await expect(plain.locator(".toast")).toContainText("“We rest well on the way.” is back in “How we walk”");
    await expect(plain).toHaveURL(/view=side/);
    await expect(plain.locator("del")).toContainText(["far", "noon"]);
    await expect(plain.locator("del").filter({ hasText: "well" })).toHaveCount(0);
    await plain.locator(".toast").getByRole("button", { name: "Undo" }).click();
    await expect(plain.locator(".toast")).toContainText("Undone.");
    await expect(plain.locator("del")).toContainText(["far", "well", "noon"]);

    // What came back is the source of the sentence, and live never moved: there is none.
    await page.goto(editor + "/compare?from=2&to=5");
    await page.getByRole("button", { name: /Bring the old one back.*We rest well/ }).click();
    await page.goto(editor);
    await page.locator("body.live").waitFor();
    await expect((await part(page, "How we walk")).locator(".rich em")).toHaveText("well");
    await page.goto(editor + "/compare?from=2&to=6");
    await expectSound(page);
  });
});

/** Where both cells of a row of the comparison stand. */
async function cells(row: Locator) {
  const boxes = await row.locator(":scope > .cell").evaluateAll((all) => all.map((cell) => { const { x, y, width, height } = cell.getBoundingClientRect(); return { x, y, width, height }; }));
  expect(boxes).toHaveLength(2);
  return [boxes[0]!, boxes[1]!] as const;
}

test("side by side stands side by side, and on a phone one above the other", async ({ page, practice }) => {
  await setUp(page, practice);
  const editor = await fill(page, practice, "Walking therapy", [{ kind: "section", fields: { heading: "How we walk", body: "We walk far together.\n\n" + "We rest on the way, where there is a bench. ".repeat(40) + "\n\nWe are home by noon." } }]);
  await save(page);
  await (await part(page, "How we walk")).locator(".rich").first().click();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("We walk slowly together.");
  await page.keyboard.press("Enter");
  await page.keyboard.type("We are home by nine, and nobody has hurried on the way there or back.");
  await kept(page);
  await save(page);

  await page.goto(editor + "/compare?from=2&to=3&view=side");
  const rows = page.locator(".two.line").filter({ has: page.locator("del, ins") });
  await expect(rows.first()).toBeVisible();
  const before = page.getByText("Before: ", { exact: false }).first(), after = page.getByText("After: ", { exact: false }).first();
  for (const row of await rows.all()) {
    const [left, right] = await cells(row);
    expect(left.x + left.width, "the columns overlap").toBeLessThanOrEqual(right.x);
    expect(Math.abs(left.y - right.y), "one stands lower than the other").toBeLessThanOrEqual(1);
    expect(Math.abs(left.width - right.width), "one is wider").toBeLessThanOrEqual(2);
    expect(left.width, "they are narrow").toBeGreaterThan(400);
    for (const [name, cell] of [[before, left], [after, right]] as const) {
      const above = (await name.boundingBox())!;
      expect(above.x >= cell.x - 1 && above.x < cell.x + cell.width, "a name stands over the other column").toBe(true);
    }
  }
  // The names of the columns stay in sight however long the page is.
  const bar = (await page.locator(".bar").boundingBox())!;
  await rows.last().evaluate((row) => row.scrollIntoView({ block: "start" }));
  await page.mouse.wheel(0, 400);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(100);
  const names = (await before.boundingBox())!;
  expect(Math.round(names.y)).toBeGreaterThanOrEqual(Math.floor(bar.y + bar.height));
  expect(names.y).toBeLessThan(bar.y + bar.height + 40);

  await page.setViewportSize({ width: 390, height: 844 });
  await expect(before).toBeHidden(); // each text says itself which it is
  for (const row of await rows.all()) {
    const [above, below] = await cells(row);
    expect(above.y + above.height, "they stand beside each other").toBeLessThanOrEqual(below.y + 1);
    for (const cell of [above, below]) {
      expect(cell.x).toBeGreaterThanOrEqual(0);
      expect(cell.x + cell.width).toBeLessThanOrEqual(390);
      expect(cell.width, "they are narrow").toBeGreaterThan(280);
    }
    await expect(row.getByText("Before", { exact: true })).toBeVisible();
    await expect(row.getByText("After", { exact: true })).toBeVisible();
  }
  await expectSound(page);
});
