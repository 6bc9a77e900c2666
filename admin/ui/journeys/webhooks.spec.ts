// Another site is told when something goes live: at once, in a form that it can trust, and again when it was out.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { expect, expectSound, openEditor, save, setUp, test } from "./practice";

/** The check that api/README.md shows to front-end developers, as it stands there. */
async function checkOfTheReadme(): Promise<(secret: string, headers: object, body: string) => boolean> {
  const code = /```js\n(import \{ createHmac[\s\S]*?)```/.exec(readFileSync("../../api/README.md", "utf8"))![1]!;
  return (await import("data:text/javascript," + encodeURIComponent(code))).fromPractice;
}

test("a receiver is told, fails, and is told again", async ({ page, practice }) => {
  const fromPractice = await checkOfTheReadme();
  const heard: { headers: Record<string, string>; body: string }[] = [];
  let status = 204;
  const receiver = createServer(async (request, answer) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    heard.push({ headers: request.headers as Record<string, string>, body });
    answer.writeHead(status).end();
  });
  await new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done));
  const address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/built`;

  await setUp(page, practice);
  await page.goto(practice.base + "/admin/settings");
  await page.getByRole("link", { name: "Webhooks…" }).click();
  await page.getByText("Add a webhook").click();
  await page.getByLabel("What it is for").fill("Our website");
  await page.getByLabel("Address to call").fill(address);
  await page.getByRole("button", { name: "Add it" }).click();
  await expect(page.getByText("Begin it with https")).toBeVisible(); // a private address has to be meant
  await page.getByLabel("Private addresses it may reach").fill("127.0.0.1");
  await page.getByRole("button", { name: "Add it" }).click();
  const secret = await page.getByLabel("Secret").inputValue();
  await expectSound(page);
  await page.getByRole("button", { name: "Send a test" }).click();
  await expect(page.locator(".toast")).toContainText("The test arrived. It answered 204.");
  const hook = page.url().split("#")[0]!;

  const putLive = async (title: string) => {
    const editor = await openEditor(page, practice, title);
    await page.getByRole("textbox", { name: "Title" }).first().fill(title + ", anew");
    await save(page);
    await page.goto(editor + "/put-live");
    await page.getByRole("button", { name: "Put live", exact: true }).click();
    await expect(page.locator(".toast")).toContainText("live");
    await page.goto(hook);
  };
  await putLive("Ketamine-assisted psychotherapy");
  await expect.poll(() => heard.length).toBe(2);
  const event = JSON.parse(heard[1]!.body);
  expect(event.type).toBe("document.published");
  expect(event.data.path).toContain("ketamine");
  for (const { headers, body } of heard) {
    expect(fromPractice(secret, headers, body)).toBe(true);
    expect(fromPractice(secret, headers, body.replace("{", "{ "))).toBe(false);
    expect(fromPractice(secret, { ...headers, "webhook-timestamp": String(Number(headers["webhook-timestamp"]) - 600) }, body)).toBe(false);
  }
  await page.reload();
  const call = page.locator(".calls li").first();
  await expect(call).toContainText("Ketamine-assisted psychotherapy, anew");
  await expect(call).toContainText("Delivered");

  status = 500;
  await putLive("EMDR");
  await expect.poll(() => heard.length).toBe(3);
  await page.reload();
  await expect(call).toContainText("It answered 500.");
  status = 200;
  await call.getByRole("button", { name: "Try now" }).click();
  await expect(page.locator(".toast")).toContainText("It arrived. It answered 200.");
  await expect(call).toContainText("Delivered");
  await call.getByRole("button", { name: "Send again" }).click();
  await expect(page.locator(".toast")).toContainText("It arrived.");
  const ids = heard.slice(2).map((h) => h.headers["webhook-id"]);
  expect(ids.length).toBeGreaterThanOrEqual(3);
  expect(new Set(ids).size).toBe(1);
  await expectSound(page);

  // The secret before is good for a day, the new one at once.
  await page.getByText("New secret…").click();
  await page.getByRole("button", { name: "Make a new secret" }).click();
  const next = await page.getByLabel("Secret").inputValue();
  await page.getByRole("button", { name: "Send a test" }).click();
  await expect(page.locator(".toast")).toContainText("The test arrived.");
  const last = heard.at(-1)!;
  expect(fromPractice(secret, last.headers, last.body) && fromPractice(next, last.headers, last.body)).toBe(true);

  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("Paused since")).toBeVisible();
  await page.getByText("End this webhook…").click();
  await page.getByRole("button", { name: "End it for good" }).click();
  await expect(page.getByRole("heading", { name: "No webhooks yet" })).toBeVisible();
  receiver.close();
});
