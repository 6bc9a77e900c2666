// A table is edited on the page: by mouse and by keyboard, and what readers get is what stands there.
import type { ConsoleMessage, Locator, Page } from "@playwright/test";
import { expect, expectSound, fill, kept, save, setUp, test, type Practice } from "./practice";

const fees = "First\n\n| Service | Fee |\n|---|---|\n| Individual | $150 |";

/** Opens a page whose one section has this text; faults collects what the console complains of. */
async function open(page: Page, practice: Practice, body: string): Promise<{ field: Locator; faults: string[] }> {
  const faults: string[] = [];
  page.on("console", (m: ConsoleMessage) => void (m.type() === "error" && faults.push(m.text())));
  page.on("pageerror", (e) => void faults.push(e.message));
  await setUp(page, practice);
  await fill(page, practice, "Fees", [{ kind: "section", fields: { heading: "What it costs", body } }]);
  return { field: page.locator(".block .words .rich"), faults };
}

/** The Markdown of the section, as it is saved. */
async function saved(page: Page): Promise<string> {
  await save(page);
  await page.reload();
  await page.locator("body.live").waitFor();
  return page.evaluate(() => JSON.parse(document.getElementById("live")!.textContent!).content.blocks[0].fields.body as string);
}

const tool = (page: Page, name: string): Locator => page.getByRole("toolbar", { name: "Formatting" }).getByRole("button", { name, exact: true });

for (const width of [1280, 390])
  test(`by mouse, at ${width} px`, async ({ page, practice }) => {
    await page.setViewportSize({ width, height: 900 });
    const { field, faults } = await open(page, practice, fees);
    await field.getByText("$150").click();
    await page.keyboard.press("End");
    await page.keyboard.type(" an hour");
    await tool(page, "Add a row below").click();
    await field.locator("tr").nth(2).locator("td").first().click();
    await page.keyboard.type("Couples | families");
    await tool(page, "Add a column on the right").click();
    await field.locator("tr").first().locator("th").nth(1).click();
    await page.keyboard.type("Minutes");
    await expect(tool(page, "Align the column: left")).toBeVisible();
    await tool(page, "Align the column: left").click();
    await tool(page, "Align the column: centre").click();
    await expect(tool(page, "Align the column: right")).toBeVisible();
    for (const not of ["Dots", "Numbers", "Small heading", "Table"]) await expect(tool(page, not)).toBeHidden();
    await expectSound(page);
    expect(await saved(page)).toBe("First\n\n| Service | Minutes | Fee |\n| --- | ---: | --- |\n| Individual |  | $150 an hour |\n| Couples \\| families |  |  |");
    expect(faults).toEqual([]);
  });

test("by the keyboard alone, from no table to one that readers see", async ({ page, practice }) => {
  const { field, faults } = await open(page, practice, "First");
  await field.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Alt+F10");
  for (let i = 0; i < 6; i++) await page.keyboard.press("ArrowRight");
  await expect(tool(page, "Table")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(field).toBeFocused();
  for (const words of ["Service", "Fee", "Minutes", "Individual", "$150", "50", "Couples", "$180", "75", "Family"]) {
    await page.keyboard.type(words);
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("or friends");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.type("Last");
  // Tools are reached with Alt+F10 here, too, and leave the caret where it is.
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Alt+F10");
  await page.keyboard.press("End");
  await expect(tool(page, "Remove the table")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(field).toBeFocused();
  expect(await saved(page)).toBe("First\n\n| Service | Fee | Minutes |\n| --- | --- | --- |\n| Individual | $150 | 50 |\n| Couples | $180 | 75 |\n| Family<br>or friends |  |  |\n\nLast");
  expect(faults).toEqual([]);
});

test("each act is one step to undo, and typing beside it another", async ({ page, practice }) => {
  const { field } = await open(page, practice, fees);
  await field.getByText("$150").click();
  await page.keyboard.press("End");
  await page.keyboard.type("x");
  await tool(page, "Add a row above").click();
  await tool(page, "Add a column on the left").click();
  await page.keyboard.type("y");
  const shape = () => field.locator("tr").evaluateAll((rows) => rows.map((r) => [...r.children].map((c) => c.textContent).join("|")));
  await expect.poll(shape).toEqual(["Service||Fee", "||", "Individual||$150xy"]);
  for (const want of [["Service||Fee", "||", "Individual||$150x"], ["Service|Fee", "|", "Individual|$150x"], ["Service|Fee", "Individual|$150x"], ["Service|Fee", "Individual|$150"]]) {
    await page.keyboard.press("Control+z");
    await expect.poll(shape).toEqual(want);
  }
  await page.keyboard.press("Control+Shift+z");
  await page.keyboard.press("Control+Shift+z");
  await expect.poll(shape).toEqual(["Service|Fee", "|", "Individual|$150x"]);
});

test("with everything chosen and a table at the end, the end of the text is below it", async ({ page, practice }) => {
  const { field } = await open(page, practice, fees);
  await field.getByText("First").click();
  const pause = () => page.evaluate(() => new Promise((done) => setTimeout(done, 300))); // as a person does
  await page.keyboard.press("Control+a");
  await pause();
  await page.keyboard.press("Control+End");
  await pause();
  await page.keyboard.type("x");
  expect(await saved(page)).toBe(fees + "\n\nx");
});

test.describe("a table that is cut and pasted at the end is there, whole", () => {
  const text = fees + "\n\nLast", moved = "First\n\nLast\n\n| Service | Fee |\n|---|---|\n| Individual | $150 |";
  const ways: { [how: string]: (page: Page, field: Locator) => Promise<void> } = {
    "chosen with Ctrl+A in it": async (page, field) => {
      await field.getByText("Fee").click();
      await page.keyboard.press("Control+a");
    },
    "chosen with the mouse, from the first cell to the last": async (page, field) => {
      await field.getByText("Fee").click(); // the tools of a table come up, and what stands below them moves
      const from = (await field.getByText("Service").boundingBox())!, to = (await field.getByText("$150").boundingBox())!;
      await page.mouse.move(from.x + 4, from.y + 8);
      await page.mouse.down();
      await page.mouse.move(to.x + 10, to.y + 8, { steps: 6 });
      await page.mouse.up();
      await expect(field.locator(".selectedCell")).toHaveCount(4);
    },
    "chosen with Shift and arrows": async (page, field) => {
      await field.getByText("Service").click();
      await page.keyboard.press("End");
      for (const key of ["Shift+ArrowRight", "Shift+ArrowDown"]) await page.keyboard.press(key);
      await expect(field.locator(".selectedCell")).toHaveCount(4);
    },
  };
  for (const [how, choose] of Object.entries(ways))
    test(how, async ({ page, practice }) => {
      const { field, faults } = await open(page, practice, text);
      await choose(page, field);
      await page.keyboard.press("Control+x");
      await expect(field.locator("table")).toHaveCount(0);
      await field.getByText("Last").click();
      await page.keyboard.press("End");
      await page.keyboard.press("Control+v");
      await expect(field.locator("table")).toHaveCount(1);
      await kept(page);
      expect((await saved(page)).replaceAll(" --- ", "---")).toBe(moved);
      expect(faults).toEqual([]);
    });
});
