import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseBlocks } from "./parse.ts";
import { blocks } from "./schema.ts";
import { Source } from "./write.ts";
import type { Node } from "prosemirror-model";
import { EditorState, type Transaction } from "prosemirror-state";

const first = (text: string): Node => new Source(blocks, text).doc.firstChild!;
/** The cells of a table in short, row by row. */
const cells = (text: string): string[][] => first(text).children.map((row) => row.children.map((c) => c.firstChild!.content.toString()));

/** What is written after an edit. */
function edited(text: string, f: (tr: Transaction, doc: Node) => Transaction): string {
  const source = new Source(blocks, text);
  return source.write(EditorState.create({ doc: source.doc }).apply(f(EditorState.create({ doc: source.doc }).tr, source.doc)).doc);
}

/** Where words end. */
function end(doc: Node, words: string): number {
  let at = -1;
  doc.descendants((node, pos) => void (node.isText && node.text!.includes(words) && (at = pos + node.text!.indexOf(words) + words.length)));
  return at;
}

const typed = (text: string, behind: string, letters: string): string => edited(text, (tr, doc) => tr.insertText(letters, end(doc, behind)));

describe("a table is read as its cells", () => {
  for (const [text, want] of [
    ["| a | b |\n|---|:-:|\n| *c* | d |", [['<"a">', '<"b">'], ['<em("c")>', '<"d">']]],
    ["a | b\n-|-\nc", [['<"a">', '<"b">'], ['<"c">', "<>"]]],
    ["| a \\| b |\n|---|\n| `c\\|d` |", [['<"a | b">'], ['<code("c|d")>']]],
    ["| a<br>b |\n|---|\n| c<br/><BR />d |", [['<"a", hard_break, "b">'], ['<"c", hard_break, hard_break, "d">']]],
    ["|  |\n| --- |\n|  |", [["<>"], ["<>"]]],
    ["| a |\n|---|\nb", [['<"a">'], ['<"b">']]],
  ] as const)
    test(JSON.stringify(text), () => assert.deepEqual(cells(text), want));
  test("and how its columns are aligned", () => {
    const { children } = first("| a | b | c | d |\n|:--|:-:|--:|---|\n| e | f | g | h |").child(1);
    assert.deepEqual(children.map((c) => c.attrs.align), ["left", "center", "right", null]);
  });
  test("its first row is the heading, and no other", () => {
    const types = first("| a |\n|---|\n| b |\n| c |").children.map((row) => row.firstChild!.type.name);
    assert.deepEqual(types, ["table_header", "table_cell", "table_cell"]);
  });
});

describe("a table that cannot be held without loss is kept as it is written", () => {
  for (const text of [
    "| a |\n|---|\n| b | more than readers see |", "| a |\n|---|\n| b \\\\| c |", "> | a |\n> |---|\n> | b |", "- c\n\n  | a |\n  |---|\n  | b |",
    `|${" a |".repeat(65)}\n|${"---|".repeat(65)}\n|${" b |".repeat(65)}`, "| *a *b* c* |\n|---|\n| d |",
  ])
    test(JSON.stringify(text).slice(0, 60), () => assert.equal(first(text).toString(), "raw_block"));
  test("and one at the limit is not", () => assert.equal(first(`|${" a |".repeat(64)}\n|${"---|".repeat(64)}`).type.name, "table"));
});

describe("an edited table keeps the rows that the edit is not in", () => {
  const odd = "|Service   |Fee|\n|:---------|--:|\n|Individual|$150 |\nCouples | $180\n";
  for (const [behind, want] of [
    ["Service", "| Servicex | Fee |\n|:---------|--:|\n|Individual|$150 |\nCouples | $180\n"],
    ["$150", "|Service   |Fee|\n|:---------|--:|\n| Individual | $150x |\nCouples | $180\n"],
    ["Couples", "|Service   |Fee|\n|:---------|--:|\n|Individual|$150 |\n| Couplesx | $180 |\n"],
  ] as const)
    test(`behind ${behind}`, () => assert.equal(typed(odd, behind, "x"), want));
  test("and what is around it", () => assert.equal(typed(`One *a*.\n\n\n${odd}\n\n* two`, "Fee", "x"), `One *a*.\n\n\n| Service | Feex |\n|:---------|--:|\n|Individual|$150 |\nCouples | $180\n\n\n* two`));
  test("untouched, all of it", () => assert.equal(edited(odd, (tr) => tr), odd));
});

describe("what is typed in a cell is read as it was typed", () => {
  for (const words of ["a|b", "|", "\\", "\\|", "a\\|b|", "*a*", "`a|b`", "- a", "# a", "1. a", "---", "<br>", "[a](b)", "~~a~~", "&amp;", "> a", "_a_b"])
    test(words, () => {
      const now = typed("| one | two |\n| --- | --- |\n| three | four |", "three", " " + words);
      assert.deepEqual(parseBlocks(blocks, now).pieces.map((p) => p.node.type.name), ["table"], now);
      assert.equal(first(now).child(1).firstChild!.textContent, "three " + words, now);
    });
  test("and lines are kept apart by <br>", () => {
    const { hard_break } = blocks.nodes;
    for (const mark of ["\\", "  ", "<br>", "<br/>"])
      assert.equal(edited("| a |\n| --- |\n| b |", (tr, doc) => tr.insert(end(doc, "b"), [hard_break!.create({ mark }), blocks.text("c")])), `| a |\n| --- |\n| b${mark.startsWith("<") ? mark : "<br>"}c |`);
  });
  test("code that holds a bar behind a backslash loses its mark, and no letter", () => {
    const now = edited("| a |\n| --- |\n| b |", (tr, doc) => tr.insert(end(doc, "b"), blocks.text("c\\|d", [blocks.mark("code")])));
    assert.equal(first(now).child(1).textContent, "bc\\|d");
  });
});

test("a table at the end of a text leaves a place to write on below it, of which the source says nothing", () => {
  const text = "a\n\n| b |\n|---|\n| c |\n\n";
  const source = new Source(blocks, text);
  assert.deepEqual(source.doc.children.map((n) => n.type.name), ["paragraph", "table", "paragraph"]);
  assert.equal(source.write(source.doc), text);
  assert.equal(typed(text, "c", "x"), "a\n\n| b |\n|---|\n| cx |\n\n");
  assert.equal(edited(text, (tr, doc) => tr.insertText("x", doc.content.size - 1)), "a\n\n| b |\n|---|\n| c |\n\nx");
});
