// Builds each site from a clean checkout against a real server, and again after every kind of
// change, counting what it asks for.
//
//   SITES=plain,eleventy node --test test.mjs
import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { deflateSync } from "node:zlib";
import { Practice } from "../client/test/practice.mjs";

const examples = dirname(fileURLToPath(import.meta.url));

/**
 * How each site is built, and where its pages are then; and for the recipe of the README, the
 * heading that it has there, the file that it goes into, and the files that are not needed then.
 */
const sites = {
  plain: { out: "site", heading: "Plain fetch", recipe: "build.mjs", without: [] },
  eleventy: { out: "site", heading: "Eleventy", recipe: "src/pages.11ty.js", without: ["src/_data", "src/_includes", "src/pages.njk"] },
  next: { out: "out", heading: "Next", recipe: "app/[[...path]]/page.jsx", without: ["blocks.jsx"] },
  astro: { out: "site", heading: "Astro", recipe: "src/pages/[...path].astro", without: ["src/content.config.ts", "src/components"] },
  hugo: {
    out: "public",
    heading: "Hugo",
    recipe: "content/_content.gotmpl",
    without: ["layouts/_partials"],
    build: ["hugo", "--gc", "--cleanDestinationDir", "--noBuildLock"],
  },
};

/** The code that stands under a heading in the README. */
function recipeOf(heading) {
  const readme = readFileSync(join(dirname(examples), "README.md"), "utf8");
  const code = readme.split(`**${heading}**`)[1]?.match(/\n```[a-z]*\n([^]*?)\n```\n/)?.[1];
  assert.ok(code, `the README has no recipe for ${heading}`);
  return code;
}

const wanted = process.env.SITES?.split(",") ?? Object.keys(sites);

/** A page with every kind of block: what is made of it, and the words of each that have to stand on the page. */
function everyKind({ dana, crisis, trauma, lamp, form }) {
  const to = `document:${trauma}`;
  return [
    [{ kind: "hero", heading: "EMDR & more", lede: "For what <stays>.", primary: { label: "Ask us", link: to } }, "EMDR &amp; more</h1>", "For what &lt;stays&gt;.", 'href="/trauma-therapy"'],
    [{ kind: "section", heading: "What it is", body: `It **helps**. [Trauma](${to})\n\n- one\n- two` }, "<strong>helps</strong>", "<li>two</li>", '<a href="/trauma-therapy">Trauma</a>'],
    [{ kind: "checklist", leadIn: "You *may*", items: ["sleep badly", "**avoid** things"] }, "<em>may</em>", "<li>sleep badly</li>", "<strong>avoid</strong> things"],
    [{ kind: "callout", lines: ["One *line*."] }, "One <em>line</em>."],
    [{ kind: "steps", heading: "How", steps: [{ title: "Meet", body: "We talk.", minutes: 45 }, { title: "Go on", body: "We work." }] }, ">Meet</h3>", "45 minutes", "We work."],
    [{ kind: "suitability", heading: "For you?", mayFit: ["You *want* to."], mayNotFit: ["Not now."], assessment: "Together." }, "You <em>want</em> to.", "Not now.", "Together."],
    [{ kind: "cta", heading: "Begin", primary: { label: "Call", link: "tel:+15055550142" }, secondary: { label: "Read on", link: to }, emergency: "Call **911**." }, 'href="tel:+15055550142"', "Read on", "<strong>911</strong>"],
    [{ kind: "faq", items: [{ question: "How long?", answer: "It *depends*." }] }, "How long?", "It <em>depends</em>."],
    [{ kind: "quote", text: "Words.", person: "An author", work: "A book", source: "https://example.org/book" }, "Words.", "An author", "A book", 'href="https://example.org/book"'],
    [{ kind: "notice", about: "crisis", snippet: crisis }, "Text <strong>988</strong>."],
    [{ kind: "service-links", services: [{ service: trauma, reason: "It is near." }] }, '<a href="/trauma-therapy">Trauma therapy</a>', "It is near."],
    [{ kind: "practitioners", people: [dana] }, "Dana Reyes, LPCC", "Psychotherapist", "She works <em>slowly</em>.", "LPCC 123 (US-NM)"],
    [{ kind: "image", image: { ...lamp, alt: "A lamp & a chair", caption: "Our room" } }, 'alt="A lamp &amp; a chair"', "160w", "Our room"],
    [{ kind: "download", label: "Intake form", file: form }, ">Intake form</a>", "/attachment\""],
    [{ kind: "divider" }, "<hr"],
  ];
}

