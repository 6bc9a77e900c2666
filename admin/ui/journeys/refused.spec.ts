// Links that cannot be: refused at once, in words, by the keyboard, with the likely right one to press.
import { mkdirSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { content, expect, expectSound, fill, kept, setUp, test } from "./practice.ts";

// With SCREENSHOTS set to a folder, each screen is kept there as a picture.
const folder = process.env.SCREENSHOTS;

async function look(page: Page, name: string): Promise<void> {
  await expectSound(page);
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png` });
}

const page = [
  { kind: "section", fields: { heading: "Heading", body: "Call the **lifeline** today" } },
  { kind: "cta", fields: { heading: "Begin", body: "The first step is a conversation.", primary: { label: "Ask", link: "/contact" } } },
];

/** The words that a screen reader says with an input, besides its name. */
const described = (input: Locator) => input.evaluate((e) => (e.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" "));

/** Chooses the words to link. */
async function choose(body: Locator): Promise<void> {
  await body.click();
  await body.locator("strong").selectText();
}

async function expectRefused(input: Locator, advice: string): Promise<void> {
  await expect(input).toHaveAttribute("aria-invalid", "true");
  await expect.poll(() => described(input)).toContain(advice);
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const viewport of [{ width: 1280, height: 900 }, { width: 390, height: 844 }]) {
    test.describe(`${colorScheme}, ${viewport.width} px`, () => {
      test.use({ colorScheme, viewport, reducedMotion: "reduce" } as object);

      test("a link that cannot be is refused in the dialog and in a button's field", async ({ page: screen, practice }) => {
        await setUp(screen, practice);
        await fill(screen, practice, "Refused", page);
        const body = screen.locator(".kind-section .words .rich").first();
        await choose(body);
        await screen.keyboard.press("Control+k");
        const dialog = screen.getByRole("dialog", { name: "Link these words" });
        const input = dialog.getByLabel("Where it leads");

        await screen.keyboard.type("javascript:alert(1)");
        await screen.keyboard.press("Enter");
        await expectRefused(input, "This cannot be a link.");
        await expect(input).toBeFocused();
        await expect(dialog.getByRole("button", { name: /^Use/ })).toHaveCount(0);

        await input.fill("988");
        await screen.keyboard.press("Enter");
        await expectRefused(input, "A link to a phone number starts with tel:");
        await expect(dialog.getByRole("status")).toContainText("A link to a phone number starts with tel:");
        await expect(input).toBeFocused();
        await look(screen, `refused-dialog-${viewport.width}-${colorScheme}`);
        await screen.keyboard.press("Tab");
        await expect(dialog.getByRole("button", { name: "Use tel:988" })).toBeFocused();
        await screen.keyboard.press("Enter");
        await expect(dialog).toBeHidden();
        await expect(body).toBeFocused();
        await expect(body.locator("a")).toHaveText("lifeline");

        const button = screen.locator(".kind-cta");
        const link = button.getByLabel(/leads/i).first();
        await button.getByLabel("Words on it").first().focus();
        await screen.keyboard.press("Tab");
        await screen.keyboard.press("Control+a");
        await screen.keyboard.type("hello@example.org");
        await body.click(); // what is refused stays in sight
        await expectRefused(link, "A link to an e-mail address starts with mailto:");
        await expect(link).toBeVisible();
        await link.fill("example.org");
        await expectRefused(link, "A link to a website starts with https://");
        await link.scrollIntoViewIfNeeded();
        await look(screen, `refused-field-${viewport.width}-${colorScheme}`);
        await button.getByRole("button", { name: "Use https://example.org" }).press("Enter");
        await expect(link).toHaveValue("https://example.org");
        await expect(link).not.toHaveAttribute("aria-invalid");
        await expect(link).toBeFocused();
        await expect.poll(() => described(link)).not.toContain("A link to");

        await kept(screen);
        const { blocks } = await content(screen);
        expect(blocks[0]!.fields.body).toBe("Call the [**lifeline**](tel:988) today");
        expect(blocks[1]!.fields.primary).toEqual({ label: "Ask", link: "https://example.org" });
      });
    });
  }
}

test("what becomes right while it is typed is refused no more, and without a connection a link goes in as it is", async ({ page: screen, practice }) => {
  await setUp(screen, practice);
  await fill(screen, practice, "Offline", page);
  const body = screen.locator(".kind-section .words .rich").first();
  await choose(body);
  await screen.keyboard.press("Control+k");
  const dialog = screen.getByRole("dialog", { name: "Link these words" });
  const input = dialog.getByLabel("Where it leads");
  await input.fill("contact");
  await screen.keyboard.press("Enter");
  await expectRefused(input, "This cannot be a link.");
  await input.fill("/contact");
  await expect(input).not.toHaveAttribute("aria-invalid");
  await expect(dialog.getByRole("status")).toBeEmpty();
  await screen.route("**/admin/link", (route) => route.abort());
  await screen.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await kept(screen);
  expect((await content(screen)).blocks[0]!.fields.body).toBe("Call the [**lifeline**](/contact) today");
});
