// A real server on a demo practice of its own, for each journey.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Browser, type Locator, type Page } from "@playwright/test";

export { expect };

export const owner = { name: "Robin Field", email: "robin@example.org", password: "lantern gravel umbrella nine" };

/** What practicecms prints before the link that works once. */
const setUpLink = /(http:\/\/127\.0\.0\.1:\d+)(\/admin\/set-up\/\S+)/;

export const binary = resolve("../../bin/practicecms");

export class Practice {
  readonly base: string;
  readonly setUp: string;
  private constructor(private server: ChildProcess, private readonly data: string, link: RegExpMatchArray) {
    this.base = link[1]!;
    this.setUp = link[0];
  }

  /** Ends the server as a power cut would. */
  async kill(): Promise<void> {
    this.server.removeAllListeners("exit");
    const ended = new Promise((done) => this.server.once("exit", done));
    this.server.kill("SIGKILL");
    await ended;
  }

  /** Starts the server again, on the same data and address; perhaps another program. */
  async restart(program = binary): Promise<void> {
    this.server = spawn(program, ["serve", "--data", this.data, "--listen", new URL(this.base).host]);
    await expect.poll(() => fetch(this.base + "/readyz").then((r) => r.status, () => 0)).toBe(200);
  }

  /** What practicecms verify says of the data, once the server has ended. */
  verify(): string {
    const told = spawnSync(binary, ["verify", "--data", this.data], { encoding: "utf8" });
    return told.status === 0 ? "" : told.stdout + told.stderr;
  }

  /** Whether any file of the data folder has these words in it, as they stand. */
  holds(words: string): boolean {
    const says = (file: string) => existsSync(file) && readFileSync(file).includes(words); // the search index drops files as it goes
    return readdirSync(this.data, { recursive: true, withFileTypes: true }).some((f) => f.isFile() && says(join(f.parentPath, f.name)));
  }

  static async start(...flags: string[]): Promise<Practice> {
    const data = mkdtempSync(join(tmpdir(), "practicecms-journey-"));
    const server = spawn(binary, ["serve", "--demo", "--data", data, "--listen", "127.0.0.1:0", ...flags]);
    let printed = "";
    const link = await new Promise<RegExpMatchArray>((done, fail) => {
      server.stdout.on("data", (chunk) => {
        printed += chunk;
        const found = printed.match(setUpLink);
        if (found) done(found);
      });
      server.stderr.on("data", (chunk) => (printed += chunk));
      server.on("exit", (code) => fail(new Error(`the server ended with ${code}:\n${printed}`)));
    });
    return new Practice(server, data, link);
  }

  async stop(): Promise<void> {
    this.server.removeAllListeners("exit");
    const ended = new Promise((done) => this.server.once("exit", done));
    this.server.kill("SIGTERM");
    await ended;
    rmSync(this.data, { recursive: true, force: true });
  }

  /** The public API, as a front end reads it: no cookie, no token. */
  async read(path: string): Promise<{ status: number; type: string; body: string }> {
    const answer = await fetch(this.base + "/api/v1" + path);
    if (answer.headers.get("set-cookie")) throw new Error("the public API set a cookie");
    return { status: answer.status, type: answer.headers.get("content-type") ?? "", body: await answer.text() };
  }
}

export const test = base.extend<{ practice: Practice }>({
  practice: async ({}, use) => {
    const practice = await Practice.start();
    await use(practice);
    await practice.stop();
  },
});

