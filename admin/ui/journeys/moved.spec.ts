// What is moved stays whole: words and their links, kept pieces and levels, and parts of a page.
import type { Locator, Page } from "@playwright/test";
import { content, expect, expectSound, fill, kept, openEditor, save, setUp, test, toClipboard } from "./practice.ts";

const bodies = (page: Page): Locator => page.locator(".kind-section .words .rich");
const section = (heading: string, body: string): { kind: string; fields: object } => ({ kind: "section", fields: { heading, body } });
const headings = (page: Page): Promise<string[]> => page.locator(".block:not(.details)").evaluateAll((all) => all.map((b) => b.querySelector("textarea")?.value ?? ""));
const read = (page: Page): Promise<{ html: string; text: string }> => page.evaluate(async () => {
  const [item] = await navigator.clipboard.read();
  const of = async (type: string) => (item!.types.includes(type) ? (await item!.getType(type)).text() : "");
  return { html: await of("text/html"), text: await of("text/plain") };
});

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("a paragraph that is cut and pasted keeps its link, and reads elsewhere", async ({ page, practice }) => {
  await setUp(page, practice);
  await fill(page, practice, "Cut", [section("One", "One [book](https://example.org/book) now.\n\nTwo.")]);
  const body = bodies(page).first();
  await body.locator("p").first().click();
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+End");
  await page.keyboard.press("Control+x");
  await expect(body).not.toContainText("book");
  const copied = await read(page);
  expect(copied.text).toBe("One book now.");
  expect(copied.html).toContain('href="https://example.org/book"');
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+v");
  await kept(page);
  expect((await content(page)).blocks[0]!.fields.body).toBe("Two.\n\nOne [book](https://example.org/book) now.");
});

test("all of a text goes over with what is kept as it is written, with levels and numbers, into another part and another page", async ({ page, practice }) => {
  await setUp(page, practice);
  const text = "Water H<kbd>2</kbd>O and ![our office](/office.jpg) end  \nnow\n\n3. three\n   - *deep*\n4. ~~four~~ `code`\n\n```\nkept\n```\n\nThe end";
  const first = await fill(page, practice, "From", [section("One", text), section("Two", "")]);
  const before = (await content(page)).blocks[0]!.fields.body;
  await bodies(page).first().click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  const second = bodies(page).nth(1);
  await second.evaluate((e: HTMLElement) => e.focus());
  await page.keyboard.press("Control+v");
  await expect(second).toContainText("The end");
  await kept(page);
  expect((await content(page)).blocks[1]!.fields.body).toBe(before);
  await page.keyboard.press("Control+z");
  await expect(second).toHaveText("");

  await openEditor(page, practice, "EMDR therapy");
  const other = bodies(page).first();
  await other.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+v");
  await expect(other).toContainText("The end");
  await save(page);
  expect((await content(page)).blocks.map((b) => b.fields.body).find((b) => String(b).includes("office"))).toBe(before);
  expect(page.url()).not.toBe(first);
});

test("a table that is cut and pasted is a table, and cells go into cells", async ({ page, practice }) => {
  await setUp(page, practice);
  await fill(page, practice, "Tables", [section("One", "First\n\n| Service | Fee |\n|---|---|\n| Individual | $150 |\n\nLast")]);
  const body = bodies(page).first();
  await body.locator("td").first().click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+x");
  await expect(body.locator("table")).toHaveCount(0);
  const copied = await read(page);
  expect(copied.text).toBe("Service\tFee\nIndividual\t$150");
  await body.locator("p").last().click();
  await page.keyboard.press("End");
  await page.keyboard.press("Control+v");
  await expect(body.locator("th")).toHaveText(["Service", "Fee"]);
  await kept(page);
  expect((await content(page)).blocks[0]!.fields.body).toBe("First\n\nLast\n\n| Service | Fee |\n| --- | --- |\n| Individual | $150 |");

  await toClipboard(page, { html: "<table><tr><td>Couples</td><td>$180</td></tr><tr><td>Group</td><td>$60</td></tr></table>", text: "Couples\t$180\nGroup\t$60" });
  await body.locator("td").first().click();
  await page.keyboard.press("Control+v");
  await expect(body.locator("td")).toHaveText(["Couples", "$180", "Group", "$60"]);
  await page.keyboard.press("Control+z");
  await expect(body.locator("td")).toHaveText(["Individual", "$150"]);
});

