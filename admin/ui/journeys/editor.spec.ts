// The editor: the page itself is written on, and nothing that was typed is ever lost.
import type { Page } from "@playwright/test";
import { expect, expectSound, kept, openEditor, part, save, setUp, test, type Practice } from "./practice";

/** Makes an empty service page and opens it. */
async function newPage(page: Page, practice: Practice, title: string): Promise<string> {
  await page.goto(practice.base + "/admin/new");
  await page.getByLabel("Title", { exact: true }).fill(title);
  await page.getByRole("button", { name: /Start|Make|Create/ }).click();
  await page.locator("body.live").waitFor();
  return page.url().split(/[?#]/)[0]!;
}

/** Adds a part below the one that is worked on, by the keyboard: what is typed finds it. */
async function add(page: Page, find: string): Promise<void> {
  await page.keyboard.press("Control+Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.type(find);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
}

const allKinds = (page: Page): Promise<string[]> => page.locator(".block:not(.details)").evaluateAll((all) => all.map((b) => b.getAttribute("aria-label")!));
const active = (page: Page) => page.locator(".block.on");

test("a page is written from nothing, with every kind of part, by the keyboard alone", async ({ page, practice }) => {
  test.slow();
  await setUp(page, practice);
  const editor = await newPage(page, practice, "Walking sessions");
  await page.getByRole("button", { name: "Add an opening" }).focus();
  await page.keyboard.press("Enter");
  const type = async (...texts: string[]) => {
    for (const [i, text] of texts.entries()) {
      if (i > 0) await page.keyboard.press("Tab");
      await page.keyboard.type(text);
    }
  };
  await type("Walking sessions", "We talk while we walk.", "Ask for a walk");
  await page.keyboard.press("Tab");
  await page.keyboard.type("/contact");
  await add(page, "section");
  await type("Why walking", "Side by side is ");
  await page.keyboard.press("Control+b");
  await page.keyboard.type("easier");
  await page.keyboard.press("Control+b");
  await page.keyboard.type(" than face to face.");
  await add(page, "checklist");
  await type("It may suit you if", "sitting makes you restless");
  await page.keyboard.press("Enter");
  await page.keyboard.type("you think better outdoors");
  await add(page, "callout");
  await type("Rain is not a reason to cancel.");
  await add(page, "steps");
  await type("How a walk goes", "An hour, on even ground.", "We meet", "At the gate.", "10");
  await page.keyboard.press("Tab"); // past "Move up"…
  await active(page).getByRole("button", { name: "Add: step" }).focus();
  await page.keyboard.press("Enter");
  await type("We walk", "Slowly.");
  await add(page, "right for you");
  await type("Is it right for you?", "Not for every day.", "you can walk for an hour");
  await active(page).locator('[data-list="mayNotFit"] .rich').focus();
  await page.keyboard.type("crowds are hard for you");
  await active(page).locator('[data-field="assessment"] .rich').focus();
  await page.keyboard.type("We try one walk, and then decide.");
  await add(page, "invitation");
  await type("Come for a walk", "It costs the same.", "Call us");
  await active(page).getByLabel("Where it leads").first().fill("tel:+15055550142");
  await add(page, "questions");
  await type("What people ask", "Do I need boots?", "No.");
  await add(page, "quotation");
  await type("It is solved by walking.", "A proverb");
  await add(page, "notice");
  await active(page).getByLabel("Shared text").selectOption({ index: 1 });
  await add(page, "links to services");
  await page.keyboard.type("Other ways");
  await active(page).getByLabel("Service").first().selectOption({ index: 1 });
  await add(page, "practitioners");
  await page.keyboard.type("Who walks with you");
  await active(page).getByLabel("Person").selectOption({ index: 1 });
  await add(page, "divider");
  expect(await allKinds(page)).toEqual([
    "Opening", "Section", "Checklist", "Callout", "Steps", "Is it right for you?", "Invitation", "Questions and answers", "Quotation", "Notice",
    "Links to services", "Practitioners", "Divider",
  ]);
  await kept(page);
  await expectSound(page);
  await page.keyboard.press("Control+s");
  await expect(page.locator(".toast")).toContainText("Saved");
  await page.getByRole("button", { name: "Put live…" }).click();
  await page.getByRole("button", { name: "Put live", exact: true }).click();
  await page.waitForURL(editor);
  const live = JSON.parse((await practice.read("/pages/services/walking-sessions")).body);
  expect(live.blocks.map((b: { kind: string }) => b.kind)).toEqual([
    "hero", "section", "checklist", "callout", "steps", "suitability", "cta", "faq", "quote", "notice", "service-links", "practitioners", "divider",
  ]);
  expect(live.blocks[0].primary).toMatchObject({ label: "Ask for a walk", link: { url: "/contact" } });
  expect(live.blocks[1].body.html).toBe("<p>Side by side is <strong>easier</strong> than face to face.</p>");
  expect(live.blocks[2].items.map((i: { text: string }) => i.text)).toEqual(["sitting makes you restless", "you think better outdoors"]);
  expect(live.blocks[4].steps.map((s: { title: string; minutes: number | null }) => [s.title, s.minutes])).toEqual([["We meet", 10], ["We walk", null]]);
});

test("parts are moved, duplicated and removed by the keyboard, and undone across all of it", async ({ page, practice }) => {
  await setUp(page, practice);
  const editor = await openEditor(page, practice, "EMDR therapy");
  const before = await allKinds(page);
  expect(before.length).toBeGreaterThan(3);
  await (await part(page, "What EMDR is")).getByRole("textbox", { name: "Heading" }).focus();
  await page.keyboard.press("End");
  await page.keyboard.type(" now");
  await page.keyboard.press("Alt+ArrowDown");
  await expect(page.locator("#announce")).toContainText(/moved to \d+ of \d+/);
  await expect(active(page).getByRole("textbox", { name: "Heading" })).toBeFocused();
  const moved = await allKinds(page);
  expect(moved).not.toEqual(before);
  await page.keyboard.press("Control+Shift+d");
  expect((await allKinds(page)).length).toBe(before.length + 1);
  await active(page).getByRole("button", { name: "Remove", exact: true }).first().focus();
  await page.keyboard.press("Enter");
  await expect(page.locator(".toast")).toContainText("is off the page");
  expect(await allKinds(page)).toEqual(moved);
  await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
  expect((await allKinds(page)).length).toBe(before.length + 1);

  // Undo takes back every step, the typing too; redo brings it again.
  await active(page).locator("textarea, .rich").first().focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press("Control+z");
  expect(await allKinds(page)).toEqual(before);
  await expect((await part(page, "What EMDR is")).getByRole("textbox", { name: "Heading" })).toHaveValue("What EMDR is");
  await page.keyboard.press("Control+Shift+z");
  await expect((await part(page, "What EMDR is")).getByRole("textbox", { name: "Heading" })).toHaveValue("What EMDR is now");
  await page.keyboard.press("Control+z");

  // With the mouse, by the grip.
  const first = page.locator(".block:not(.details)").first();
  const id = await first.getAttribute("id");
  await first.locator("textarea").first().click();
  const grip = await first.locator('[data-do="drag"]').boundingBox();
  const third = await page.locator(".block:not(.details)").nth(2).boundingBox();
  await page.mouse.move(grip!.x + 10, grip!.y + 10);
  await page.mouse.down();
  await page.mouse.move(third!.x + 40, third!.y + third!.height * 0.6, { steps: 6 });
  await expect(page.locator(".drop-line")).toBeVisible();
  await page.mouse.move(third!.x + 40, third!.y + third!.height - 4, { steps: 3 });
  await page.mouse.up();
  await expect(page.locator(".block:not(.details)").first()).not.toHaveAttribute("id", id!);

  // A removed part is on the shelf for good.
  await (await part(page, "What EMDR is")).getByRole("textbox", { name: "Heading" }).click();
  await active(page).getByRole("button", { name: "Remove", exact: true }).first().click();
  await save(page);
  await page.goto(editor + "/removed");
  await page.getByRole("button", { name: /Put it back.*What EMDR is/ }).click();
  await part(page, "What EMDR is");
});

test("what a word processor puts into the clipboard arrives clean", async ({ page, practice }) => {
  await setUp(page, practice);
  await openEditor(page, practice, "EMDR therapy");
  const field = (await part(page, "What EMDR is")).locator(".rich").first();
  await field.click();
  await page.keyboard.press("Control+a");
  await field.evaluate((e) => {
    const data = new DataTransfer();
    data.setData("text/html", `<html xmlns:o="urn:x"><head><style>p{color:red}</style></head><body><!--StartFragment-->
      <p class="MsoNormal" style="margin:0"><b style="mso-bidi-font-weight:normal">Slow</b> work, <i>gentle</i> work. <a href="https://example.org/x">A link</a> and <a href="javascript:alert(1)">a bad one</a>.<o:p></o:p></p>
      <p class="MsoListParagraphCxSpFirst" style="text-indent:-18.0pt;mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·<span style="font:7.0pt">&nbsp;&nbsp; </span></span>first point</p>
      <p class="MsoListParagraphCxSpLast" style="text-indent:-18.0pt;mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·<span>&nbsp; </span></span>second point</p>
      <script>document.title = "owned"</script><img src="https://tracker.example/p.gif"><p>The end.</p></body></html>`);
    data.setData("text/plain", "not this");
    e.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await expect(field.locator("li")).toHaveText(["first point", "second point"]);
  await kept(page);
  await save(page);
  const id = page.url().match(/\/d\/([0-9a-f-]+)/)![1];
  await page.goto(`${practice.base}/admin/d/${id}/put-live`);
  await page.getByRole("button", { name: "Put live", exact: true }).click();
  await page.waitForURL(/\/admin\/d\/[^/]+$/);
  const live = JSON.parse((await practice.read("/documents/" + id)).body);
  const body = live.blocks.find((b: { heading?: string }) => b.heading === "What EMDR is").body;
  expect(body.markdown).toBe("**Slow** work, *gentle* work. [A link](https://example.org/x) and a bad one.\n\n- first point\n- second point\n\nThe end.");
  expect(body.html).not.toContain("tracker");
  expect(await page.title()).not.toContain("owned");
});

test("the server dies while somebody types, and nothing is lost", async ({ page, practice }) => {
  await setUp(page, practice);
  const editor = await openEditor(page, practice, "EMDR therapy");
  const heading = (await part(page, "What EMDR is")).getByRole("textbox", { name: "Heading" });
  await heading.click();
  await page.keyboard.press("End");
  await page.keyboard.type(" one");
  await kept(page);
  await practice.kill();
  await page.keyboard.type(" two");
  await expect(page.locator("#kept")).toContainText("Offline: kept on this computer, will save");
  await page.keyboard.type(" three");
  expect(practice.verify()).toBe("");
  await practice.restart();
  await expect(page.locator("#kept")).toContainText("Working copy saved");
  await page.goto(editor);
  await expect((await part(page, "What EMDR is")).getByRole("textbox", { name: "Heading" })).toHaveValue("What EMDR is one two three");
});

test("words that were typed offline in a tab that crashed are offered back", async ({ page, practice, context }) => {
  await setUp(page, practice);
  const editor = await openEditor(page, practice, "EMDR therapy");
  await context.setOffline(true);
  await (await part(page, "What EMDR is")).getByRole("textbox", { name: "Heading" }).fill("What EMDR is, offline");
  await expect(page.locator("#kept")).toContainText("Offline");
  await page.evaluate(() => void (globalThis.fetch = () => Promise.reject(new TypeError("no connection")))); // a tab that crashes sends nothing at the last moment
  await context.setOffline(false);
  await page.close({ runBeforeUnload: false });

  const again = await context.newPage();
  await again.goto(editor);
  await expect(again.getByText("This computer has words that did not reach us")).toBeVisible();
  await expect((await part(again, "What EMDR is")).getByRole("textbox", { name: "Heading" })).toHaveValue("What EMDR is");
  await again.getByRole("button", { name: "Put them on the page" }).click();
  await expect((await part(again, "What EMDR is")).getByRole("textbox", { name: "Heading" })).toHaveValue("What EMDR is, offline");
  await kept(again);
  await again.reload();
  await expect((await part(again, "What EMDR is")).getByRole("textbox", { name: "Heading" })).toHaveValue("What EMDR is, offline");
  await expect(again.getByText("did not reach us")).toHaveCount(0);
});

test("a session that ended costs no word", async ({ page, practice, context }) => {
  await setUp(page, practice);
  await openEditor(page, practice, "EMDR therapy");
  await context.clearCookies();
  await (await part(page, "What EMDR is")).getByRole("textbox", { name: "Heading" }).fill("What EMDR is, signed out");
  await expect(page.locator("#kept")).toContainText("You are signed out. Your words are kept on this computer.");
  const [door] = await Promise.all([context.waitForEvent("page"), page.getByRole("link", { name: "Sign in again" }).click()]);
  await door.getByLabel("E-mail").fill("robin@example.org");
  await door.getByLabel("Password").fill("lantern gravel umbrella nine");
  await door.getByRole("button", { name: "Sign in" }).click();
  await expect(door.getByRole("heading", { level: 1 })).toContainText("Robin");
  await kept(page);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  test("a page is edited with a thumb", async ({ page, practice }) => {
    await setUp(page, practice);
    await openEditor(page, practice, "EMDR therapy");
    const block = await part(page, "What EMDR is");
    await block.locator(".rich").first().tap();
    const bar = page.locator(".block.on > .tools");
    const box = await bar.boundingBox();
    expect(box!.y + box!.height).toBeGreaterThan(840); // under the thumb
    for (const b of await bar.getByRole("button").all()) {
      const size = await b.boundingBox();
      if (size) expect(Math.min(size.width, size.height)).toBeGreaterThanOrEqual(44);
    }
    // All of the tools are in sight, and the head leaves the screen to the page.
    for (const b of await bar.getByRole("button").all()) await expect(b).toBeInViewport({ ratio: 1 });
    expect((await page.locator(".bar").boundingBox())!.height).toBeLessThan(150);
    const before = await allKinds(page);
    await bar.getByRole("button", { name: "Move down" }).tap();
    await expect.poll(() => allKinds(page)).not.toEqual(before);
    const moved = await allKinds(page);
    await bar.getByRole("button", { name: "Undo" }).tap();
    expect(await allKinds(page)).toEqual(before);
    await expect(page.locator("#announce")).toHaveText("Undone: Section moved.");
    await bar.getByRole("button", { name: "Redo" }).tap();
    expect(await allKinds(page)).toEqual(moved);
    // Whatever can be tapped is large enough, but for links in the text.
    const small = await page.locator("button, summary, input, select, a.btn, a.trail").evaluateAll((all) => all
      .filter((e) => e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && !e.closest(".hidden") && e.getBoundingClientRect().width > 1)
      .map((e) => ({ name: e.textContent || e.getAttribute("aria-label"), ...e.getBoundingClientRect().toJSON() }))
      .filter((b) => Math.min(b.width, b.height) < 44));
    expect(small).toEqual([]);
    await block.locator(".rich").first().tap();
    await page.keyboard.type("Typed on a phone. ");
    await kept(page);
    await save(page);
    await expectSound(page);
  });
});

test("a version is planned, waits, and goes live by itself", async ({ page, practice }) => {
  test.slow();
  await setUp(page, practice);
  const editor = await openEditor(page, practice, "EMDR therapy");
  await (await part(page, "What EMDR is")).getByRole("textbox", { name: "Heading" }).fill("PLANNED heading");
  await save(page);
  await page.goto(editor + "/put-live");
  await page.getByText("Or choose a day and time").click();
  await page.getByRole("button", { name: "Plan it" }).click();
  await expect(page.locator("#notes")).toContainText("goes live tomorrow at 8:00 am");
  await page.goto(practice.base + "/admin/planned");
  await expect(page.getByRole("listitem").filter({ hasText: "EMDR therapy" })).toContainText("Goes live tomorrow at 8:00 am");
  expect((await practice.read("/pages/services/emdr")).body).not.toContain("PLANNED");

  // The next whole minute of the practice's clock is near: plan it for then.
  const soon = new Date(Date.now() + 65_000);
  const clock = new Intl.DateTimeFormat("en-CA", { timeZone: "America/Denver", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const at = Object.fromEntries(clock.formatToParts(soon).map((p) => [p.type, p.value]));
  await page.goto(editor + "/put-live");
  await page.getByText("Or choose a day and time").click();
  await page.getByLabel("Day").fill(`${at.year}-${at.month}-${at.day}`);
  await page.getByLabel(/^Time/).fill(`${at.hour}:${at.minute}`);
  await page.getByRole("button", { name: "Plan it" }).click();
  await expect(page.locator("#notes")).toContainText("goes live today at");
  await practice.kill(); // a plan survives that
  await practice.restart();
  await expect.poll(async () => (await practice.read("/pages/services/emdr")).body.includes("PLANNED"), { timeout: 90_000 }).toBe(true);
  await page.goto(practice.base + "/admin/planned");
  await expect(page.getByText("Nothing is planned")).toBeVisible();
});

test("a preview is shared with somebody without an account, and taken back", async ({ page, practice, browser }) => {
  await setUp(page, practice);
  const editor = await openEditor(page, practice, "EMDR therapy");
  await (await part(page, "What EMDR is")).getByRole("textbox", { name: "Heading" }).fill("SHARED heading");
  await save(page);
  await page.goto(editor + "/preview");
  await page.getByRole("button", { name: "Share…" }).click();
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = await page.getByLabel("The link").inputValue();
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(link);
  await expect(stranger.getByRole("heading", { name: "SHARED heading" })).toBeVisible();
  await expectSound(stranger);
  expect(await stranger.context().cookies()).toEqual([]);
  expect(await stranger.locator("a[href*='/admin']").count()).toBe(0);
  await page.getByRole("button", { name: "Share…" }).click();
  await page.getByRole("button", { name: /End this link/ }).click();
  await stranger.reload();
  await expect(stranger.getByRole("heading", { name: "This link has ended" })).toBeVisible();
  expect((await practice.read("/pages/services/emdr")).body).not.toContain("SHARED");
});

test("the preview beside the editor follows the typing", async ({ page, practice }) => {
  await setUp(page, practice);
  await openEditor(page, practice, "EMDR therapy");
  await page.getByRole("button", { name: "Preview" }).click();
  const frame = page.frameLocator("#preview iframe");
  await expect(frame.getByRole("heading", { name: "What EMDR is" })).toBeVisible();
  await (await part(page, "What EMDR is")).getByRole("textbox", { name: "Heading" }).fill("Seen at once");
  await expect(frame.getByRole("heading", { name: "Seen at once" })).toBeVisible();
  await page.getByRole("button", { name: "Phone", exact: true }).click();
  expect(await page.locator("#preview iframe").evaluate((f) => (f as HTMLIFrameElement).contentWindow!.innerWidth)).toBe(390);
  await page.getByRole("button", { name: "Close the preview" }).click();
  await expect(page.locator("#preview")).toBeHidden();
});
