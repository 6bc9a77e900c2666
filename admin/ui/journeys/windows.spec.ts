// One person, several tabs, reloads, a connection that comes and goes: no word is lost, and undo takes back only one's own.
import type { BrowserContext, Page } from "@playwright/test";
import { expect, fill, kept, part, save, secondPerson, setUp, test } from "./practice";

const twoParts = [{ kind: "section", fields: { heading: "First part", body: "First body." } }, { kind: "section", fields: { heading: "Second part", body: "Second body." } }];

const body = async (page: Page, heading: string) => (await part(page, heading)).locator(".rich").first();

async function typeInto(page: Page, heading: string, words: string): Promise<void> {
  await (await body(page, heading)).click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(words);
}

async function openAgain(context: BrowserContext, editor: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(editor);
  await page.locator("body.live").waitFor();
  return page;
}

/** What somebody would find who opens the page on another computer. */
async function asElsewhere(page: Page): Promise<string> {
  const html = await page.request.get(page.url().split(/[?#]/)[0]! + "/preview?working=1");
  return await html.text();
}

test("two tabs of one person keep what both type, alternately, at once and without a connection", async ({ page, practice, context }) => {
  test.slow();
  await setUp(page, practice);
  const editor = await fill(page, practice, "Two tabs", twoParts);
  const other = await openAgain(context, editor);

  // At once, in different parts and in the same one.
  await Promise.all([typeInto(page, "First part", " One."), typeInto(other, "Second part", " Two.")]);
  await Promise.all([kept(page), kept(other)]);
  await typeInto(page, "First part", " Three.");
  await typeInto(other, "First part", " Four.");
  await Promise.all([kept(page), kept(other)]);
  const all = await asElsewhere(page);
  for (const words of ["One.", "Two.", "Three.", "Four."]) expect(all).toContain(words);

  // Without a connection, both; and what is not saved does not read as if it were.
  await context.setOffline(true);
  await typeInto(page, "Second part", " Five.");
  await typeInto(other, "Second part", " Six.");
  for (const tab of [page, other]) {
    await expect(tab.locator("#kept")).toContainText("Offline: kept on this computer, will save");
    await expect(tab.locator("#kept")).not.toContainText("saved");
  }
  await context.setOffline(false);
  await Promise.all([kept(page), kept(other)]);
  const later = await asElsewhere(page);
  for (const words of ["Two.", "Five.", "Six."]) expect(later.split(words).length, words).toBe(2); // there, and once

  // They are quiet when nobody types.
  let sent = 0;
  context.on("request", (request) => (sent += request.url().includes("/live/keep") ? 1 : 0));
  await page.waitForTimeout(4000);
  expect(sent).toBe(0);
  await expect(page.getByText("did not reach us")).toHaveCount(0);
});

test("who types on and on is saved every few seconds, and the bar does not claim it before", async ({ page, practice }) => {
  await setUp(page, practice);
  await fill(page, practice, "On and on", twoParts);
  await kept(page);
  let sent = 0;
  page.on("request", (request) => (sent += request.url().includes("/live/keep") ? 1 : 0));
  await (await body(page, "First part")).click();
  await page.keyboard.type("a");
  await expect(page.locator("#kept")).toHaveText("Saving…", { timeout: 500 });
  await page.keyboard.type("on and on ".repeat(10), { delay: 90 }); // nine seconds without a pause
  expect(sent).toBeGreaterThanOrEqual(2);
});

test("what was typed right before a reload is simply there, once, and can be undone", async ({ page, practice, context }) => {
  test.slow();
  await setUp(page, practice);
  const editor = await fill(page, practice, "Reloaded", twoParts);
  for (const words of [" A sentence.", " And more.", " And the last."]) {
    await typeInto(page, "First part", words);
    await page.reload();
    await page.locator("body.live").waitFor();
    await expect(await body(page, "First part")).toContainText(words.trim());
    await expect(page.locator(".note.left")).toHaveCount(0);
  }
  await typeInto(page, "First part", " Typed on.");
  await kept(page);
  expect(await asElsewhere(page)).toContain("First body. A sentence. And more. And the last. Typed on.");

  // The server does not hear of it at all: it is on the page again, and undo takes it off.
  const cutOff = () => page.evaluate(() => void (globalThis.fetch = () => Promise.reject(new TypeError("no connection"))));
  await cutOff();
  await typeInto(page, "Second part", " Unheard.");
  await page.reload();
  await cutOff();
  await page.locator("body.live").waitFor();
  await expect(await body(page, "Second part")).toHaveText("Second body. Unheard.");
  await page.keyboard.press("Control+z");
  await expect(await body(page, "Second part")).toHaveText("Second body.");
  await page.keyboard.press("Control+Shift+z");
  await expect(await body(page, "Second part")).toHaveText("Second body. Unheard.");

  // An offer that nobody answered is not written over by what is typed beside it.
  await expect(page.locator("#kept")).toContainText("Offline");
  await page.close({ runBeforeUnload: false });
  const again = await openAgain(context, editor);
  await expect(again.locator(".note.left")).toContainText(/typed today, \d+:\d\d [ap]m\./);
  await typeInto(again, "First part", " Beside.");
  await kept(again);
  await again.reload();
  await again.locator("body.live").waitFor();
  await again.getByRole("button", { name: "Put them on the page" }).click();
  await expect(await body(again, "Second part")).toHaveText("Second body. Unheard.");
  await expect(await body(again, "First part")).toContainText("Beside.");
  await expect(again.locator(".note.left")).toHaveCount(0);
});

test("undo takes back one's own words and not a colleague's, and works wherever the focus is", async ({ browser, page, practice }) => {
  test.slow();
  await setUp(page, practice);
  const kim = await secondPerson(browser, page, practice);
  const editor = await fill(page, practice, "Shared", twoParts);
  await save(page);
  await kim.goto(editor);
  await kim.locator("body.live").waitFor();
  await typeInto(kim, "Second part", " Kim’s.");
  await kept(kim);
  await typeInto(page, "First part", " Robin’s.");
  await save(page);
  await kim.getByRole("button", { name: "Show both on my page now" }).click();
  await expect(await body(kim, "First part")).toHaveText("First body. Robin’s.");
  await (await body(kim, "Second part")).click();
  await kim.keyboard.press("Control+z");
  await expect(await body(kim, "Second part")).toHaveText("Second body.");
  await expect(await body(kim, "First part")).toHaveText("First body. Robin’s.");
  await expect(await body(kim, "Second part")).toBeFocused();
  await kim.keyboard.press("Control+z"); // there is nothing of hers left
  await expect(await body(kim, "First part")).toHaveText("First body. Robin’s.");
  await kim.keyboard.press("Control+Shift+z");
  await expect(await body(kim, "Second part")).toHaveText("Second body. Kim’s.");

  // With the focus on the Save button.
  await save(kim);
  await expect(kim.getByRole("button", { name: "Save", exact: true })).toBeFocused();
  await kim.keyboard.press("Control+z");
  await expect(await body(kim, "Second part")).toHaveText("Second body.");
  await expect(kim.locator("#announce")).toHaveText("Undone: a change in Section.");
  await kim.keyboard.press("Control+y");
  await expect(await body(kim, "Second part")).toHaveText("Second body. Kim’s.");
  await expect(kim.locator("#announce")).toHaveText("Done again: a change in Section.");
  // A field of its own keeps its own undo.
  await kim.getByRole("button", { name: "More about saving" }).click();
  await kim.getByLabel("A name for this version").fill("a name");
  await kim.keyboard.press("Control+z");
  await expect(await body(kim, "Second part")).toHaveText("Second body. Kim’s.");
});

test("Enter saves under the name that was typed", async ({ page, practice }) => {
  await setUp(page, practice);
  const editor = await fill(page, practice, "Named", twoParts);
  await typeInto(page, "First part", " More.");
  await page.getByRole("button", { name: "More about saving" }).click();
  await page.getByLabel("A name for this version").fill("Before the new prices");
  await page.keyboard.press("Enter");
  await expect(page.locator(".toast")).toContainText(/^Saved/);
  expect(page.url()).toBe(editor); // it is the same page still
  await expect(page.locator("#side")).toContainText("Before the new prices");
  await page.getByRole("button", { name: "More about saving" }).click();
  await expect(page.getByLabel("A name for this version")).toHaveValue("");
});

test("a link goes where the words are chosen, however fast the keys are", async ({ page, practice }) => {
  await setUp(page, practice);
  await fill(page, practice, "Linked", [{ kind: "section", fields: { heading: "First part", body: "One two three.\n\nFour five six" } }]);
  const field = await body(page, "First part");
  await field.click();
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Control+Shift+ArrowLeft");
  await page.keyboard.press("Control+Shift+ArrowLeft");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  await expect(page.getByRole("button", { name: "Take the link off" })).toBeHidden(); // there is none
  await page.keyboard.type("/contact");
  await page.keyboard.press("Enter");
  await expect(field.locator("a")).toHaveText("five six");
  // The next key may come in the same moment in which the dialog goes.
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("button", { name: "Take the link off" })).toBeVisible();
  await page.keyboard.press("Escape");

  // Without a pause the browser has not told of the selection when the next key is there.
  await field.click();
  await page.keyboard.press("Control+Home");
  await field.evaluate((e) => {
    document.getSelection()!.setBaseAndExtent(e.firstChild!.firstChild!, 4, e.firstChild!.firstChild!, 7);
    e.dispatchEvent(new KeyboardEvent("keydown", { key: "b", code: "KeyB", keyCode: 66, ctrlKey: true, bubbles: true, cancelable: true }));
  });
  await expect(field.locator("strong")).toHaveText("two");
});
