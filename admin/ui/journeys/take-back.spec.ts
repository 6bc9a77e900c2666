// Three sentences of one paragraph are changed; the middle one is taken back, and that is undone.
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
