// Words leave history for good: before, the data file holds them; afterwards nothing does.
import { expect, expectSound, fill, secondPerson, save, setUp, test } from "./practice";

const client = "Marguerite Vandersloot";
const section = (heading: string, body: string) => [{ kind: "section", fields: { heading, body } }];

test("erased words are nowhere in the data file, and a marker says so", async ({ page, practice }) => {
  await setUp(page, practice);
  const editor = await fill(page, practice, "Thanks", section("From a client", `${client} wrote to us.`));
  await save(page);
  await page.goto(editor + "/put-live");
  await page.getByRole("button", { name: "Put live", exact: true }).click();
  const path = "/pages" + (await page.evaluate(() => JSON.parse(document.getElementById("live")!.textContent!).content.path));
  expect((await practice.read(path)).body).toContain(client);
  expect(practice.holds(client)).toBe(true);
  const find = "/search?q=Vandersloot";
  expect((await practice.read(find)).body).toContain("<mark>Vandersloot</mark>".replaceAll("<", "\\u003c").replaceAll(">", "\\u003e"));
  await page.goto(practice.base + "/admin?q=marguer");
  await expect(page.locator("main mark")).toHaveText("Marguer");

  await page.goto(practice.base + "/admin/said?q=marguerite");
  await expect(page.locator("main mark")).toHaveText("Marguerite");
  await page.getByLabel("Words as they stood").fill(client);
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await page.getByRole("button", { name: "Erase these words for good…" }).click();
  await expect(page.getByText("Readers can read them now")).toBeVisible();
  await expectSound(page);
  expect(page.url()).not.toContain("Marguerite");
  await page.getByLabel("Why?").fill("The client asked for it.");
  await page.getByRole("button", { name: "Erase these words for good" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("The words are erased");
  await expectSound(page);

  const live = (await practice.read(path)).body;
  expect(live).toContain("(erased)");
  expect(live).not.toContain("Vandersloot");
  expect((await practice.read(find)).body).toContain('"total":0');
  await page.goto(practice.base + "/admin?q=wrote");
  await expect(page.getByRole("link", { name: "Thanks" })).toBeVisible();
  for (const words of [client, "Marguerite", "Vandersloot"]) expect(practice.holds(words), words).toBe(false);
  await page.goto(editor + "/versions");
  await expect(page.getByText(/Words were erased here on .* by Robin Field: The client asked for it\./).first()).toBeVisible();
  await practice.kill();
  expect(practice.verify()).toBe("");
  expect(practice.holds("Vandersloot")).toBe(false);
  await practice.restart();
});

test("what was said is found after it is gone, and comes back", async ({ page, practice }) => {
  await setUp(page, practice);
  const editor = await fill(page, practice, "Hours", section("When we open", "We are open on Fridays."));
  await save(page);
  await page.locator(".block:not(.details) .rich").first().click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("We are closed on Fridays.");
  await expect(page.locator("#kept")).toContainText("Working copy saved");
  await save(page);

  await page.goto(practice.base + "/admin?q=open%20on%20fridays");
  await page.getByRole("link", { name: "Search earlier versions too" }).first().click();
  await expect(page.locator("main mark")).toHaveText("open on Fridays");
  await expect(page.getByText("Gone since")).toBeVisible();
  await expect(page.getByText("Never live")).toBeVisible();
  await expectSound(page);
  await page.getByRole("link", { name: "What changed when it went" }).click();
  await expect(page.locator("del").first()).toBeVisible();
  await page.goBack();
  await page.getByRole("button", { name: "Bring this part back" }).click();
  await expect(page.locator(".toast")).toContainText("is back as it was");
  await page.goto(editor + "/versions");
  await page.getByLabel("Words that stood here once").fill("closed on Fridays");
  await page.getByRole("button", { name: "Search earlier versions" }).click();
  await expect(page.getByText("Gone since")).toBeVisible();
});

test("the writer of each sentence stands beside it", async ({ page, practice, browser }) => {
  await setUp(page, practice);
  const editor = await fill(page, practice, "Hours", section("When we open", "We open at nine. Ring twice."));
  await save(page);
  const kim = await secondPerson(browser, page, practice);
  await kim.goto(editor);
  await kim.locator("body.live").waitFor();
  await kim.locator(".block:not(.details) .rich").first().click();
  await kim.keyboard.press("ControlOrMeta+End");
  await kim.keyboard.type(" The door is blue.");
  await expect(kim.locator("#kept")).toContainText("Working copy saved");
  await save(kim);

  await page.goto(editor);
  await page.locator("body.live").waitFor();
  await page.getByRole("button", { name: "Details" }).click();
  await page.getByRole("link", { name: "Who wrote this" }).click();
  await page.getByRole("link", { name: "“When we open”" }).click();
  await expect(page.locator(".wrote", { hasText: "We open at nine. Ring twice." })).toContainText("You");
  await expect(page.locator(".wrote", { hasText: "The door is blue." })).toContainText("Kim Lake");
  await expectSound(page);
});

test("only owners thin out old drafts", async ({ page, practice, browser }) => {
  await setUp(page, practice);
  await page.goto(practice.base + "/admin/thin?days=90");
  await expect(page.getByRole("heading", { name: "What always stays" })).toBeVisible();
  const kim = await secondPerson(browser, page, practice);
  for (const path of ["/admin/thin?days=90", "/admin/erase"]) {
    const answer = await kim.goto(practice.base + path);
    expect(answer!.status()).toBe(403);
    await expect(kim.getByText("This is for owners of the practice")).toBeVisible();
  }
});
