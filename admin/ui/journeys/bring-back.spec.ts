// Bringing text back: two clicks for a part, pick and mix from three versions, what a rehearsal warns of, and the trash.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, expectSound, fill, openEditor, part, save, setUp, test } from "./practice";

test("a part comes back in two clicks, and Undo takes that back", async ({ page, practice }) => {
  await setUp(page, practice);
  const editor = await openEditor(page, practice, "EMDR therapy");
  await (await part(page, "What EMDR is")).getByRole("textbox", { name: "Heading" }).fill("What EMDR was");
  await save(page);
  const { latest } = await page.evaluate(() => ({ latest: Number((JSON.parse(document.getElementById("live")!.textContent!) as { base: number }).base) }));
  await page.goto(`${editor}/versions/${latest}`);
  await page.getByRole("link", { name: /Bring back just this part….*EMDR/ }).click(); // one
  await expectSound(page);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Bring back “What EMDR is” as it was");
  await page.getByRole("button", { name: "Bring it back" }).click(); // two
  await expect(page.locator(".toast")).toContainText("“What EMDR is” is back as it was");
  await part(page, "What EMDR is");
  expect((await practice.read("/pages/services/emdr")).body).not.toContain("What EMDR was"); // live never moved
  await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
  await part(page, "What EMDR was");
});

test("a page is put together from three versions, by the keyboard alone", async ({ page, practice }) => {
  await setUp(page, practice);
  const editor = await openEditor(page, practice, "EMDR therapy");
  const headings = await page.locator(".block:not(.details) h2 textarea").evaluateAll((all) => all.map((t) => (t as HTMLTextAreaElement).value));
  const [a, b] = headings as [string, string];
  await (await part(page, a)).getByRole("textbox", { name: "Heading" }).fill("First, later");
  await save(page);
  await (await part(page, b)).getByRole("textbox", { name: "Heading" }).fill("Second, later");
  await save(page);
  await (await part(page, "First, later")).getByRole("textbox", { name: "Heading" }).fill("First, latest");
  await save(page);
  await page.goto(editor + "/put-together");
  await expectSound(page);
  await page.getByRole("group", { name: /First, latest/ }).getByRole("radio").nth(2).focus();
  await page.keyboard.press("Space");
  await page.getByRole("group", { name: /Second, later/ }).getByRole("radio").nth(1).focus();
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Show me the page" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Bring back 2 parts");
  await page.getByRole("button", { name: "Bring it back" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.locator(".toast")).toContainText("2 parts are back as they were");
  await part(page, a);
  await part(page, b);
});

test("a rehearsal warns of a dead link and an old price, and a trashed page comes back with its address", async ({ page, practice }) => {
  await setUp(page, practice);
  const couples = await openEditor(page, practice, "Couples and family sessions");
  const path = JSON.parse((await practice.read("/documents/" + couples.split("/").pop())).body).path as string;
  const editor = await fill(page, practice, "Walking sessions", [{ kind: "section", fields: { heading: "Fees", body: `An hour costs $95. See [couples](${path}).` } }]);
  await save(page);
  await (await part(page, "Fees")).locator(".rich").first().click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("It costs $120.");
  await save(page);

  await page.goto(couples + "?panel=details");
  await page.getByRole("button", { name: "Move to the trash" }).click();
  await expect(page.locator(".toast")).toContainText("is in the trash");

  await page.goto(editor + "/versions");
  await page.getByRole("link", { name: "Bring this back… version 2" }).click();
  await expect(page.getByText("it says $95. Today’s text does not")).toBeVisible();
  await expect(page.getByText(`a link leads to ${path}, which is not on your site any more`)).toBeVisible();
  await expectSound(page);

  await page.goto(practice.base + "/admin/trash");
  await page.locator("li", { hasText: "Couples and family sessions" }).getByRole("button", { name: /Put it back/ }).click();
  await expect(page.locator(".toast")).toContainText("is back. It is not live until you put it live");
  await page.getByRole("button", { name: "Put live…" }).click();
  await page.getByRole("button", { name: "Put live", exact: true }).click();
  expect((await practice.read("/pages" + path)).status).toBe(200);
});

test("a text comes back after its kind has lost a field, and the field is still there", async ({ page, practice }) => {
  test.setTimeout(400_000);
  const folder = mkdtempSync(join(tmpdir(), "practicecms-later-"));
  const later = join(folder, "practicecms");
  const built = spawnSync("go", ["build", "-tags", "lostfield", "-o", later, "../../cmd/practicecms"], { encoding: "utf8" });
  expect(built.status, built.stderr).toBe(0);
  await setUp(page, practice);
  const words = "We begin where you are.";
  const editor = await fill(page, practice, "Walking sessions", [{ kind: "hero", fields: { heading: "Walk with us", lede: words } }]);
  await save(page);
  await (await part(page, "Walk with us")).getByRole("textbox", { name: "Heading" }).fill("Come along");
  await save(page);

  await practice.kill();
  await practice.restart(later);
  await page.goto(editor + "/versions/2");
  await expect(page.getByText(words)).toBeVisible(); // it is shown, although no form has a place for it
  await page.getByRole("link", { name: /Bring back just this part….*Walk with us/ }).click();
  await page.getByRole("button", { name: "Bring it back" }).click();
  await expect(page.locator(".toast")).toContainText("“Walk with us” is back as it was");
  await page.getByRole("button", { name: "Put live…" }).click();
  await page.getByRole("button", { name: "Put live", exact: true }).click();
  await page.waitForURL(editor);

  await practice.kill();
  await practice.restart();
  const live = JSON.parse((await practice.read("/documents/" + editor.split("/").pop())).body);
  expect(live.blocks[0]).toMatchObject({ heading: "Walk with us", lede: words });
  await practice.kill();
  expect(practice.verify()).toBe("");
  await practice.restart();
  rmSync(folder, { recursive: true, force: true });
});
