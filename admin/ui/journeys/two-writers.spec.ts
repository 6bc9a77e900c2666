// Two browsers on one page: each sees the other, different parts are merged, the same words are shown side by side.
import { expect, kept, openEditor, owner, part, save, secondPerson, setUp, signIn, test } from "./practice";

test("two people write on one page and nothing is lost", async ({ browser, page, practice }) => {
  await setUp(page, practice);
  const kim = await secondPerson(browser, page, practice);
  const editor = await openEditor(page, practice, "EMDR therapy");
  await openEditor(kim, practice, "EMDR therapy");

  // Each sees where the other is, and nobody is locked out.
  const headings = await page.locator(".block:not(.details) h2 textarea").evaluateAll((all) => all.map((t) => (t as HTMLTextAreaElement).value));
  expect(headings.length).toBeGreaterThan(2);
  const [first, second] = headings as [string, string];
  await (await part(page, first)).getByRole("textbox", { name: "Heading" }).fill("Robin’s heading");
  await (await part(kim, second)).getByRole("textbox", { name: "Heading" }).fill("Kim’s heading");
  await expect((await part(page, second)).getByText("Kim Lake is here")).toBeVisible();
  await expect(kim.getByRole("img", { name: /Robin Field is in/ })).toBeVisible();
  await expect(page.getByText("Robin Field is here")).toHaveCount(0);

  // The second save holds both, and the second writer's page shows it without a reload.
  await save(page);
  await expect(kim.locator("#notes")).toContainText("Robin Field saved this page after you began");
  await kim.getByRole("button", { name: "Save", exact: true }).click();
  await expect(kim.locator(".toast")).toContainText("together with what somebody else changed");
  await part(kim, "Robin’s heading");
  await part(kim, "Kim’s heading");
  await page.goto(editor);
  await part(page, "Kim’s heading");

  // Now both change the same words.
  await kim.goto(editor);
  await (await part(page, "Robin’s heading")).getByRole("textbox", { name: "Heading" }).fill("Robin says calm");
  await (await part(kim, "Robin’s heading")).getByRole("textbox", { name: "Heading" }).fill("Kim says slow");
  await save(page);
  await kim.getByRole("button", { name: "Save", exact: true }).click();
  await expect(kim.getByRole("heading", { name: "Two texts for the same place" })).toBeVisible();
  await expect(kim.locator("body")).toContainText("Robin says calm");
  await expect(kim.locator("body")).toContainText("Kim says slow");
  await kim.getByText("Keep both, one after the other").click();
  await kim.getByRole("button", { name: "Save with these choices" }).click();
  await part(kim, "Robin says calm Kim says slow");
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

test("a page that nobody sits at says that the session has ended, and goes on after signing in", async ({ page, practice }) => {
  await setUp(page, practice);
  const editor = await openEditor(page, practice, "EMDR therapy");
  await page.context().clearCookies({ name: "cms" }); // as the server does after half an hour
  await expect(page.locator("#kept")).toContainText("You are signed out. Your words are kept. Sign in again", { timeout: 15_000 });
  const [door] = await Promise.all([page.waitForEvent("popup"), page.getByRole("link", { name: "Sign in again" }).click()]);
  await signIn(door, practice);
  await door.close();
  await page.bringToFront();
  await expect(page.locator("#kept")).not.toContainText("signed out", { timeout: 15_000 });
  await (await part(page, "What EMDR is")).getByRole("textbox", { name: "Heading" }).fill("What EMDR is, signed in again");
  await kept(page);
  await page.goto(editor);
  await part(page, "What EMDR is, signed in again");
});
