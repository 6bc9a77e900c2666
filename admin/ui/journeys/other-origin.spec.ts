// A website reads the API in its visitors' browsers: pages of another origin, with the client that sites copy.
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";
import type { Practicecms, ProblemError } from "../../../api/client/practicecms";
import { expect, openEditor, Practice, save, setUp, test } from "./practice";

/** What the website's own script gives its pages. */
type Site = { Practicecms: typeof Practicecms; cms: Practicecms; events: string[] };

async function listen(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A proxy in front of the CMS, as most have one, which notes what went through it. */
class Proxy {
  /** Such as "GET /pages/a conditional: 304", since the last look. */
  seen: string[] = [];
  cookies: string[] = [];
  /** When each 429 came, and each answer after one. */
  times: { status: number; at: number }[] = [];
  /** Where all visitors come from; "" is not known, and has no limit. */
  from = "";
  readonly server: Server;

  constructor(cms: string) {
    this.server = createServer((asked, answer) => {
      const headers = { ...asked.headers, ...(this.from && { "x-forwarded-for": this.from }) };
      const passed = request(cms + asked.url, { method: asked.method, headers }, (got) => {
        const status = got.statusCode!;
        const address = asked.url!.replace(/^\/api\/v1/, "");
        this.seen.push(`${asked.method} ${address}${asked.headers["if-none-match"] ? " conditional" : ""}: ${status}`);
        this.cookies.push(...[asked.headers.cookie, ...(got.headers["set-cookie"] ?? [])].filter((c) => c !== undefined));
        this.times.push({ status, at: Date.now() });
        answer.writeHead(status, got.headers);
        got.pipe(answer);
        answer.on("close", () => passed.destroy());
      });
      passed.on("error", () => answer.destroy());
      asked.pipe(passed);
    });
  }

  look(): string[] {
    return this.seen.splice(0);
  }
}

test("a page of another origin reads, asks again, is refused, waits and follows", async ({ page, context }) => {
  const practice = await Practice.start("--trusted-proxy", "127.0.0.1/32", "--rate-limit", "1");
  const proxy = new Proxy(practice.base);
  const api = await listen(proxy.server);
  const bundle = await build({
    stdin: { contents: `export * from "./practicecms.ts";`, resolveDir: "../../api/client", loader: "ts" },
    bundle: true, write: false, format: "iife", globalName: "client", target: "es2022",
  });
  const script = `${bundle.outputFiles[0]!.text}
    Object.assign(globalThis, { Practicecms: client.Practicecms, cms: new client.Practicecms({ url: "${api}" }), events: [] });`;
  const website = createServer((asked, answer) => {
    if (asked.url === "/site.js") return answer.writeHead(200, { "content-type": "text/javascript" }).end(script);
    answer.writeHead(200, { "content-type": "text/html", "content-security-policy": `default-src 'none'; script-src 'self'; connect-src ${api}` });
    answer.end(`<!doctype html><html lang="en"><title>A website</title><script src="/site.js"></script>`);
  });
  const site = await context.newPage();
  try {
    await site.goto(await listen(website));
    await context.addCookies([{ name: "visitor", value: "somebody", url: api }]);
    await setUp(page, practice);

    await test.step("a page, and again: the browser keeps it, and asks whether it is still right", async () => {
      const title = () => site.evaluate(async () => (await (globalThis as unknown as Site).cms.page("/services/emdr")).title);
      expect(await title()).toBe("EMDR therapy");
      expect(await title()).toBe("EMDR therapy");
      await site.reload();
      expect(await title()).toBe("EMDR therapy");
      expect(proxy.look()).toEqual(["GET /pages/services/emdr: 200", "GET /pages/services/emdr conditional: 304", "GET /pages/services/emdr conditional: 304"]);
    });

    await test.step("a client that is to keep answers itself gets a 304, and its page", async () => {
      const read = await site.evaluate(async (api) => {
        const statuses: number[] = [];
        const cms = new (globalThis as unknown as Site).Practicecms({
          url: api, keep: 10,
          fetch: async (url, init) => {
            const answer = await fetch(url, init);
            statuses.push(answer.status);
            return answer;
          },
        });
        return { titles: [(await cms.page("/")).title, (await cms.page("/")).title, (await cms.page("/")).title], statuses };
      }, api);
      expect(read.statuses).toEqual([200, 304, 304]);
      expect(new Set(read.titles).size).toBe(1);
      const reads = proxy.look().filter((s) => !s.startsWith("OPTIONS"));
      expect(reads).toEqual(["GET /pages/: 200", "GET /pages/ conditional: 304", "GET /pages/ conditional: 304"]);
    });

    await test.step("lists, by the client and by hand", async () => {
      const { all, byHand, tagged } = await site.evaluate(async (api) => {
        const all: string[] = [], byHand: string[] = [];
        for await (const item of (globalThis as unknown as Site).cms.pages()) all.push(item.path);
        let tagged = true;
        for (let next: string | null = ""; next !== null; ) {
          const answer: Response = await fetch(`${api}/api/v1/pages?limit=3${next && "&cursor=" + next}`);
          tagged &&= answer.headers.has("ETag");
          const list = await answer.json();
          byHand.push(...list.items.map((item: { path: string }) => item.path));
          next = list.next;
        }
        return { all, byHand, tagged };
      }, api);
      expect(all.length).toBeGreaterThan(3);
      expect(byHand).toEqual(all);
      expect(tagged, "a page sees the ETag").toBe(true);
      expect(proxy.look().length).toBeGreaterThan(2);
    });

    await test.step("a refusal is a problem that can be read", async () => {
      const problem = await site.evaluate(async () => {
        const error = await (globalThis as unknown as Site).cms.page("/nowhere").catch((e: ProblemError) => e);
        const { name, status, problem } = error as ProblemError;
        return { name, status, type: problem.type };
      });
      expect(problem).toEqual({ name: "ProblemError", status: 404, type: "urn:practicecms:problem:not-found" });
      expect(proxy.look()).toEqual(["GET /pages/nowhere: 404"]);
    });

    await test.step("what goes live is told at once, and read", async () => {
      await site.evaluate((api) => {
        const { events } = globalThis as unknown as Site;
        const stream = new EventSource(api + "/api/v1/events");
        stream.onopen = () => events.push("open");
        stream.addEventListener("publish", (event) => events.push(JSON.parse(event.data).path));
      }, api);
      const events = () => site.evaluate(() => (globalThis as unknown as Site).events);
      await expect.poll(events).toEqual(["open"]);
      const editor = await openEditor(page, practice, "EMDR therapy");
      await page.getByRole("textbox", { name: "Title" }).first().fill("EMDR, newly told");
      await save(page);
      await page.goto(editor + "/put-live");
      await page.getByRole("button", { name: "Put live", exact: true }).click();
      await expect.poll(events).toEqual(["open", "/services/emdr"]);
      expect(await site.evaluate(async () => (await (globalThis as unknown as Site).cms.page("/services/emdr")).title)).toBe("EMDR, newly told");
      expect(proxy.look()).toEqual(["GET /events: 200", "GET /pages/services/emdr conditional: 200"]);
    });

    await test.step("who asks too often learns how long to wait, and waits", async () => {
      proxy.from = "203.0.113.9";
      const refused = await site.evaluate(async (api) => {
        const { Practicecms } = globalThis as unknown as Site;
        const told: { name: string; status: number; retryAfter: number }[] = [];
        const ask = async (cms: Practicecms) => {
          for (let i = 0; i < 30; i++) {
            try {
              await cms.page("/");
            } catch (error) {
              const { name, status, retryAfter } = error as ProblemError;
              told.push({ name, status, retryAfter });
              return;
            }
          }
        };
        await ask(new Practicecms({ url: api, retries: 0 }));
        const keeps = new Practicecms({ url: api, retries: 0, keep: 10 });
        await ask(keeps); // perhaps after a preflight
        await keeps.page("/").catch(() => {});
        const answer = await fetch(api + "/api/v1/pages/", { headers: { "If-None-Match": '"of another version"' } });
        return { told, seen: ["Retry-After", "RateLimit", "RateLimit-Policy"].map((name) => answer.headers.has(name)), status: answer.status };
      }, api);
      for (const one of refused.told) expect(one).toEqual({ name: "ProblemError", status: 429, retryAfter: 1000 });
      expect(refused.told).toHaveLength(2);
      expect(refused).toMatchObject({ status: 429, seen: [true, true, true] });
      proxy.times = [];
      expect(await site.evaluate(async () => (await (globalThis as unknown as Site).cms.page("/")).path)).toBe("/");
      const [first, second] = proxy.times;
      if (first!.status === 429) expect(second!.at - first!.at).toBeGreaterThanOrEqual(990);
      proxy.from = "";
    });

    await test.step("nobody's cookie goes along, and what is behind a token stays closed", async () => {
      expect(await context.cookies(api)).toContainEqual(expect.objectContaining({ name: "visitor" }));
      expect(proxy.cookies).toEqual([]);
      const closed = await site.evaluate(async (api) => {
        const ask = (address: string, init?: RequestInit) => fetch(api + address, init).then(() => "open", (error: Error) => error.name);
        return [await ask("/api/v1/site", { credentials: "include" }), await ask("/manage/v1/documents"), await ask("/manage/v1/documents", { method: "POST", body: "{}" })];
      }, api);
      expect(closed).toEqual(["TypeError", "TypeError", "TypeError"]);
    });
  } finally {
    await site.close();
    for (const server of [website, proxy.server]) {
      server.closeAllConnections();
      server.close();
    }
    await practice.stop();
  }
});