/** Goes through first-run set-up and arrives at the page list. */
export async function setUp(page: Page, practice: Practice): Promise<void> {
  await page.goto(practice.setUp);
  await expect(page.getByText("Juniper & Tide Therapy")).toBeVisible(); // the demo is there: its name is not asked for
  await page.getByLabel("Your name").fill(owner.name);
  await page.getByLabel("Your e-mail").fill(owner.email);
  await page.getByLabel("A password").fill(owner.password);
  await page.getByRole("button", { name: "Set up and sign in" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Robin");
}

export async function signIn(page: Page, practice: Practice): Promise<void> {
  await page.goto(practice.base + "/admin/sign-in");
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password").fill(owner.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Robin");
}

/** Opens a page's editor from the list, and waits until the page itself can be edited. */
export async function openEditor(page: Page, practice: Practice, title: string): Promise<string> {
  await page.goto(practice.base + "/admin");
  await page.getByRole("link", { name: title }).first().click();
  await page.locator("body.live").waitFor();
  return page.url().split(/[?#]/)[0]!;
}

/** Makes a page and fills it with blocks at once, as its writer's working copy; arrives in the editor. */
export async function fill(page: Page, practice: Practice, title: string, blocks: { kind: string; fields: object }[]): Promise<string> {
  await page.goto(practice.base + "/admin/new");
  await page.getByLabel("Title").fill(title);
  await page.getByRole("button", { name: "Start writing" }).click();
  await page.locator("body.live").waitFor();
  const editor = page.url().split(/[?#]/)[0]!;
  const status = await page.evaluate(async (blocks) => {
    const { token, base, seen, content } = JSON.parse(document.getElementById("live")!.textContent!);
    const id = (i: number) => `01234567-89ab-7cde-8f01-${String(i).padStart(12, "0")}`;
    const body = new URLSearchParams({ token, base: String(base), seen, content: JSON.stringify({ ...content, blocks: blocks.map((b, i) => ({ id: id(i), ...b })) }) });
    return (await fetch(location.pathname + "/live/keep", { method: "POST", body, headers: { Accept: "application/json" } })).status;
  }, blocks);
  expect(status).toBe(200);
  await page.goto(editor);
  await page.locator("body.live").waitFor();
  return editor;
}

/** The part of the page in the editor whose heading holds these words. */
export async function part(page: Page, words: string): Promise<Locator> {
  const find = () => page.locator(".block:not(.details)").evaluateAll((all, words) => all.find((b) => [...b.querySelectorAll("textarea")].some((t) => t.value.includes(words)))?.id, words);
  await expect.poll(find).toBeTruthy();
  return page.locator(`[id="${await find()}"]`);
}

/** What the page says, as the server has it. */
export async function content(page: Page): Promise<{ title: string; blocks: { id: string; kind: string; fields: { [name: string]: unknown } }[] }> {
  const html = await (await page.request.get(page.url().split(/[?#]/)[0]!)).text();
  return JSON.parse(/<script type="application\/json" id="live">(.*?)<\/script>/s.exec(html)![1]!).content;
}

/** Puts something on the clipboard as another program does. The page needs the permission to write to it. */
export async function toClipboard(page: Page, { html, text }: { html?: string; text: string }): Promise<void> {
  await page.evaluate(async ({ html, text }) => {
    const all: { [type: string]: Blob } = { "text/plain": new Blob([text], { type: "text/plain" }) };
    if (html !== undefined) all["text/html"] = new Blob([html], { type: "text/html" });
    await navigator.clipboard.write([new ClipboardItem(all)]);
  }, { html, text });
}

/** Waits until the server has what was typed. */
export async function kept(page: Page): Promise<void> {
  await expect(page.locator("#kept")).toContainText("Working copy saved");
}

/** Saves with the button, and waits until it is done: a toast of an earlier save says nothing of this one. */
export async function save(page: Page): Promise<void> {
  const saved = page.waitForResponse((answer) => answer.url().includes("/live/save") && answer.ok());
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await saved;
  await expect(page.locator(".toast")).toContainText(/^Saved/);
}

/** Adds a second person to the practice and signs them in, in a browser of their own. */
export async function secondPerson(browser: Browser, page: Page, practice: Practice): Promise<Page> {
  await page.goto(practice.base + "/admin/settings");
  const form = page.locator("form[action$='/settings/people']");
  if (!(await form.isVisible())) await page.locator("details", { has: form }).locator("summary").click();
  await form.getByLabel(/name/i).first().fill("Kim Lake");
  await form.getByLabel(/e-mail/i).fill("kim@example.org");
  await form.getByLabel(/password/i).fill("harbor violin cactus seven");
  await form.getByRole("button", { name: "Add them" }).click();
  const kim = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  await kim.goto(practice.base + "/admin/sign-in");
  await kim.getByLabel("E-mail").fill("kim@example.org");
  await kim.getByLabel("Password").fill("harbor violin cactus seven");
  await kim.getByRole("button", { name: "Sign in" }).click();
  await expect(kim.getByRole("heading", { level: 1 })).toContainText("Kim");
  return kim;
}

/** No accessibility fault, nothing that scrolls sideways, nothing in the console. */
export async function expectSound(page: Page): Promise<void> {
  // What is still fading in has less contrast than it will have.
  await page.evaluate(() => Promise.race([
    Promise.all(document.getAnimations().filter((a) => a.effect?.getComputedTiming().endTime !== Infinity).map((a) => a.finished.catch(() => {}))),
    new Promise((done) => setTimeout(done, 2000)),
  ]));
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
  expect(violations.map((v) => `${v.id} at ${v.nodes[0]?.target.join(" ")}: ${v.help}`), page.url()).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), "scrolls sideways: " + page.url()).toBeLessThanOrEqual(0);
}

/** A page as a practice has it in a document: headings broken over two lines, hyphens alone. */
export const pasted = `
How Breath Centered
Therapy Can Support You
People often turn to Breath Centered Therapy when worry has settled in the chest. It doesn’t ask you to talk before you are ready.
Besides easing tension, breath-centered work may give words to what had none.
You might recognise yourself here:
-
Nights that end long before morning
-
Shoulders that never come down
-
A voice that grows thin in meetings
Breathing alone does not mend a life.
What we notice together, and what you do with it, makes the difference.
Why Breath Centered
Therapy Works Slowly
Breath Centered Therapy joins slow breathing with ordinary conversation, and neither of the two is hurried.
Singers and midwives have worked with the breath for centuries.

How Breath Centered Therapy Unfolds
Breath Centered Therapy usually moves through three phases. Every stage builds on the one before.
Arriving
Before anything else, we find out how you breathe when nobody watches.
Breathing Together
In the second phase, we sit and breathe side by side. You may stop at any time.
Carrying On
Afterwards, the work moves into your week.

Is Breath Centered Therapy Right for You?
It is not for everyone, and we would rather tell you so at the beginning.

Begin Breath Centered Therapy
If you are curious, the first step is a conversation.
`;