/** A small picture: grey, 320 by 200 pixels. */
function png() {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const [width, height] = [320, 200];
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8; // bits, of grey
  const rows = Buffer.concat(Array.from({ length: height }, (_, y) => Buffer.concat([Buffer.from([0]), Buffer.alloc(width, y)])));
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

/** The checksum of PNG (ISO 3309), which Node has only from version 22. */
function crc32(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

/** What the sites ask: a proxy before the server, whose answers can be turned to another one. */
class Counter {
  target;
  asked = [];
  #server = createServer((incoming, outgoing) => {
    const to = request(this.target + incoming.url, { method: incoming.method, headers: incoming.headers }, (answer) => {
      this.asked.push(`${answer.statusCode} ${incoming.url.replace("/api/v1", "").replace(/\?.*/, "")}`);
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    });
    to.on("error", () => outgoing.destroy());
    incoming.pipe(to);
  });

  async start() {
    await new Promise((done) => this.#server.listen(0, "127.0.0.1", done));
    this.url = `http://127.0.0.1:${this.#server.address().port}`;
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** What was asked since the last time, sorted. */
  take() {
    return this.asked.splice(0).sort();
  }
}

for (const site of wanted) {
  describe(site, () => {
    const { out, heading, recipe, without, build: [command, ...args] = ["npm", "run", "--silent", "build"] } = sites[site];
    const folder = mkdtempSync(join(tmpdir(), `practicecms-${site}-`));
    const home = join(folder, "examples", site);
    const counter = new Counter();
    let practice, ids, page, expected;

    before(async () => {
      const tracked = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "examples", "client"], { cwd: dirname(examples), encoding: "utf8" });
      for (const file of tracked.split("\0").filter(Boolean)) cpSync(join(dirname(examples), file), join(folder, file));
      [practice] = await Promise.all([Practice.start(), counter.start(), install()]);
      counter.target = practice.url;
      ids = {
        trauma: (await practice.create({ type: "service", path: "/trauma-therapy", title: "Trauma therapy" })).id,
        crisis: (await practice.create({ type: "snippet", title: "Crisis", fields: { body: "Text **988**." } })).id,
        dana: (await practice.create({
          type: "practitioner",
          title: "Dana Reyes",
          fields: { role: "Psychotherapist", suffix: "LPCC", bio: "She works *slowly*.", licences: [{ type: "LPCC", number: "123", jurisdiction: "US-NM", expires: "2030-01-31" }] },
        })).id,
        lamp: await practice.upload("lamp.png", png()),
        form: await practice.upload("intake.pdf", Buffer.from("%PDF-1.4\n%%EOF\n")),
      };
      expected = everyKind(ids);
      page = await practice.create({
        type: "service",
        path: "/services/everything",
        title: "Everything",
        fields: { seo: { title: "Everything, for search" } },
        blocks: expected.map(([block]) => block),
      });
    });

    after(async () => {
      counter.stop();
      await practice?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    const build = () => run(command, args);
    const read = (path) => readFileSync(join(home, out, path, "index.html"), "utf8").replaceAll("&#43;", "+");
    const built = () => pagesIn(join(home, out));
    const live = async () => (await (await fetch(counter.target + "/api/v1/pages?limit=100")).json()).items.map((item) => item.path).sort();

    test("the first build has every page and every kind of block", async () => {
      await build();
      assert.deepEqual(built(), await live());
      const text = read("/services/everything");
      assert.match(text, /<title>Everything, for search<\/title>/);
      assert.match(text, /<html[^>]* lang="en-US"/);
      assert.match(text, /Juniper &amp; Tide Therapy/, "the practice stands on the page");
      const { jsonLd } = await (await fetch(counter.target + "/api/v1/pages/services/everything")).json();
      assert.deepEqual(JSON.parse(text.match(/<script[^>]* type="application\/ld\+json"[^>]*>([^]*?)<\/script>/)[1]), jsonLd);
      const kinds = new Set((await (await fetch(counter.target + "/api/v1/openapi.json")).json()).components.schemas.Block.oneOf.map((b) => b.$ref));
      assert.equal(expected.length, kinds.size, "the page is to show every kind there is");
      const parts = text.split(/<section(?=[ >])/).slice(1);
      assert.equal(parts.length, expected.length);
      for (const [i, [block, ...words]] of expected.entries()) {
        assert.match(parts[i], new RegExp(`^[^>]* data-kind="${block.kind}"`));
        for (const word of words) assert.ok(parts[i].includes(word), `${block.kind} lacks ${word}:\n${parts[i]}`);
      }
      assert.deepEqual(counter.take().filter((asked) => !asked.startsWith("200 ")), []);
    });

    test("a build without changes asks for the feed and nothing else", async () => {
      await build();
      assert.deepEqual(counter.take(), ["200 /changes"]);
      assert.deepEqual(built(), await live());
    });

    test("after one publication it fetches that page alone", async () => {
      const words = (path) => read(path).match(/<main[^]*<\/main>/)?.[0];
      const before = words("/services/emdr");
      await practice.edit(page.id, (d) => (d.blocks[1].body = "It helps **many**."));
      await build();
      assert.deepEqual(counter.take(), ["200 /changes", `200 /documents/${page.id}`, "200 /site"]);
      assert.ok(read("/services/everything").includes("<strong>many</strong>"));
      assert.ok(before && words("/services/emdr") === before, "another page is as it was");
    });

    test("a page that moves leaves no old one behind", async () => {
      await practice.edit(page.id, (d) => (d.path = "/everything"));
      await build();
      assert.deepEqual(counter.take(), ["200 /changes", `200 /documents/${page.id}`, "200 /site"]);
      assert.deepEqual(built(), await live());
      assert.ok(built().includes("/everything"));
    });

    test("after a change of a person it fetches the pages that show them", async () => {
      await practice.edit(ids.dana, (d) => (d.fields.role = "Psychologist"));
      await build();
      assert.deepEqual(counter.take(), ["200 /changes", `200 /documents/${page.id}`, "200 /site"]);
      assert.ok(read("/everything").includes("Psychologist"));
    });

    test("the crisis text of the practice changes on every page, also on those that are not fetched", async () => {
      const { items } = await (await fetch(counter.target + "/api/v1/documents?type=snippet")).json();
      await practice.edit(items.find((d) => d.title === "Crisis lines").id, (d) => (d.fields.body = "Call or text **nine eight eight**."));
      await build();
      for (const path of built()) assert.ok(read(path).includes("<strong>nine eight eight</strong>"), path);
      const asked = counter.take();
      assert.ok(asked.includes("200 /site") && !asked.some((a) => a.includes(page.id) || a.includes(ids.trauma)), asked.join());
    });

    test("a page that is taken off the site is gone", async () => {
      await practice.manage("POST", `/documents/${page.id}/unpublish`, {});
      await build();
      assert.deepEqual(built(), await live());
      assert.ok(!built().includes("/everything"));
      assert.ok(counter.take().length <= 3);
    });

    test("with another server's content it starts over", async () => {
      const other = await Practice.start();
      try {
        await other.create({ type: "page", path: "/only-here", title: "Only here" });
        counter.target = other.url;
        await build();
        assert.ok(counter.take().includes("410 /changes"));
        assert.deepEqual(built(), await live());
        assert.ok(read("/only-here").includes("Only here"));
        await build();
        assert.deepEqual(counter.take().filter((asked) => asked !== "410 /changes"), ["200 /changes"]); // Hugo asks from the old cursor first
      } finally {
        await other.stop();
      }
    });

    test("without a server the build fails, and says where it looked", async () => {
      counter.target = "http://127.0.0.1:9";
      await assert.rejects(build(), (error) => error.code !== 0 && (error.stdout + error.stderr).includes(counter.url));
    });

    test("the recipe of the README makes the pages", async () => {
      counter.target = practice.url;
      for (const file of [out, ...without]) rmSync(join(home, file), { recursive: true, force: true });
      let code = recipeOf(heading).replaceAll("http://127.0.0.1:8080", counter.url);
      if (site === "plain") code += "\nconsole.log(html);\n";
      if (site === "hugo") writeFileSync(join(home, "layouts/all.html"), "<h1>{{ .Title }}</h1>{{ .Content }}");
      writeFileSync(join(home, recipe), code);
      const { stdout } = await build();
      if (site !== "plain") assert.deepEqual(built(), await live());
      assert.match(site === "plain" ? stdout : read("/services/emdr"), /<p>EMDR stands for <em>/);
    });

    async function install() {
      const lock = join(home, "package-lock.json");
      if (existsSync(lock)) await run("npm", ["ci", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"]);
    }

    function run(command, args) {
      const env = { ...process.env, CMS_URL: counter.url ?? "", DO_NOT_TRACK: "1", NEXT_TELEMETRY_DISABLED: "1", ASTRO_TELEMETRY_DISABLED: "1" };
      delete env.NODE_TEST_CONTEXT; // the builders are no tests
      return promisify(execFile)(command, args, { cwd: home, env, maxBuffer: 16 << 20 });
    }
  });
}

/** The paths of all pages in a folder, but for what a builder says when there is none. */
function pagesIn(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((file) => file === "index.html" || file.endsWith("/index.html"))
    .map((file) => "/" + file.replace(/\/?index\.html$/, ""))
    .filter((path) => path !== "/404" && path !== "/_not-found")
    .sort();
}
