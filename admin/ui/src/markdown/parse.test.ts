import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { documents } from "../../journeys/documents.ts";
import { parseBlocks, parseLine } from "./parse.ts";
import { blocks, line } from "./schema.ts";

/** The nodes of a text in short: paragraph("one ", strong("two")). */
const read = (text: string): string[] => parseBlocks(blocks, text).pieces.map((p) => p.node.toString());
const raw = (text: string): string[] => parseBlocks(blocks, text).pieces.filter((p) => p.node.type.name === "raw_block").map((p) => p.node.attrs.source as string);

test("the pieces of a text, with what is between and behind them, are the text", () => {
  for (const text of [...documents(300, 3), "", "\n\n", "a", "a\n\n\n", "  a\n \n[b]: /c\n\nd", "> a\nb\n\n- c\n\n\n  d\n\n\ne"]) {
    const { pieces, tail } = parseBlocks(blocks, text);
    assert.equal(pieces.map((p) => p.gap + p.text).join("") + tail, text);
    pieces.forEach((p, i) => assert.equal(p.node.attrs.src, i));
  }
});

describe("a text is read as blocks", () => {
  for (const [text, want] of [
    ["one\n\ntwo", ['paragraph("one")', 'paragraph("two")']],
    ["one\ntwo", ['paragraph("one", soft_break, "two")']],
    ["one\\\ntwo  \nthree", ['paragraph("one", hard_break, "two", hard_break, "three")']],
    ["**a** *b* ~~c~~ `d`", ['paragraph(strong("a"), " ", em("b"), " ", strike("c"), " ", code("d"))']],
    ["[a](/b \"c\") <https://example.org/>", ['paragraph(link("a"), " ", link("https://example.org/"))']],
    ["https://example.org/", ['paragraph("https://example.org/")']],
    ["# a\n\nb\n===", ['heading("a")', 'heading("b")']],
    ["- a\n  1. b\n\n     c", ['bullet_list(list_item(paragraph("a"), ordered_list(list_item(paragraph("b"), paragraph("c")))))']],
    ["- \n- - a", ["bullet_list(list_item(paragraph), list_item(paragraph, bullet_list(list_item(paragraph(\"a\")))))"]],
    ["> a\n> - b", ['blockquote(paragraph("a"), bullet_list(list_item(paragraph("b"))))']],
    ["<b>a</b> ![a](b.png)", ['paragraph(raw_inline, "a", raw_inline, " ", raw_inline)']],
    ["- [ ] a\n- [x] b", ['bullet_list(list_item(paragraph(raw_inline, " a")), list_item(paragraph(raw_inline, " b")))']],
  ] as const)
    test(JSON.stringify(text), () => assert.deepEqual(read(text), want));
});

describe("what the editor has nothing for is kept as it is written", () => {
  for (const text of ["```js\ncode\n```", "    code", "***", "<div>\n\n</div>", "[a]: /b", "*a *b* c*", "**a `b`**", "- a\n\n  ```\n  code\n  ```", "> [a]: /b\n> c"])
    test(JSON.stringify(text), () => assert.equal(raw(text).join("\n\n"), text));
  test("and nothing else", () => assert.deepEqual(raw("a\n\n- b\n\n> c\n\n# d"), []));
});

test("a block remembers how its source writes it", () => {
  const attrs = (text: string) => parseBlocks(blocks, text).pieces[0]!.node.attrs;
  assert.equal(attrs("* a").bullet, "*");
  assert.deepEqual([attrs("3) a").start, attrs("3) a").delimiter], [3, ")"]);
  assert.deepEqual([attrs("- a\n- b").tight, attrs("- a\n\n- b").tight], [true, false]);
  assert.deepEqual([attrs("### a").level, attrs("### a").underline, attrs("a\n---").level, attrs("a\n---").underline], [3, "", 2, "---"]);
  const items = parseBlocks(blocks, "-   a\n\n\n-   b").pieces[0]!.node;
  assert.deepEqual([items.child(0).attrs.marker, items.child(0).attrs.before, items.child(1).attrs.before], ["-   ", null, 2]);
});

test("where a link leads is kept, whatever it is", () => {
  const href = (text: string) => parseBlocks(blocks, text).pieces[0]!.node.firstChild!.marks[0]!.attrs;
  assert.deepEqual([href("[a](document:1)").href, href("[a](javascript:b)").href, href("[a](</b c>)").title], ["document:1", "javascript:b", null]);
  assert.deepEqual([href("<mailto:a@example.org>").auto, href("[a](/b)").auto, href('[a](/b "c")').title], [true, false, "c"]);
});

test("in a line, what would begin a block is words, and line ends are spaces", () => {
  assert.equal(parseLine(line, "# one\n- two").toString(), 'paragraph("# one - two")');
  assert.equal(parseLine(line, "1. **one**").toString(), 'paragraph("1. ", strong("one"))');
  assert.equal(parseLine(line, "").toString(), "paragraph");
});
