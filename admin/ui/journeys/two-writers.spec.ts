// Two browsers on one page: different parts are merged, the same words are shown side by side.
import { expect, owner, setUp, signIn, test } from "./practice";

test("two people save from the same version and nothing is lost", async ({ browser, page, practice }) => {
  await setUp(page, practice);
  await page.getByRole("link", { name: "Settings" }).click();
  const form = page.locator("form[action$='/settings/people']");
  if (!(await form.isVisible())) await page.locator("details", { has: form }).locator("summary").click();
  await form.getByLabel(/name/i).first().fill("Kim Lake");
  await form.getByLabel(/e-mail/i).fill("kim@example.org");
  await form.getByLabel(/password/i).fill("harbor violin cactus seven");
  await form.getByRole("button", { name: "Add them" }).click();

  const kim = await (await browser.newContext()).newPage();
  await kim.goto(practice.base + "/admin/sign-in");
  await kim.getByLabel("E-mail").fill("kim@example.org");
  await kim.getByLabel("Password").fill("harbor violin cactus seven");
  await kim.getByRole("button", { name: "Sign in" }).click();

  // Both open the page, and each edits another part.
  await page.goto(practice.base + "/admin");
  await page.getByRole("link", { name: "EMDR therapy" }).first().click();
  const editor = page.url();
  await kim.goto(editor);
  const names = (await page.getByRole("button", { name: /^Edit “/ }).allInnerTexts()).map((t) => t.replace(/\s+/g, " ").trim());
  expect(names.length).toBeGreaterThan(2);
  const open = (who: typeof page, part: number) => who.getByRole("button", { name: /^Edit “/ }).nth(part).click();
  const heading = (who: typeof page) => who.getByLabel("Heading", { exact: true });
  await open(page, 0);
  await open(kim, 1);
  await heading(page).fill("Robin’s heading");
  await heading(kim).fill("Kim’s heading");
  await page.getByRole("button", { name: "Save" }).click();
  await kim.getByRole("button", { name: "Save" }).click();
  for (const words of ["Robin’s heading", "Kim’s heading"]) await expect(kim.getByRole("heading", { name: words })).toBeVisible();

  // Now both change the same words.
  await page.goto(editor);
  await kim.goto(editor);
  await open(page, 0);
  await open(kim, 0);
  await heading(page).fill("Robin says calm");
  await heading(kim).fill("Kim says slow");
  await page.getByRole("button", { name: "Save" }).click();
  await kim.getByRole("button", { name: "Save" }).click();
  await expect(kim.getByRole("heading", { name: "Two texts for the same place" })).toBeVisible();
  await expect(kim.locator("body")).toContainText("Robin says calm");
  await expect(kim.locator("body")).toContainText("Kim says slow");
  await kim.getByText("Keep both, one after the other").click();
  await kim.getByRole("button", { name: "Save with these choices" }).click();
  await expect(kim.locator("article")).toContainText("Robin says calm");
  await expect(kim.locator("article")).toContainText("Kim says slow");
});

test("a session ends with signing out, and a stranger sees nothing", async ({ page, practice }) => {
  await setUp(page, practice);
  const [cookie] = await page.context().cookies();
  await page.getByRole("button", { name: "Sign out" }).first().click();
  await expect(page.getByLabel("Password")).toBeVisible();
  await page.context().addCookies([cookie!]);
  await page.goto(practice.base + "/admin/settings");
  await expect(page.getByLabel("Password")).toBeVisible(); // the old cookie is worth nothing
  await page.goto(practice.setUp);
  await expect(page.getByLabel("Your name")).toHaveCount(0); // the link worked once
  await signIn(page, practice);
  await expect(page.getByRole("link", { name: "Settings" })).toBeVisible();
  expect(owner.name).toBeTruthy();
});
