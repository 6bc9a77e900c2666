// Pictures, as staff add them, and as sites get them.
import { Buffer } from "node:buffer";
import { type Page } from "@playwright/test";
import { expect, expectSound, openEditor, part, setUp, test } from "./practice";

/** A photo that a browser made: a gradient with a spot above left, as a JPEG file. */
async function photo(page: Page, name: string, width = 1200, height = 800, hue = 210): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const base64 = await page.evaluate(({ width, height, hue }) => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width, height];
    const paint = canvas.getContext("2d")!;
    const sky = paint.createLinearGradient(0, 0, width, height);
    sky.addColorStop(0, `hsl(${hue} 60% 80%)`);
    sky.addColorStop(1, `hsl(${hue + 60} 50% 30%)`);
    paint.fillStyle = sky;
    paint.fillRect(0, 0, width, height);
    paint.fillStyle = "#fff3c4";
    paint.beginPath();
    paint.arc(width / 4, height / 3, height / 6, 0, 7);
    paint.fill();
    return canvas.toDataURL("image/jpeg", 0.9).split(",")[1]!;
  }, { width, height, hue });
  return { name, mimeType: "image/jpeg", buffer: Buffer.from(base64, "base64") };
}

test("a photo is added to a page, described, aimed, put live, and delivered in every width", async ({ page, practice }) => {
  await setUp(page, practice);
  await openEditor(page, practice, "Ketamine-assisted psychotherapy");
  const hero = page.locator(".kind-hero").first();
  await hero.getByRole("textbox", { name: "Heading" }).click(); // what is empty shows where somebody works
  await hero.getByRole("button", { name: "Add a picture" }).click();
  const dialog = page.getByRole("dialog", { name: "Choose a picture" });
  await expect(dialog.getByText("No pictures yet")).toBeVisible();
  await expectSound(page);
  await page.locator("#assets-input").setInputFiles(await photo(page, "Blue_room-2026.jpg"));
  await expect(dialog).toBeHidden();
  const shown = hero.locator(".shot img");
  await expect.poll(() => shown.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(600);
  const words = hero.getByLabel("Description");
  await expect(words).toBeFocused();
  await words.fill("An armchair beside a window, in soft morning light");

  await hero.getByRole("button", { name: "What must stay in sight" }).click();
  await page.getByLabel("From the left").press("ArrowLeft");
  await page.getByLabel("From the top").fill("30");
  await page.getByRole("button", { name: "Keep this" }).click();
  await expectSound(page);

  await page.getByRole("button", { name: "Put live…" }).click();
  await page.getByRole("button", { name: "Put live", exact: true }).click();
  type Picture = { alt: string; decorative: boolean; src: string; width: number; height: number; srcset: { src: string; width: number; type: string }[]; focalPoint: { x: number; y: number }; template: string; placeholder: string };
  const live = async (): Promise<Picture | null> => (JSON.parse((await practice.read("/pages/services/ketamine-assisted-psychotherapy")).body) as { blocks: { kind: string; image?: Picture }[] }).blocks.find((b) => b.kind === "hero")?.image ?? null;
  await expect.poll(async () => (await live())?.alt).toBe("An armchair beside a window, in soft morning light");
  const got = (await live())!;
  expect([got.width, got.height, got.decorative]).toEqual([1200, 800, false]);
  expect(got.focalPoint).toEqual({ x: 0.49, y: 0.3 });
  expect(got.srcset.map((s) => s.width).filter((w, i, all) => all.indexOf(w) === i)).toEqual([160, 320, 480, 640, 960]);
  for (const { src, type } of [...got.srcset, { src: got.template.replace("{fit}", "16x9").replace("{width}", "640").replace("{format}", "jpg"), type: "image/jpeg" }, { src: got.src, type: "image/jpeg" }]) {
    const answer = await fetch(practice.base + src);
    expect([answer.status, answer.headers.get("content-type"), answer.headers.get("cache-control"), answer.headers.get("content-security-policy"), answer.headers.get("set-cookie")], src)
      .toEqual([200, type, "public, max-age=31536000, immutable", "sandbox; default-src 'none'", null]);
  }
  for (const other of [got.template.replace("{fit}", "16x9").replace("{width}", "641").replace("{format}", "jpg"), got.src.replace(/original$/, "50-50/16x9-640.jpg"), got.src.replace(/[0-9a-f]{8}\/original$/, "00000000/original")]) {
    expect((await fetch(practice.base + other)).status, other).toBe(404);
  }
});
