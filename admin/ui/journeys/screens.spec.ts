// Every screen, in light and dark, on a desktop and a phone: accessible, and nothing scrolls sideways.
import { mkdirSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, expectSound, pasted, setUp, test, type Practice } from "./practice";

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

/** Opens the editor of the ketamine page, which has the longest history. */
async function openEditor(page: Page, practice: Practice): Promise<string> {
  await page.goto(practice.base + "/admin");
  await page.getByRole("link", { name: "Ketamine-assisted psychotherapy" }).first().click();
  return page.url();
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
        for (const [name, path] of [["records", "/admin/records"], ["trash", "/admin/trash"], ["new", "/admin/new"], ["settings", "/admin/settings"], ["activity", "/admin/activity"], ["paste", "/admin/paste"], ["search", "/admin?q=breath"], ["not-found", "/admin/nowhere"]] as const) {
          await page.goto(practice.base + path);
          await look(page, name);
        }
        await page.goto(practice.base + "/admin/paste");
        await page.getByLabel("Paste the text of your page").fill(pasted);
        await page.getByRole("button", { name: "Show me the page" }).click();
        await look(page, "pasted");

        const editor = await openEditor(page, practice);
        await look(page, "editor");
        await page.getByRole("button", { name: /^Edit “/ }).nth(1).click();
        await look(page, "editor-block");
        await page.goto(editor);
        await page.getByRole("button", { name: "Add a part here" }).first().click();
        await look(page, "editor-add");
        await page.goto(editor);
        await page.getByRole("button", { name: "Edit title and details" }).first().click();
        await look(page, "editor-details");
        for (const [name, path] of [["preview", "/preview"], ["versions", "/versions"], ["version", "/versions/2"], ["compare", "/compare?from=2&to=8"], ["compare-all", "/compare?from=2&to=8&all=1"], ["put-live", "/put-live"], ["take-off", "/take-off"]] as const) {
          await page.goto(editor.split("?")[0]!.split("#")[0]! + path);
          await look(page, name);
        }
        expect(page.url()).toContain("take-off");
      });
    });
  }
}
