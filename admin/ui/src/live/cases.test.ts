// What the browser does as the server does: content/cases_test.go runs the same file.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import cases from "../../../../content/testdata/merge-cases.json";
import { carry } from "./carry.ts";
import { type Block, type Content, type Declared, canonical, same } from "./data.ts";

/** A content of the file: what it leaves out is empty. */
const content = (c: object): Content => ({ title: "", path: "", fields: {}, blocks: [] as Block[], ...c });
const declared = cases.declared as unknown as Declared;

describe("what came in from elsewhere is put under a state as the server merges it", () => {
  for (const c of cases.merge)
    test(c.name, () => {
      const carried = carry(declared, content(c.base), content(c.theirs), content(c.mine));
      assert.deepEqual(canonical(carried), canonical(content("carried" in c ? c.carried! : c.merged)));
    });
});

describe("what the server made of the page is shown as it is", () => {
  for (const c of [...cases.merge, ...cases.join.map((c) => ({ ...c, merged: c.joined }))])
    test(c.name, () => {
      const merged = content(c.merged);
      assert.deepEqual(canonical(carry(declared, content(c.mine), merged, content(c.mine))), canonical(merged));
    });
});

describe("the canonical form is the server's", () => {
  for (const c of cases.canonical)
    test(c.name, () => {
      assert.deepEqual(canonical(content(c.content)), content(c.canonical));
      assert.deepEqual(canonical(content(c.canonical)), content(c.canonical));
      assert.ok(same(content(c.content), content(c.canonical)));
    });
});
