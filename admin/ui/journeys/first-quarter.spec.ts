// The first quarter of an hour of a practice owner: set up, paste a page, put it live, change it, bring it back.
import { expect, part, pasted, save, setUp, test } from "./practice";

const address = "/services/breath-centered-therapy";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "in a browser" : "in a browser without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a pasted page goes live, is edited, and an earlier version comes back", async ({ page, practice }) => {
      const broken: string[] = [];
      page.on("console", (m) => m.type() === "error" && broken.push(m.text()));
      page.on("request", (r) => !r.url().startsWith(practice.base) && !r.url().startsWith("data:") && broken.push("a request to " + r.url()));

      await setUp(page, practice);
      await expect(page.getByRole("link", { name: "EMDR therapy" }).first()).toBeVisible(); // the demo practice

      // Paste: the blocks stand beside the text, and no word is lost.
      await page.getByRole("link", { name: "Paste a page" }).click();
      await page.getByLabel("Paste the text of your page").fill(pasted);
      await page.getByRole("button", { name: "Show me the page" }).click();
      await expect(page.getByLabel("Title", { exact: true })).toHaveValue("Breath Centered Therapy");
      await expect(page.getByLabel("Web address")).toHaveValue(address);
      const words = await page.locator(".count").first().innerText();
      const [, from, to] = words.match(/(\d+) words in, (\d+) words out/) ?? [];
      expect(from && from === to, words).toBeTruthy();
      const kinds = page.locator("select[name^=kind]");
      expect(await kinds.evaluateAll((all) => all.map((s) => (s as HTMLSelectElement).value))).toEqual([
        "section", "checklist", "callout", "section", "steps", "suitability", "cta",
      ]);
      // A guess was wrong: the callout is really a section.
      await kinds.nth(2).selectOption("section");
      await page.getByRole("button", { name: "Look again" }).first().click();
      await expect(kinds.nth(2)).toHaveValue("section");
      await page.getByRole("button", { name: "Save as a new page" }).first().click();
      await expect(page.getByRole("heading", { name: "Breath Centered Therapy", level: 1 }).first()).toBeVisible();
      const editor = page.url().split("?")[0]!.split("#")[0]!;
      expect((await practice.read("/pages" + address)).status).toBe(404);

      const putLive = async () => {
        await page.goto(editor);
        await page.getByRole("button", { name: "Put live…" }).click();
        await page.getByRole("button", { name: "Put live", exact: true }).click();
        await page.waitForURL((u) => !u.pathname.endsWith("/put-live"));
        await expect(page.getByRole("status").filter({ hasText: "live" }).first()).toBeVisible();
      };
      const edit = async (block: string, field: string, text: string) => {
        await page.goto(editor);
        if (javaScriptEnabled) {
          await (await part(page, block.slice(1, -1))).getByRole("textbox", { name: field }).first().fill(text);
          return save(page);
        }
        await page.getByRole("button", { name: "Edit " + block }).click();
        await page.getByLabel(new RegExp("^" + field)).first().fill(text);
        await page.getByRole("button", { name: "Save", exact: true }).click();
        await expect(page.getByRole("status").filter({ hasText: /^Saved/ }).first()).toBeVisible();
      };

      await putLive();
      const live = await practice.read("/pages" + address);
      expect(live.status).toBe(200);
      expect(live.body).toContain("Singers and midwives");

      // What is saved stays private until it is put live.
      await edit("“Why Breath Centered Therapy Works Slowly”", "Text", "Slowness is the point, and SECRETDRAFT too.");
      expect((await practice.read("/pages" + address)).body).toBe(live.body);
      await edit("“Is Breath Centered Therapy Right for You?”", "Text", "We find out together.");
      await putLive();
      const changed = (await practice.read("/pages" + address)).body;
      expect(changed).toContain("SECRETDRAFT");
      expect(changed).toContain("We find out together.");

      // Undo, for half an hour.
      await page.goto(editor + "/versions");
      await page.getByRole("button", { name: "Undo last publish" }).click();
      expect((await practice.read("/pages" + address)).body).not.toContain("SECRETDRAFT");
      await putLive();

      // Earlier versions say in words what changed.
      await page.goto(editor + "/versions");
      await expect(page.getByRole("listitem").filter({ hasText: /Changed .*“Why Breath Centered Therapy/ }).first()).toBeVisible();
      await page.getByLabel("From").selectOption({ index: 2 });
      await page.getByRole("button", { name: "What changed", exact: true }).click();
      await expect(page.locator("del").filter({ hasText: "midwives" })).toBeVisible();
      await expect(page.locator("ins").filter({ hasText: "SECRETDRAFT" })).toBeVisible();

      // One block comes back; the other keeps its edit; live is untouched.
      const before = (await practice.read("/pages" + address)).body;
      await page.goto(editor + "/versions/1");
      await page.locator("section", { hasText: "Singers and midwives" }).getByRole("link", { name: /Bring back/ }).click();
      await page.getByRole("button", { name: "Bring it back" }).click();
      await expect(page.getByRole("status").filter({ hasText: "as it was" }).first()).toBeVisible();
      expect((await practice.read("/pages" + address)).body).toBe(before);
      await page.goto(editor + "/preview");
      await expect(page.getByText("Singers and midwives")).toBeVisible();
      await expect(page.getByText("We find out together.")).toBeVisible();

      // The whole page comes back, and goes live.
      await page.goto(editor + "/versions/1");
      await page.getByRole("link", { name: "Bring back the whole page…" }).click();
      await page.getByRole("button", { name: "Bring it back" }).click();
      await putLive();
      const restored = JSON.parse((await practice.read("/pages" + address)).body);
      expect(restored.blocks).toEqual(JSON.parse(live.body).blocks);

      // Off the site: a clear answer, and nothing of the page in it.
      await page.goto(editor + "/take-off");
      await page.getByRole("button", { name: /Take .*off/ }).click();
      const gone = await practice.read("/pages" + address);
      expect([gone.status, gone.type.split(";")[0]]).toEqual([404, "application/problem+json"]);
      expect(broken).toEqual([]);
    });
  });
}
