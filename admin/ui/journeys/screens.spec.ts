// Every screen, in light and dark, on a desktop and a phone: accessible, and nothing scrolls sideways.
import { mkdirSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, expectSound, openEditor, part, pasted, save, setUp, test } from "./practice";

// With SCREENSHOTS set to a folder, each screen is kept there as a picture.
const folder = process.env.SCREENSHOTS;

async function look(page: Page, name: string): Promise<void> {
  await expectSound(page);
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const { width } = page.viewportSize()!;
  const scheme = await page.evaluate(() => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
  await page.screenshot({ path: `${folder}/${name}-${width}-${scheme}.png` });
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const viewport of [{ width: 1280, height: 900 }, { width: 390, height: 844 }]) {
    test.describe(`${colorScheme}, ${viewport.width} px`, () => {
      test.use({ colorScheme, viewport, reducedMotion: "reduce" } as object);

      test("every screen", async ({ page, practice }) => {
        test.slow();
        await page.goto(practice.base + "/admin/set-up/not-the-secret");
        await look(page, "set-up-wrong-link");
        await page.goto(practice.setUp);
        await look(page, "set-up");
        await page.goto(practice.base + "/admin/sign-in");
        await look(page, "sign-in");
        await setUp(page, practice);
        await look(page, "pages");
        for (const [name, path] of [["records", "/admin/records"], ["trash", "/admin/trash"], ["planned", "/admin/planned"], ["new", "/admin/new"], ["settings", "/admin/settings"], ["webhooks-none", "/admin/settings/webhooks"], ["activity", "/admin/activity"], ["paste", "/admin/paste"], ["search", "/admin?q=breath"], ["said", "/admin/said?q=breath"], ["said-never", "/admin/said?q=nobody+ever+said+this"], ["erase", "/admin/erase"], ["thin", "/admin/thin?days=90"], ["not-found", "/admin/nowhere"]] as const) {
          await page.goto(practice.base + path);
          await look(page, name);
        }
        if (viewport.width > 760) {
          await page.goto(practice.base + "/admin/planned");
          await page.keyboard.press("?");
          await expect(page.getByRole("dialog")).toBeVisible();
          await look(page, "keys");
        }
        await page.goto(practice.base + "/admin/paste");
        await page.getByLabel("Paste the text of your page").fill(pasted);
        await page.getByRole("button", { name: "Show me the page" }).click();
        await look(page, "pasted");

        await page.goto(practice.base + "/admin/erase");
        await page.getByLabel("The words").fill("breath");
        await page.getByRole("button", { name: "Show me where they stand…" }).click();
        await expect(page.getByRole("heading", { name: "What will not" })).toBeVisible();
        await look(page, "erase-where");

        // The ketamine page has the longest history.
        const editor = await openEditor(page, practice, "Ketamine-assisted psychotherapy");
        await look(page, "editor");
        await (await part(page, "How it goes")).locator(".rich").first().click();
        await look(page, "editor-block");
        const block = await page.locator(".block.on").getAttribute("data-id");
        await page.keyboard.press("Control+Enter");
        await expect(page.getByRole("dialog")).toBeVisible();
        await look(page, "editor-add");
        await page.keyboard.press("Escape");
        await page.getByRole("textbox", { name: "Title" }).first().click();
        await page.getByText("Web address, search engines and more").click();
        await look(page, "editor-details");
        await page.getByRole("textbox", { name: "Title" }).first().fill("Ketamine-assisted psychotherapy, edited");
        await expect(page.locator("#kept")).toContainText("saved");
        await page.getByRole("button", { name: "More about saving" }).click();
        await look(page, "editor-save");
        await page.keyboard.press("Escape");
        if (viewport.width > 760) {
          await page.getByRole("button", { name: "Preview" }).click();
          await page.frameLocator("iframe").getByRole("heading", { name: "edited" }).waitFor();
          await look(page, "editor-preview");
        }
        for (const [name, path] of [["preview", "/preview"], ["versions", "/versions"], ["version", "/versions/2"], ["on-that-day", "/on-that-day"], ["on-that-day-nothing", "/on-that-day?day=2001-02-03&time=09:00"], ["on-that-day-wrong", "/on-that-day?day=2101-02-03&time=09:00"], ["compare", "/compare?from=2&to=8"], ["compare-all", "/compare?from=2&to=8&all=1"], ["put-live", "/put-live"], ["take-off", "/take-off"], ["evidence-fault", "/evidence?from=2026-03-03&to=2026-03-01"], ["evidence-new", "/evidence"], ["compare-side", "/compare?from=2&to=8&view=side"], ["compare-side-all", "/compare?from=2&to=8&view=side&all=1"], ["bring-back", "/bring-back?version=2"], ["bring-back-part", `/bring-back?version=2&block=${block}`], ["put-together", "/put-together"], ["written", "/written"], ["written-part", `/written?block=${block}`]] as const) {
          await page.goto(editor + path);
          await look(page, name);
        }
        // On paper nothing is left but the text.
        await page.goto(editor + "/compare?from=2&to=8");
        await page.emulateMedia({ media: "print" });
        for (const tool of [".rail", ".bar", ".side", ".take"]) await expect(page.locator(tool).first()).toBeHidden();
        await expect(page.locator("del").first()).toHaveCSS("text-decoration-line", "line-through");
        if (folder) await page.screenshot({ path: `${folder}/compare-print-${viewport.width}-${colorScheme}.png`, fullPage: true });
        await page.emulateMedia({ media: null });
        // What comes to be only once something happened: a part taken off, a copy, a link that is shared, two pages put live at once.
        await page.goto(editor);
        await page.locator("body.live").waitFor();
        await (await part(page, "How it goes")).locator(".rich").first().click();
        await page.locator(".block.on").getByRole("button", { name: "Remove", exact: true }).click();
        await expect(page.locator(".toast")).toContainText("is off the page");
        await look(page, "editor-removed");
        await save(page);
        await page.goto(editor + "/removed");
        await look(page, "removed");
        await page.getByRole("button", { name: /Put it back/ }).first().click();
        await page.locator("body.live").waitFor();
        await page.goto(`${editor}/copy/${block}`);
        await look(page, "copy");
        await page.goto(editor + "/preview");
        await page.getByRole("button", { name: "Share…" }).click();
        await look(page, "share");
        await page.getByRole("button", { name: "Make a link" }).click();
        const link = await page.getByLabel("The link").inputValue();
        await look(page, "shared-link");
        await page.goto(link);
        await look(page, "shared");
        await page.goto(practice.base + "/admin");
        for (const tick of (await page.locator("main .choose input:enabled").all()).slice(0, 3)) await tick.check();
        await look(page, "pages-chosen");
        await page.getByRole("button", { name: /Put .* live/ }).click();
        await look(page, "put-many-live");
        // A webhook: its secret, and what it was told; nothing answers it.
        await page.goto(practice.base + "/admin/settings/webhooks");
        await page.getByText("Add a webhook").click();
        await page.getByLabel("Address to call").fill("http://example.org");
        await page.getByRole("button", { name: "Add it" }).click();
        await look(page, "webhook-faults");
        await page.getByLabel("What it is for").fill("Our website");
        await page.getByLabel("Address to call").fill("http://127.0.0.1:9/built");
        await page.getByLabel("Private addresses it may reach").fill("127.0.0.1");
        await page.getByRole("button", { name: "Add it" }).click();
        await look(page, "webhook-secret");
        const hook = await page.getByRole("button", { name: "Pause" }).evaluate((button: HTMLButtonElement) => button.form!.action.replace("/pause", ""));
        await page.goto(editor + "/put-live");
        await page.getByRole("button", { name: "Put live", exact: true }).click();
        await page.goto(hook);
        await look(page, "webhook");
        await page.getByRole("button", { name: "Pause" }).click();
        await look(page, "webhook-paused");
        await page.goto(practice.base + "/admin/settings/webhooks");
        await look(page, "webhooks");
        await page.goto(practice.base + "/admin/records");
        await page.locator("main .list a").first().click();
        await page.locator("body.live").waitFor();
        await look(page, "record");
        // While a page was in the trash, another one took its web address.
        await page.goto(editor);
        await page.locator("body.live").waitFor();
        const path = await page.evaluate(() => JSON.parse(document.getElementById("live")!.textContent!).content.path);
        if (viewport.width <= 760) await page.getByRole("button", { name: "Versions" }).click();
        await page.getByRole("button", { name: "Details" }).click();
        await page.getByRole("button", { name: "Move to the trash" }).click();
        await expect(page.locator(".toast")).toContainText("is in the trash");
        await page.goto(practice.base + "/admin/new");
        await page.getByLabel("Title").fill("Ketamine, written anew");
        await page.getByLabel("Web address").fill(path);
        await page.getByRole("button", { name: "Start writing" }).click();
        await page.goto(page.url().split(/[?#]/)[0]! + "/put-live");
        await page.getByRole("button", { name: "Put live", exact: true }).click();
        await expect(page.locator(".toast")).toContainText("live");
        await page.goto(practice.base + "/admin/trash");
        await look(page, "trash-full");
        await page.getByRole("button", { name: /Put it back/ }).click();
        await expect(page.getByLabel("Give it another web address")).toBeChecked();
        await look(page, "put-back");
        await page.getByRole("textbox", { name: "Web address" }).fill(path);
        await page.getByRole("button", { name: "Put it back" }).click();
        await expect(page.getByText("Another page is live at this address too.")).toBeVisible();
        await look(page, "put-back-fault");
      });
    });
  }
}
