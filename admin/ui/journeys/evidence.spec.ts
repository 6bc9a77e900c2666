// Proof of what a page said: made, downloaded, and checked by somebody who has nothing but the file.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { binary, expect, expectSound, openEditor, setUp, test } from "./practice";

test("evidence holds until one letter of it is changed", async ({ page, practice }) => {
  await setUp(page, practice);
  const editor = await openEditor(page, practice, "Ketamine-assisted psychotherapy");
  await page.goto(editor + "/versions");
  await page.getByRole("link", { name: "Evidence for a span of time…" }).click();
  await page.getByLabel("First day").fill("2020-01-01");
  await page.getByRole("button", { name: "Make the evidence" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /What “Ketamine-assisted psychotherapy” said from 1 January 2020/ })).toBeVisible();
  await expectSound(page);

  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download the file" }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toMatch(/^evidence-[a-z0-9-]+-2020-01-01-to-\d{4}-\d\d-\d\d\.json$/);
  const folder = mkdtempSync(join(tmpdir(), "evidence-"));
  const file = join(folder, download.suggestedFilename());
  await download.saveAs(file);
  const verify = () => spawnSync(binary, ["verify", "--evidence", file], { cwd: folder, encoding: "utf8" });

  const good = verify();
  expect(good.status, good.stdout + good.stderr).toBe(0);
  const fingerprint = /Fingerprint of this file: (\S+)/.exec(good.stdout)![1]!;
  await expect(page.locator("main code").filter({ hasText: fingerprint })).toBeVisible(); // as on the page that is printed

  const text = readFileSync(file, "utf8");
  const at = text.indexOf('"heading": "') + '"heading": "'.length;
  writeFileSync(file, text.slice(0, at) + (text[at] === "W" ? "V" : "W") + text.slice(at + 1));
  const changed = verify();
  expect(changed.status).toBe(1);
  expect(changed.stdout).toMatch(/texts\[\d+\]: .* is not what was written/);

  // On paper there is only the document.
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("navigation")).toBeHidden();
  await expect(page.getByRole("link", { name: "Download the file" })).toBeHidden();
  await expect(page.getByRole("heading", { name: "How to check it" })).toBeVisible();
});