test("blocks that go into a line are words of it, and into a list are its lines", async ({ page, practice }) => {
  await setUp(page, practice);
  await fill(page, practice, "Lines", [section("One", "**A** [b](/b)\n\n- c\n- *d*"), { kind: "checklist", fields: { leadIn: "Lead", items: ["x"] } }]);
  await bodies(page).first().click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  const items = page.locator(".points .rich");
  await items.first().click();
  await page.keyboard.press("End");
  await page.keyboard.press("Control+v");
  await expect(items).toHaveText(["x", "A b", "c", "d"]);
  await kept(page);
  expect((await content(page)).blocks[1]!.fields.items).toEqual(["x", "**A** [b](/b)", "c", "*d*"]);
  await page.keyboard.press("Control+z");
  await expect(items).toHaveText(["x"]);

  await page.getByRole("textbox", { name: "Heading" }).first().click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+v");
  await expect(page.getByRole("textbox", { name: "Heading" }).first()).toHaveValue("A b • c • d");
});

test("words are dragged into another part with their link, and undone at once", async ({ page, practice }) => {
  await setUp(page, practice);
  await fill(page, practice, "Drag", [section("One", "One [book](https://example.org/book) now."), section("Two", "Two.")]);
  const [from, to] = [bodies(page).nth(0), bodies(page).nth(1)];
  const drag = async (modifier?: "Control"): Promise<void> => {
    await from.click();
    await page.keyboard.press("Home");
    await page.keyboard.press("Shift+End");
    const word = (await from.locator("a").boundingBox())!;
    const end = (await to.boundingBox())!;
    await page.mouse.move(word.x + word.width / 2, word.y + word.height / 2);
    await page.mouse.down();
    await page.mouse.move(word.x + word.width / 2 + 10, word.y + 30, { steps: 4 });
    if (modifier) await page.keyboard.down(modifier);
    await page.mouse.move(end.x + end.width - 4, end.y + end.height / 2, { steps: 6 });
    await page.mouse.up();
    if (modifier) await page.keyboard.up(modifier);
  };
  await drag();
  await expect(to).toHaveText("Two.One book now.");
  await expect(to.locator("a")).toHaveText("book");
  await expect(from).toHaveText("");
  await page.keyboard.press("Control+z");
  await expect(to).toHaveText("Two.");
  await expect(from).toHaveText("One book now.");
  await drag("Control");
  await expect(to).toHaveText("Two.One book now.");
  await expect(from).toHaveText("One book now.");
});

test("parts are chosen by keys, moved, copied into another page, and undone as one", async ({ page, practice }) => {
  await setUp(page, practice);
  await fill(page, practice, "Parts", [section("A", "a [l](https://example.org/l)"), section("B", "b"), section("C", "c"), section("D", "d")]);
  await bodies(page).nth(1).click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+ArrowDown");
  await expect(page.locator("#announce")).toHaveText("2 parts chosen.");
  await expect(page.locator(".block.chosen")).toHaveCount(2);
  await expectSound(page);
  await page.keyboard.press("Alt+ArrowUp");
  await expect(page.locator("#announce")).toHaveText("2 parts moved to 1 of 4.");
  expect(await headings(page)).toEqual(["B", "C", "A", "D"]);
  await page.keyboard.press("Alt+ArrowDown");
  await page.keyboard.press("Alt+ArrowDown");
  expect(await headings(page)).toEqual(["A", "D", "B", "C"]);
  await page.keyboard.press("Alt+ArrowDown");
  await expect(page.locator("#announce")).toHaveText("They are the last parts already.");
  await page.keyboard.press("Control+z");
  await expect(page.locator("#announce")).toHaveText("Undone: 2 parts moved.");
  expect(await headings(page)).toEqual(["A", "B", "C", "D"]);

  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  await expect(page.locator("#announce")).toHaveText("4 parts copied.");
  const copied = await read(page);
  expect(copied.text).toBe("A\n\na l\n\nB\n\nb\n\nC\n\nc\n\nD\n\nd");
  expect(copied.html).toContain('<h2>A</h2>');
  expect(copied.html).toContain('href="https://example.org/l"');
  await page.keyboard.press("Escape");
  await expect(page.locator(".block.chosen")).toHaveCount(0);

  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  expect(await headings(page)).toEqual([]);
  await expect(page.locator(".toast")).toContainText("4 parts are off the page.");
  await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
  expect(await headings(page)).toEqual(["A", "B", "C", "D"]);

  await openEditor(page, practice, "EMDR therapy");
  const before = await headings(page);
  await page.locator(".block:not(.details)").first().locator("textarea, .rich").first().click();
  await page.keyboard.press("Control+v"); // in words too, whole parts come as parts
  expect(await headings(page)).toEqual([before[0], "A", "B", "C", "D", ...before.slice(1)]);
  await expect(page.locator(".block.chosen")).toHaveCount(4);
  await kept(page);
  expect((await content(page)).blocks[1]!.fields).toEqual({ heading: "A", body: "a [l](https://example.org/l)" });
  await page.keyboard.press("Control+Shift+d");
  expect((await headings(page)).length).toBe(before.length + 8);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  expect(await headings(page)).toEqual(before);
});

