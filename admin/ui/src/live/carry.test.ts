// What carry promises beyond the cases that it shares with the server; see cases.test.ts.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { dice } from "../../journeys/documents.ts";
import { alike, carry } from "./carry.ts";
import type { Block, Content, Declared, Fields } from "./data.ts";
import { same } from "./data.ts";

const declared: Declared = { fields: [{ name: "seo", label: "Search", type: "group" }], kinds: null };
const block = (id: string, body = id, kind = "section"): Block => ({ id, kind, fields: { body } });
const page = (blocks: Block[], fields: Fields = {}): Content => ({ title: "T", path: "/t", fields, blocks });
const [a, b, c] = [block("a"), block("b"), block("c")];

describe("what did not change is shared", () => {
  const state = page([a, b, c], { summary: "s", seo: { title: "t" } });
  const rest = { title: state.title, path: state.path };

  test("when nothing came in, the state is the very same", () => {
    assert.equal(carry(declared, page([a]), page([block("a")]), state), state);
  });
  test("when one block came in, the others and the fields are", () => {
    const got = carry(declared, state, { ...rest, fields: state.fields, blocks: [a, block("b", "theirs"), c] }, state);
    assert.equal(got.fields, state.fields);
    assert.equal(got.blocks[0], a);
    assert.equal(got.blocks[2], c);
    assert.deepEqual(got.blocks[1], block("b", "theirs"));
  });
  test("when a field came in, the blocks are", () => {
    const got = carry(declared, state, { ...rest, fields: { summary: "theirs", seo: { title: "t" } }, blocks: [...state.blocks] }, state);
    assert.equal(got.blocks, state.blocks);
    assert.deepEqual(got.fields, { summary: "theirs", seo: { title: "t" } });
  });
  test("and nothing of what was given is changed in place", () => {
    const before = JSON.stringify(state);
    carry(declared, page([a, b]), page([b, block("x"), block("a", "theirs")], { seo: { title: "theirs" } }), state);
    assert.equal(JSON.stringify(state), before);
  });
});

describe("what is typed stays as it was typed", () => {
  test("with the spaces at its ends, which the server takes off", () => {
    const typed = { ...page([block("a", "one word ")], { summary: "s \n" }), title: " T " };
    assert.equal(carry(declared, typed, page([block("a", "one word")], { summary: "s" }), typed), typed);
  });
  test("with a field that says nothing yet", () => {
    const typed = page([{ ...a, fields: { body: "a", heading: " " } }]);
    assert.equal(carry(declared, typed, page([a]), typed), typed);
  });
});

describe("two states are alike", () => {
  test("when they say the same", () => assert.ok(alike(page([a, b], { summary: "s " }), page([a, block("b", "b\n")], { summary: "s" }))));
  for (const [what, other] of Object.entries({
    "another title": { ...page([a, b]), title: "U" },
    "another address": { ...page([a, b]), path: "/u" },
    "another field": page([a, b], { summary: "s" }),
    "other words": page([a, block("b", "x")]),
    "another kind": page([a, block("b", "b", "callout")]),
    "another order": page([b, a]),
    "one block more": page([a, b, c]),
    "one block less": page([a]),
    "another block that says the same": page([a, block("x", "b")]),
  }))
    test(`but not with ${what}`, () => {
      assert.ok(!alike(page([a, b]), other));
      assert.ok(!alike(other, page([a, b])));
    });
});

/** Another state of a page: words changed, blocks gone, moved and new. */
function edited(was: Content, roll: (sides: number) => number, fresh: string): Content {
  const blocks = was.blocks.filter(() => roll(5) > 0).map((o) => (roll(4) > 0 ? o : { ...o, fields: { body: ["p", "q", ""][roll(3)]! } }));
  if (roll(3) === 0) blocks.sort(() => roll(3) - 1);
  for (let n = roll(3); n > 0; n--) blocks.splice(roll(blocks.length + 1), 0, block(fresh + n));
  return { title: ["T", "U"][roll(2)]!, path: was.path, fields: roll(2) > 0 ? was.fields : { summary: ["s", "t"][roll(2)]! }, blocks };
}

test("whatever came in, the page shows it, and what was there before holds no block twice", () => {
  const roll = dice(1);
  for (let n = 0; n < 2000; n++) {
    const was = page("abcdef".slice(0, roll(7)).split("").map((id) => block(id)));
    const next = edited(was, roll, "x"), state = edited(was, roll, "y");
    const told = JSON.stringify({ n, was, next, state });
    assert.ok(same(carry(declared, was, next, was), next), told);
    assert.equal(carry(declared, was, was, state), state, told);
    const got = carry(declared, was, next, state);
    assert.equal(new Set(got.blocks.map((o) => o.id)).size, got.blocks.length, told);
    for (const o of next.blocks) if (!was.blocks.some((w) => w.id === o.id)) assert.ok(got.blocks.includes(o), told);
    for (const w of was.blocks) if (!next.blocks.some((o) => o.id === w.id)) assert.ok(!got.blocks.some((o) => o.id === w.id), told);
  }
});
