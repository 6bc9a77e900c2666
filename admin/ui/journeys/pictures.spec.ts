// Pictures, as staff add them, and as sites get them.
import { Buffer } from "node:buffer";
import { type Page } from "@playwright/test";
import { expect, expectSound, openEditor, setUp, test } from "./practice";

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

test("three photos from a phone: added, described, one replaced everywhere, an unused one found, a used one not deleted unawares", async ({ page, practice }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await setUp(page, practice);
  await page.goto(practice.base + "/admin/library");
  await expect(page.getByText("Your pictures will be here")).toBeVisible();
  await expectSound(page);
  await page.locator("[data-add]").setInputFiles([await photo(page, "Waiting room.jpg", 1600, 1200), await photo(page, "Garden.jpg", 800, 1200, 120), await photo(page, "Street door.jpg", 1200, 900, 30)]);
  await expect(page.locator(".tile")).toHaveCount(3);
  await expectSound(page);

  await page.getByRole("link", { name: /Garden/ }).click();
  await page.getByLabel("Description").fill("A path between lavender");
  await page.getByLabel(/Made by/).fill("Juniper & Tide");
  await page.getByRole("button", { name: "Keep this" }).click();
  await expect(page.getByText("Kept.")).toBeVisible();
  await expectSound(page);

  await openEditor(page, practice, "EMDR therapy");
  await page.locator(".kind-hero").first().getByRole("textbox", { name: "Heading" }).click();
  await page.locator(".kind-hero").first().getByRole("button", { name: "Add a picture" }).click();
  await page.getByLabel("Find by name or description").fill("lavender");
  await page.locator(".tile", { hasText: "Garden" }).click();
  await expect(page.locator(".kind-hero").first().getByLabel("Description")).toHaveValue("A path between lavender");
  await page.getByRole("button", { name: "Put live…" }).click();
  await page.getByRole("button", { name: "Put live", exact: true }).click();
  const src = async (): Promise<string> => (JSON.parse((await practice.read("/pages/services/emdr")).body) as { blocks: { image?: { src: string } | null }[] }).blocks.find((b) => b.image)?.image?.src ?? "";
  await expect.poll(src).not.toBe("");
  const before = await src();

  await page.goto(practice.base + "/admin/library?which=unused");
  await expect(page.locator(".tile")).toHaveCount(2);
  await page.goto(practice.base + "/admin/library");
  await page.getByRole("link", { name: /Garden/ }).click();
  await expect(page.getByText("on the site")).toBeVisible();
  await page.locator("[data-replace]").setInputFiles(await photo(page, "Garden in May.jpg", 900, 1200, 90));
  await page.getByRole("button", { name: "Put it everywhere" }).click();
  await expect(page.getByText("One page shows it now.")).toBeVisible();
  await expect.poll(src).not.toBe(before);
  expect((await fetch(practice.base + before)).status).toBe(200); // what was told at a moment can be asked for later

  await page.getByText("Trash…").click();
  await expect(page.getByText("One page uses it, and readers see it.")).toBeVisible();
  await page.getByRole("button", { name: "Put it in the trash" }).click();
  await expect(page.locator(".tile")).toHaveCount(2);
  expect(await src()).not.toBe("");
  expect((await fetch(practice.base + (await src()))).status).toBe(200);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Garden" })).toBeVisible();
});

test("an owner erases a picture: readers see nothing in its place, and the same file is refused", async ({ page, practice }) => {
  await setUp(page, practice);
  const face = await photo(page, "A face.jpg", 900, 900, 300);
  await openEditor(page, practice, "EMDR therapy");
  await page.locator(".kind-hero").first().getByRole("textbox", { name: "Heading" }).click();
  await page.locator(".kind-hero").first().getByRole("button", { name: "Add a picture" }).click();
  await page.locator("#assets-input").setInputFiles(face);
  await page.locator(".kind-hero").first().getByLabel("Description").fill("A face");
  await page.getByRole("button", { name: "Put live…" }).click();
  await page.getByRole("button", { name: "Put live", exact: true }).click();
  const picture = async (): Promise<{ src: string } | null> => (JSON.parse((await practice.read("/pages/services/emdr")).body) as { blocks: { kind: string; image?: { src: string } | null }[] }).blocks.find((b) => b.kind === "hero")!.image ?? null;
  await expect.poll(picture).not.toBeNull();
  const { src } = (await picture())!;

  await page.goto(practice.base + "/admin/library");
  await page.getByRole("link", { name: /A face/ }).click();
  await page.getByText("Erase…").click();
  await expect(page.getByText("Readers see it on one page today")).toBeVisible();
  await expectSound(page);
  await page.getByLabel("Why").fill("Consent was withdrawn");
  await page.getByRole("button", { name: "Erase it for good" }).click();
  await expect(page.getByText("It is erased.")).toBeVisible();
  expect(await picture()).toBeNull();
  expect((await fetch(practice.base + src)).status).toBe(404);

  await page.locator("[data-add]").setInputFiles(face);
  await expect(page.getByText("An owner erased this file for good")).toBeVisible();
});
