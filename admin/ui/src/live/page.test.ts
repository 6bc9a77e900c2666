import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";
import type { Block, Content } from "./data.ts";
import { Page } from "./page.ts";

const block = (id: string, body = id): Block => ({ id, kind: "section", fields: { body } });
const content = (...blocks: Block[]): Content => ({ title: "T", path: "", fields: {}, blocks });
const [a, b, c] = [block("a"), block("b"), block("c")];
const outline = (page: Page): string => page.now.blocks.map((o) => `${o.id}: ${o.fields.body}`).join(", ");
const type = (page: Page, id: string, body: string): void => page.setBlock(id, { body }, "body", "typing");

let page: Page;
beforeEach(() => {
  mock.timers.enable({ apis: ["Date"], now: 1_000_000 });
  page = new Page(content(a, b, c), { fields: [], kinds: null });
});
afterEach(() => mock.timers.reset());

describe("undo", () => {
  test("takes back what was typed in one breath at once, and redo brings it back", () => {
    type(page, "a", "a1");
    mock.timers.tick(1000);
    type(page, "a", "a12");
    page.undo();
    assert.equal(outline(page), "a: a, b: b, c: c");
    page.redo();
    assert.equal(outline(page), "a: a12, b: b, c: c");
  });
  test("has a step for each breath, each place, and each act", () => {
    type(page, "a", "a1");
    mock.timers.tick(1501);
    type(page, "a", "a12");
    type(page, "b", "b1");
    page.remove("c");
    page.move("a", 1);
    page.insert(block("x"), 0);
    const seen = [];
    while (page.next(true)) {
      page.undo();
      seen.push(outline(page));
    }
    assert.deepEqual(seen, ["b: b1, a: a12", "a: a12, b: b1", "a: a12, b: b1, c: c", "a: a12, b: b, c: c", "a: a1, b: b, c: c", "a: a, b: b, c: c"]);
  });
  test("says where the change is, and of what kind", () => {
    page.remove("b");
    assert.deepEqual(page.next(true), { block: "b", path: "", did: "removed" });
    assert.equal(page.next(false), null);
    page.undo();
    assert.deepEqual(page.next(false), { block: "b", path: "", did: "removed" });
    assert.equal(page.next(true), null);
  });
  test("takes back at once what was changed together, and what is typed behind it is another step", () => {
    type(page, "a", "a1");
    page.together(() => {
      type(page, "a", "a12");
      type(page, "b", "b1");
      page.remove("c");
    });
    type(page, "a", "a123");
    page.undo();
    assert.equal(outline(page), "a: a12, b: b1");
    page.undo();
    assert.equal(outline(page), "a: a1, b: b, c: c");
  });
  test("takes back several parts at once, and says how many", () => {
    page.insertAll([block("x"), block("y")], 1);
    assert.equal(outline(page), "a: a, x: x, y: y, b: b, c: c");
    assert.equal(page.moveAll(["y", "a"], 3), true); // in the order in which they stand
    assert.equal(outline(page), "x: x, b: b, c: c, a: a, y: y");
    assert.equal(page.moveAll(["y", "a"], 3), false);
    assert.equal(page.moveAll(["a"], -1), false);
    page.removeAll(["b", "x"]);
    assert.deepEqual(page.next(true), { block: "b", path: "", did: "removed", many: 2 });
    for (let i = 0; i < 3; i++) page.undo();
    assert.equal(outline(page), "a: a, b: b, c: c");
  });
  test("without a step does nothing", () => {
    page.undo();
    page.redo();
    assert.equal(outline(page), "a: a, b: b, c: c");
  });
  test("forgets what was undone when something else is done", () => {
    type(page, "a", "a1");
    page.undo();
    type(page, "b", "b1");
    page.redo();
    assert.equal(outline(page), "a: a, b: b1, c: c");
  });
  test("goes back 500 steps, and no further", () => {
    for (let n = 1; n <= 502; n++) page.setBlock("a", { body: String(n) }, "body", "");
    while (page.next(true)) page.undo();
    assert.equal(outline(page), "a: 2, b: b, c: c");
  });
});

test("a block is moved to an index, and not beyond the ends", () => {
  assert.ok(page.move("a", 2));
  assert.equal(outline(page), "b: b, c: c, a: a");
  for (const [id, to] of [["a", 2], ["a", 3], ["a", -1], ["x", 0]] as const) assert.ok(!page.move(id, to));
  assert.equal(outline(page), "b: b, c: c, a: a");
});

describe("what came in from the server", () => {
  test("is no step, and undo takes back one's own change only", () => {
    type(page, "a", "mine");
    page.replace(content(block("a", "mine"), block("b", "theirs"), c, block("x")));
    assert.equal(outline(page), "a: mine, b: theirs, c: c, x: x");
    page.undo();
    assert.equal(outline(page), "a: a, b: theirs, c: c, x: x");
    assert.equal(page.next(true), null);
    page.redo();
    assert.equal(outline(page), "a: mine, b: theirs, c: c, x: x");
  });
  test("stays where one goes back to before a block was removed", () => {
    page.remove("b");
    page.replace(content(block("a", "theirs"), block("x"), c));
    page.undo();
    assert.equal(outline(page), "a: theirs, x: x, b: b, c: c");
  });
  test("is under what was undone, too", () => {
    type(page, "a", "mine");
    page.undo();
    page.replace(content(a, block("b", "theirs"), c));
    page.redo();
    assert.equal(outline(page), "a: mine, b: theirs, c: c");
  });
  test("makes a step forgotten that it leaves nothing of", () => {
    type(page, "a", "mine");
    type(page, "b", "b1");
    page.replace(content(block("a", "mine, theirs"), block("b", "b1"), c));
    page.undo();
    assert.equal(outline(page), "a: mine, theirs, b: b, c: c");
    assert.equal(page.next(true), null);
  });
  test("is told as not one's own, and what says the same is not told at all", () => {
    const told: unknown[] = [];
    page.listen((_, place) => told.push(place));
    page.replace(content(block("a", "a "), b, c));
    page.replace(content(block("a", "theirs"), b, c));
    type(page, "a", "mine");
    assert.deepEqual(told, [null, { block: "a", path: "body" }]);
  });
});
