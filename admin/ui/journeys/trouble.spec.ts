// What goes wrong is said in words, and costs no word.
import { expect, kept, openEditor, part, save, setUp, test } from "./practice";

test("without a connection each button says what is so, and nothing leaves the page", async ({ page, practice, context }) => {
  await setUp(page, practice);
  const editor = await openEditor(page, practice, "EMDR therapy");
  await (await part(page, "What EMDR is")).getByRole("textbox", { name: "Heading" }).fill("What EMDR is, a draft");
  await save(page);
  await context.setOffline(true);
  const said = page.locator(".toast");
  for (const dirty of [false, true]) {
    if (dirty) await (await part(page, "What EMDR is")).getByRole("textbox", { name: "Heading" }).fill("What EMDR is, offline");
    for (const name of ["Save", "Put live…", "Preview"]) {
      await page.evaluate(() => document.querySelector(".toast")?.remove());
      await page.getByRole("button", { name, exact: true }).click();
      await expect(said, name).toHaveText("You are offline. What you type is kept on this computer; saving works again when the connection is back.");
      expect(page.url()).toBe(editor);
    }
  }
  await expect(page.locator("#preview")).toBeHidden();
  await context.setOffline(false);
  await kept(page);
  await save(page);

  // The connection goes while a preview is open: it keeps showing the page.
  await page.getByRole("button", { name: "Preview" }).click();
  const frame = page.frameLocator("#preview iframe");
  await expect(frame.getByRole("heading", { name: "What EMDR is, offline" })).toBeVisible();
  await context.setOffline(true);
  await (await part(page, "What EMDR is")).getByRole("textbox", { name: "Heading" }).fill("Later");
  await expect(page.locator("#kept")).toContainText("Offline");
  await expect(frame.getByRole("heading", { name: "What EMDR is, offline" })).toBeVisible();
  await context.setOffline(false);
  await expect(frame.getByRole("heading", { name: "Later" })).toBeVisible();
});

test("a computer that is busy after a save does not take away what was said before it was shown", async ({ page, practice }) => {
  await setUp(page, practice);
  await openEditor(page, practice, "EMDR therapy");
  await (await part(page, "What EMDR is")).getByRole("textbox", { name: "Heading" }).fill("What EMDR is, in short");
  const shown = page.evaluate(() => new Promise<number>((done) => {
    let busyUntil = 0;
    new MutationObserver((_, watch) => {
      const there = document.querySelector(".toast") !== null;
      if (there && busyUntil === 0) {
        busyUntil = performance.now() + 7_000; // longer than a toast stays
        while (performance.now() < busyUntil);
      } else if (!there && busyUntil !== 0) {
        watch.disconnect();
        done(performance.now() - busyUntil);
      }
    }).observe(document.body, { childList: true });
  }));
  await save(page);
  expect(await shown).toBeGreaterThan(5_000);
});

test("without a connection nothing is tried over and over", async ({ page, practice, context }) => {
  await setUp(page, practice);
  await openEditor(page, practice, "EMDR therapy");
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await context.setOffline(true);
  const heading = (await part(page, "What EMDR is")).getByRole("textbox", { name: "Heading" });
  await heading.fill("One");
  await expect(page.locator("#kept")).toContainText("Offline");
  for (const words of ["Two", "Three", "Four", "Five"]) {
    await heading.fill(words);
    await page.waitForTimeout(2000);
  }
  expect(complaints.length).toBeLessThanOrEqual(2); // one for the page, one for who else is on it
  await context.setOffline(false);
  await kept(page);
});

test("what the server refuses is said in words, stays on the computer and is tried again", async ({ page, practice }) => {
  await setUp(page, practice);
  await openEditor(page, practice, "EMDR therapy");
  let answer = { status: 413, body: "<html>too large</html>", contentType: "text/html" };
  await page.route("**/live/*", (route) => (route.request().url().includes("/here") ? route.continue() : route.fulfill(answer)));
  const heading = (await part(page, "What EMDR is")).getByRole("textbox", { name: "Heading" });
  await heading.fill("Refused");
  const told = page.locator("#kept");
  await expect(told).toContainText("Could not save: the answer was 413. Your words are kept on this computer, and we try again.");
  answer = { status: 400, body: JSON.stringify({ happened: "We could not read what was sent", do: "Load the page again." }), contentType: "application/json" };
  await expect(told).toContainText("Could not save: We could not read what was sent. Load the page again. Your words are kept on this computer, and we try again.");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.locator(".toast")).toContainText("Could not save: We could not read what was sent.");
  expect(await page.evaluate(() => Object.values(localStorage).some((kept) => kept.includes("Refused")))).toBe(true);
  await page.unroute("**/live/*");
  await kept(page);
  await expect(told).not.toContainText("Could not");
  expect(await page.evaluate(() => Object.values(localStorage).some((kept) => kept.includes("Refused")))).toBe(false);
});

test("several pages are chosen, and the button that puts them live stays in sight and counts them", async ({ page, practice }) => {
  await setUp(page, practice);
  for (const title of ["EMDR therapy", "Ketamine-assisted psychotherapy"]) {
    await openEditor(page, practice, title);
    await page.getByRole("textbox", { name: "Title" }).first().fill(title + " again");
    await save(page);
  }
  await page.setViewportSize({ width: 1280, height: 500 });
  await page.goto(practice.base + "/admin");
  const ticks = page.locator("main .choose input:enabled");
  await ticks.nth(0).check();
  await ticks.nth(1).check();
  await page.evaluate(() => scrollTo(0, 0));
  await expect(page.getByRole("button", { name: "Put the chosen pages live…" })).toBeInViewport({ ratio: 1 });
  await expect(page.getByText("2 pages are chosen.")).toBeInViewport({ ratio: 1 });

  await page.goto(practice.base + "/admin?q=breath+slow");
  const marks = (await page.locator(".hit mark").allTextContents()).map((t) => t.toLowerCase());
  expect(new Set(marks)).toEqual(new Set(["breath", "slow"]));
});
