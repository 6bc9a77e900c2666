// The client against a real server.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Practicecms, ProblemError } from "../build/js/practicecms.js";
import { Practice } from "./practice.mjs";

/** @type {Practice} */ let practice;
before(async () => (practice = await Practice.start()));
after(() => practice.stop());

/** A client, and what it got: "200 /pages/services/emdr". */
function client(options = {}) {
  const got = [];
  const cms = new Practicecms({
    url: practice.url,
    ...options,
    fetch: async (url, init) => {
      const answer = await fetch(url, init);
      got.push(`${answer.status} ${url.slice(practice.url.length + "/api/v1".length)}`);
      return answer;
    },
  });
  return { cms, got };
}

async function all(items) {
  const out = [];
  for await (const item of items) out.push(item);
  return out;
}

test("a page, a document and the practice", async () => {
  const { cms } = client();
  const page = await cms.page("/services/emdr");
  assert.equal(page.title, "EMDR therapy");
  assert.deepEqual(await cms.document(page.id), page);
  assert.equal((await cms.page("/")).type, "page");
  assert.equal((await cms.site()).title, "Juniper & Tide Therapy");
});

test("a list is followed to its end", async () => {
  for (let i = 0; i < 120; i++) await practice.create({ type: "page", path: `/many/${i}`, title: `Page ${i}` });
  const { cms, got } = client();
  const paths = (await all(cms.pages())).map((p) => p.path);
  const { total } = await (await fetch(practice.url + "/api/v1/pages")).json();
  assert.equal(paths.length, total);
  assert.deepEqual(paths, [...new Set(paths)].sort());
  assert.equal(got.length, 2);
  assert.deepEqual(new Set((await all(cms.pages({ type: "service" }))).map((p) => p.type)), new Set(["service"]));
  const people = await all(cms.documents({ type: "practitioner", sort: "-title" }));
  assert.deepEqual(people.map((p) => p.title), ["Marisol Vega", "Jonah Whitcomb"]);
  const shown = await all(cms.pages({ references: people[0].id }));
  assert.ok(shown.length > 0 && shown.length < 10, `${shown.length} pages show ${people[0].title}`);
});

test("an old path leads to the new one", async () => {
  const { cms } = client();
  const [moved] = await cms.redirects();
  assert.deepEqual(await cms.resolve(moved.from), { type: "redirect", ...moved });
  assert.equal((await cms.resolve(moved.to)).type, "document");
});

test("a search finds what is live, and marks the words", async () => {
  const { cms, got } = client();
  const found = await all(cms.search("EMDR", { type: "service" }));
  assert.ok(found.some((f) => f.path === "/services/emdr" && f.highlights.title.includes("<mark>EMDR</mark>")));
  assert.ok(found.every((f) => f.type === "service"));
  assert.deepEqual(await all(cms.search("zyzzyva")), []);
  assert.deepEqual(new Set(got), new Set(["200 /search?type=service&q=EMDR&limit=100", "200 /search?q=zyzzyva&limit=100"]));
});

test("asking again costs a 304, and a publication is seen at once", async () => {
  const { cms, got } = client();
  const page = await cms.page("/services/emdr");
  const again = await cms.page("/services/emdr");
  assert.deepEqual(again, page);
  again.title = "changed by the caller";
  assert.equal((await cms.page("/services/emdr")).title, page.title, "what is kept is not what the caller changed");
  await practice.edit(page.id, (d) => (d.title = "EMDR, newly"));
  assert.equal((await cms.page("/services/emdr")).title, "EMDR, newly");
  await practice.edit(page.id, (d) => (d.title = page.title));
  assert.deepEqual(got.map((g) => g.slice(0, 3)), ["200", "304", "304", "200"]);
});

test("no more answers are kept than asked for", async () => {
  const { cms, got } = client({ keep: 2 });
  for (const path of ["/", "/services/emdr", "/", "/many/1", "/", "/services/emdr"]) await cms.page(path);
  assert.deepEqual(got.map((g) => g.slice(0, 3)), ["200", "200", "304", "200", "304", "200"]);
  const none = client({ keep: 0 });
  await none.cms.page("/");
  await none.cms.page("/");
  assert.deepEqual(none.got, ["200 /pages/", "200 /pages/"]);
});

test("changes tell what moved since a cursor, however many", async () => {
  const { cms } = client();
  const { items, next } = await cms.changes("latest");
  assert.deepEqual(items, []);
  const page = await cms.page("/services/emdr");
  for (let i = 0; i < 101; i++) await practice.edit(page.id, (d) => (d.title = `Title ${i}`));
  const moved = await cms.changes(next);
  assert.deepEqual(new Set(moved.items.map((c) => `${c.op} ${c.path}`)), new Set(["publish /services/emdr"]));
  assert.equal(moved.items.length, 101);
  await practice.edit(page.id, (d) => (d.title = page.title));
  assert.equal((await cms.changes(moved.next)).items.length, 1);
  await assert.rejects(cms.changes("AAAAAAAAAAAAAAAAAAAAAA"), (error) => error instanceof ProblemError && error.status === 410);
});

test("what was told at a moment", async () => {
  const { cms } = client();
  const page = await cms.page("/services/emdr");
  const at = new Date().toISOString();
  await practice.edit(page.id, (d) => (d.title = "Later"));
  assert.equal((await cms.page("/services/emdr", { at })).title, page.title);
  await practice.edit(page.id, (d) => (d.title = page.title));
});

test("a refusal is a problem with its places", async () => {
  const { cms, got } = client();
  await assert.rejects(cms.page("/nowhere"), (error) => {
    assert.ok(error instanceof ProblemError);
    assert.equal(error.status, 404);
    assert.equal(error.problem.type, "urn:practicecms:problem:not-found");
    assert.equal(error.message, "No page is live at this address.");
    return true;
  });
  await assert.rejects(cms.site({ at: "yesterday" }), (error) => error.problem.problems[0].path === "at");
  await assert.rejects(cms.preview("/services/emdr", "no-token"), (error) => error.status === 404);
  assert.deepEqual(got.map((g) => g.slice(0, 3)), ["404", "400", "404"], "a refusal that is final is not asked for again");
});

test("a path is an address of its own, whatever it holds", async () => {
  const { cms, got } = client();
  for (const path of ["/a?locale=es-US#b", "/../documents", "/a/./b", "services/emdr", ""]) {
    await assert.rejects(cms.page(path), (error) => error instanceof ProblemError && error.status === 404, path);
  }
  assert.deepEqual(got, ["404 /pages/a%3Flocale%3Des-US%23b"], "what would lead elsewhere is not asked for");
});

test("a language is asked for, and one that the site does not have is refused", async () => {
  const { cms, got } = client({ locale: "en-US" });
  await cms.page("/");
  await assert.rejects(cms.page("/", { locale: "de-DE" }), (error) => error.status === 404);
  await cms.changes("latest");
  assert.deepEqual(got, ["200 /pages/?locale=en-US", "404 /pages/?locale=de-DE", "200 /changes?since=latest&limit=100"]);
});
