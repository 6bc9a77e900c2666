// What readers saw at a moment: from Earlier versions to the day, and from change to change.
import { expect, expectSound, openEditor, setUp, test } from "./practice";

test("somebody asks what readers saw on a day, and walks through its changes by keyboard", async ({ page, practice }) => {
  await setUp(page, practice);
  const editor = await openEditor(page, practice, "Ketamine-assisted psychotherapy");
  await page.goto(editor + "/versions");
  await page.getByRole("button", { name: "Show what readers saw" }).click();
  await expect(page.getByRole("status").first()).toContainText("This is what readers");
  const live = JSON.parse((await practice.read("/documents/" + editor.split("/").pop())).body);
  await expect(page.getByRole("heading", { level: 1, name: live.title })).toBeVisible();

  // Back to the first, without a pointer.
  let steps = 0;
  for (; steps < 20; steps++) {
    const before = page.getByRole("link", { name: /^Just before/ });
    if (!(await before.count())) break;
    await before.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("status").first()).toContainText(/Readers saw nothing|This is what readers saw/);
    await expectSound(page);
  }
  expect(steps).toBeGreaterThan(0);
  const moment = new URL(page.url()).searchParams.get("at")!;

  // What the screen shows is what the public API tells of the same moment.
  const then = JSON.parse((await practice.read(`/documents/${live.id}?at=${moment}`)).body);
  expect(then.version).toBeLessThan(live.version);
  await expect(page.getByRole("heading", { level: 1, name: then.title })).toBeVisible();
  await page.getByRole("link", { name: /^The next change/ }).click();
  await expect(page.getByRole("link", { name: /^Just before/ })).toBeVisible();

  // Before anything was there, and a day that is still to come.
  await page.getByLabel("Day").fill("2001-02-03");
  await page.getByLabel(/^Time/).fill("09:00");
  await page.getByRole("button", { name: "Show what readers saw" }).click();
  await expect(page.getByRole("status").first()).toContainText("Readers saw nothing of this on 3 February 2001 at 9:00 am");
  await expect(page.locator(".paper")).toHaveCount(0);
  await page.goto(editor + "/on-that-day?day=2101-02-03&time=09:00");
  await expect(page.getByRole("alert")).toContainText("still to come");
});