test("a part that is cut and pasted is the same part", async ({ page, practice }) => {
  await setUp(page, practice);
  await fill(page, practice, "The same", [section("A", "a"), section("B", "b")]);
  const ids = (await content(page)).blocks.map((b) => b.id);
  await bodies(page).first().click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+x");
  await expect(page.locator(".toast")).toContainText("“A” is off the page.");
  await page.keyboard.press("Control+v");
  expect(await headings(page)).toEqual(["B", "A"]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+v");
  expect(await headings(page)).toEqual(["B", "A", "A"]);
  await kept(page);
  const now = (await content(page)).blocks.map((b) => b.id);
  expect(now.slice(0, 2)).toEqual([ids[1], ids[0]]);
  expect(ids).not.toContain(now[2]);
});

test("parts are chosen and dragged with the mouse", async ({ page, practice }) => {
  await setUp(page, practice);
  await fill(page, practice, "Mouse", [section("A", "a"), section("B", "b"), section("C", "c"), section("D", "d")]);
  const block = (i: number): Locator => page.locator(".block:not(.details)").nth(i);
  await bodies(page).nth(0).click();
  await block(1).click({ modifiers: ["Shift"] });
  await expect(page.locator(".block.chosen")).toHaveCount(2);
  await block(3).click({ modifiers: ["Control"] });
  await expect(page.getByRole("toolbar", { name: "Chosen parts" })).toContainText("3 parts chosen");
  const from = (await block(0).boundingBox())!, to = (await block(2).boundingBox())!;
  await page.mouse.move(from.x + 60, from.y + 20);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, to.y + to.height / 2, { steps: 5 });
  await page.mouse.move(from.x + 60, to.y + to.height - 2, { steps: 3 });
  await page.mouse.up();
  expect(await headings(page)).toEqual(["C", "A", "B", "D"]);
  const bar = page.getByRole("toolbar", { name: "Chosen parts" });
  await bar.getByRole("button", { name: "Copy" }).click();
  await expect(page.locator("#announce")).toHaveText("3 parts copied.");
  await page.keyboard.press("Control+v");
  expect(await headings(page)).toEqual(["C", "A", "B", "D", "A", "B", "D"]);
  await bar.getByRole("button", { name: "Remove" }).click();
  expect(await headings(page)).toEqual(["C", "A", "B", "D"]);

  await bodies(page).nth(0).click();
  await block(2).click({ modifiers: ["Shift"] });
  await block(1).locator(".rich").click(); // a plain click lets go, and leads to the words
  await expect(page.locator(".block.chosen")).toHaveCount(0);
  await page.keyboard.press("End");
  await page.keyboard.type("!");
  await expect(bodies(page).nth(1)).toHaveText("a!");
});

test("what claims to be of this editor and is not does no harm", async ({ page, practice }) => {
  await setUp(page, practice);
  await fill(page, practice, "Forged", [section("A", "a")]);
  const send = (own: string): Promise<void> => bodies(page).first().evaluate((e, own) => {
    const data = new DataTransfer();
    data.setData("application/x-practicecms+json", own);
    data.setData("text/plain", "plain");
    e.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, own);
  await bodies(page).first().click();
  await page.keyboard.press("Control+a");
  for (const own of ["{", "null", "7", '{"words":7}', '{"words":{"content":[{"type":"script"}]}}', '{"words":{"content":[{"type":"paragraph","content":[{"type":"paragraph"}]}]}}', '{"parts":[]}', '{"parts":[null]}']) {
    await send(own);
    await expect(bodies(page).first()).toHaveText("plain");
    await page.keyboard.press("Control+a");
    await page.keyboard.type("a");
    await page.keyboard.press("Control+a");
  }
  await send('{"parts":[{"from":"x","id":"<b>","kind":"section","fields":{"heading":{"a":null},"body":"<img src=x onerror=alert(1)>","other":1}},{"from":"","id":"","kind":"nothing","fields":{}}]}');
  await expect(page.locator(".toast")).toContainText("One part could not be pasted");
  await kept(page);
  const { blocks } = await content(page);
  expect(blocks[1]!.fields).toEqual({ body: "<img src=x onerror=alert(1)>" });
  await expect(page.locator(".paper img[src]")).toHaveCount(0);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  test("parts are chosen with a thumb", async ({ page, practice }) => {
    await setUp(page, practice);
    await fill(page, practice, "Thumb", [section("A", "a"), section("B", "b"), section("C", "c")]);
    await bodies(page).first().tap();
    await page.locator(".block.on > .tools").getByRole("button", { name: "Choose this part" }).tap();
    await bodies(page).nth(2).tap();
    const bar = page.getByRole("toolbar", { name: "Chosen parts" });
    await expect(bar).toContainText("2 parts chosen");
    await expectSound(page);
    await bar.getByRole("button", { name: "Duplicate" }).tap();
    expect(await headings(page)).toEqual(["A", "B", "C", "A", "C"]);
    await bar.getByRole("button", { name: "Choose none" }).tap();
    await expect(bar).toHaveCount(0);
  });
});
