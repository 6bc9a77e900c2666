// What owners see of the nightly backups: the first one comes half a minute after a new server began.
import { expect, expectSound, Practice, setUp, test } from "./practice";

test("a backup is proven by itself, and the first screen and the settings say so", async ({ page, practice }) => {
  await setUp(page, practice);
  await expect(async () => {
    await page.goto(practice.base + "/admin");
    await expect(page.getByText(/Last proven backup: /)).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 90_000 });
  await page.getByRole("link", { name: /Last proven backup: / }).click();
  await expect(page.getByText("One is kept")).toBeVisible();
  await expectSound(page);
});

test("a backup that fails is complained of on the first screen, with what to do", async ({ page }) => {
  const practice = await Practice.start("--backup-to", "/dev/null/nowhere");
  try {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: "dark" });
    await setUp(page, practice);
    await expect(async () => {
      await page.goto(practice.base + "/admin");
      await expect(page.getByText("There is no proven backup")).toBeVisible({ timeout: 1000 });
    }).toPass({ timeout: 90_000 });
    await expect(page.getByText("Download a backup now")).toBeVisible();
    await expectSound(page);
  } finally {
    await practice.stop();
  }
});
