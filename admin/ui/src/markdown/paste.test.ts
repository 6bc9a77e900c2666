import assert from "node:assert/strict";
import { test } from "node:test";
import { Slice } from "prosemirror-model";
import { parseBlocks } from "./parse.ts";
import { oneLine, plain } from "./paste.ts";
import { blocks, line } from "./schema.ts";

test("plain text is words: a blank line begins a paragraph, a line end stays one, signs are signs", () => {
  assert.equal(plain(blocks, "one\r\ntwo\n \n\n*three*").content.toString(), '<paragraph("one", soft_break, "two"), paragraph("*three*")>');
});
test("plain text in a line is one line", () => {
  assert.equal(plain(line, "one\n\n  two").content.toString(), '<paragraph("one two")>');
  assert.equal(plain(line, "").content.toString(), '<paragraph(" ")>');
});
test("rich text in a line is one line with its marks", () => {
  const copied = new Slice(blocks.topNodeType.create(null, parseBlocks(blocks, "# one\n\n- **two**\n- [three](/a)").pieces.map((p) => p.node)).content, 0, 0);
  const got = oneLine(line, copied).content;
  assert.equal(got.toString(), '<paragraph("one ", strong("two"), " ", link("three"))>');
  assert.equal(got.firstChild!.type.schema, line);
});
