// A saved text is the source's own, but for the lines that somebody edited. The journeys do the same in a browser, with more texts.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Node, Schema } from "prosemirror-model";
import { EditorState } from "prosemirror-state";
import { changed, documents, lines } from "../../journeys/documents.ts";
import { blocks, line } from "./schema.ts";
import { Source, shapes } from "./write.ts";

/** The document after an edit of its source. */
const edit = (source: Source, change: (tr: EditorState["tr"], doc: Node) => void): Node => {
  const { tr } = EditorState.create({ doc: source.doc });
  change(tr, source.doc);
  return tr.doc;
};

/** Where each run of words begins, and how long it is. */
function runs(doc: Node): [at: number, length: number][] {
  const out: [number, number][] = [];
  doc.descendants((node, pos) => void (node.isText && out.push([pos, node.nodeSize])));
  return out;
}

/** Where words stand in a document. */
function find(doc: Node, words: string): number {
  let found = -1;
  doc.descendants((node, pos) => void (node.isText && node.text!.includes(words) && (found = pos + node.text!.indexOf(words))));
  assert.notEqual(found, -1, `${words} in ${doc}`);
  return found;
}

/** What a text becomes when something is typed behind words of it. */
function typed(text: string, behind: string, what: string, schema: Schema = blocks): string {
  const source = new Source(schema, text);
  return source.write(edit(source, (tr, doc) => tr.insertText(what, find(doc, behind) + behind.length)));
}

for (const [what, texts, schema] of [["documents", documents(150, 21), blocks], ["texts of one line", lines(150, 21), line]] as const)
  describe(`${texts.length} ${what}`, () => {
    test("come back byte for byte, also when the same was typed and taken back", () => {
      for (const text of texts) {
        const source = new Source(schema, text);
        assert.equal(source.write(source.doc), text);
        const [first] = runs(source.doc);
        if (!first) continue;
        const back = edit(source, (tr) => tr.insertText("x", first[0] + first[1]).delete(first[0] + first[1], first[0] + first[1] + 1));
        assert.equal(source.write(back), text);
      }
    });
    test("have one other line when one letter was typed, and read as they were edited", () => {
      let edits = 0;
      for (const text of texts) {
        const source = new Source(schema, text);
        const words = runs(source.doc);
        for (const at of words.length > 0 ? [words[0]![0] + words[0]![1], words.at(-1)![0] + Math.floor(words.at(-1)![1] / 2)] : []) {
          const doc = edit(source, (tr) => tr.insertText("x", at));
          const now = source.write(doc);
          assert.equal(changed(text, now), 1, JSON.stringify([text, now]));
          assert.equal(shapes(new Source(schema, now).doc), shapes(doc), JSON.stringify([text, now]));
          edits++;
        }
      }
      assert.ok(edits > 1.8 * texts.length, `${edits} edits`);
    });
  });

describe("whatever hand a text is written in, it comes back", () => {
  for (const [what, text] of Object.entries({
    "with line ends of Windows": "one\r\n\r\n- two\r\n- three\r\n",
    "with blank lines around": "\n\n one\n\n\n\ntwo \n \n",
    "with nothing": "",
    "with blank lines only": "\n \n",
    "with a definition of a link": "See [us].\n\n[us]: /contact \"Us\"\n",
    "with HTML": "<div>\n<b>raw</b>\n</div>\n\nwords",
    "with a table": "| a | b |\n|---|:-:|\n| c | *d* |",
    "with a definition in a list": "- one\n- [us]: /contact\n",
    "with emphasis in emphasis": "*one *two* three* and __one __two__ three__",
    "with marks around code": "**a `b` c**",
  }))
    test(what, () => {
      const source = new Source(blocks, text);
      assert.equal(source.write(source.doc), text);
    });
});

describe("a letter changes its line only", () => {
  for (const [what, text, behind, want] of [
    ["in a paragraph between others", "One *a*.\n\n\nTwo __b__.\n\nThree\\\nc.  \nd.", "Two", "One *a*.\n\n\nTwox __b__.\n\nThree\\\nc.  \nd."],
    ["in one line of a paragraph", "one\ntwo *2*\nthree __3__", "two", "one\ntwox *2*\nthree __3__"],
    ["in an item of a list with its own signs", "*   one\n*   two __2__\n    * three\n*   four", "three", "*   one\n*   two __2__\n    * threex\n*   four"],
    ["in a list that is numbered with ones", "1) one\n1) two\n1) three", "two", "1) one\n1) twox\n1) three"],
    ["in a list that begins elsewhere", "7. one\n8. two", "two", "7. one\n8. twox"],
    ["in a heading that is underlined", "Heading\n-------\n\nWords.", "Heading", "Headingx\n-------\n\nWords."],
    ["in a heading with signs at both ends", "## Heading ##\n\nWords.", "Words.", "## Heading ##\n\nWords.x"],
    ["in a quotation", "> one\n>\n> two", "two", "> one\n>\n> twox"],
    ["beside what is kept as it is written", "a <kbd>Esc</kbd> &amp; `c`\n\n<!-- kept -->\n", "a ", "a x<kbd>Esc</kbd> & `c`\n\n<!-- kept -->\n"],
    ["above a definition of a link", "See [us] and [us][].\n\nWords.\n\n[us]: /contact\n", "Words.", "See [us] and [us][].\n\nWords.x\n\n[us]: /contact\n"],
  ] as const)
    test(what, () => assert.equal(typed(text, behind, "x"), want));
});

describe("what is typed are words, not signs", () => {
  for (const [what, wrote, want] of [
    ["stars and lines", "*a* _b_", "\\*a\\* \\_b\\_"],
    ["two lines side by side", "__a__", "\\_\\_a_\\_"],
    ["a tag", "<b>", "\\<b>"],
    ["a reference", "&amp;", "\\&amp;"],
    ["a link", "[a](b)", "\\[a\\](b)"],
    ["code", "`a`", "\\`a\\`"],
    ["a backslash", "\\*", "\\\\\\*"],
  ] as const)
    test(what, () => {
      assert.equal(typed("words ", "words", " " + wrote), "words " + want);
      assert.equal(typed("words", "words", " " + wrote, line), "words " + want);
    });
  for (const [what, wrote] of [["a heading", "# a"], ["a list", "- a"], ["a list with stars", "* a"], ["a numbered list", "1. a"], ["a quotation", "> a"], ["a fence", "```"], ["a rule", "---"], ["an underline", "==="]] as const)
    test(`${what}, at the start of a line`, () => {
      for (const before of ["", "words\\\n"]) {
        const source = new Source(blocks, before + "x");
        const doc = edit(source, (tr, doc) => {
          const at = find(doc, "x");
          tr.insertText(wrote, at, at + 1);
        });
        const now = new Source(blocks, source.write(doc));
        assert.equal(now.doc.childCount, 1);
        assert.equal(now.doc.firstChild!.type.name, "paragraph");
        assert.ok(now.doc.textContent.endsWith(wrote), now.doc.textContent);
      }
    });
});

describe("what is done to blocks leaves the others as they were", () => {
  const text = "One *a*.\n\n\n* two\n* three\n\n\n\nFour __b__.\n";
  const written = (change: (tr: EditorState["tr"], doc: Node) => void): string => {
    const source = new Source(blocks, text);
    return source.write(edit(source, change));
  };
  const child = (doc: Node, i: number): [from: number, to: number] => {
    let from = 0;
    for (let n = 0; n < i; n++) from += doc.child(n).nodeSize;
    return [from, from + doc.child(i).nodeSize];
  };
  test("one is removed", () => assert.equal(written((tr, doc) => tr.delete(...child(doc, 1))), "One *a*.\n\nFour __b__.\n"));
  test("the last is removed", () => assert.equal(written((tr, doc) => tr.delete(...child(doc, 2))), "One *a*.\n\n\n* two\n* three"));
  test("one is new", () => assert.equal(written((tr, doc) => tr.insert(child(doc, 1)[0], blocks.nodes.paragraph!.create(null, blocks.text("new")))), "One *a*.\n\nnew\n\n* two\n* three\n\n\n\nFour __b__.\n"));
  test("one is there twice", () => assert.equal(written((tr, doc) => tr.insert(child(doc, 0)[1], doc.child(0))), "One *a*.\n\nOne *a*.\n\n* two\n* three\n\n\n\nFour __b__.\n"));
  test("one moves", () => assert.equal(written((tr, doc) => tr.delete(...child(doc, 0)).insert(tr.doc.content.size, doc.child(0))), "* two\n* three\n\n\n\nFour __b__.\n\nOne *a*."));
  test("an item is removed", () => assert.equal(written((tr, doc) => tr.delete(child(doc, 1)[0] + 1, child(doc, 1)[0] + 1 + doc.child(1).child(0).nodeSize)), "One *a*.\n\n\n* three\n\n\n\nFour __b__.\n"));
  test("an empty paragraph is nothing", () => assert.equal(written((tr, doc) => tr.insert(child(doc, 0)[1], blocks.nodes.paragraph!.create())), text));
});

describe("marks are written so that they are read", () => {
  const marked = (text: string, words: string, mark: string): string => {
    const source = new Source(blocks, text);
    return source.write(edit(source, (tr, doc) => tr.addMark(find(doc, words), find(doc, words) + words.length, blocks.mark(mark))));
  };
  test("on words", () => assert.equal(marked("one two three", "two", "strong"), "one **two** three"));
  test("without the spaces beside them", () => assert.equal(marked("one two three", " two ", "em"), "one *two* three"));
  test("within a word", () => assert.equal(marked("understand", "derst", "strong"), "un**derst**and"));
  test("beside signs, with a reference where they would not be read", () => {
    const now = marked("say“hello”now", "“hello”", "strong");
    assert.equal(now, "sa&#x79;**“hello”**&#x6e;ow");
  });
  test("on code there are none", () => assert.equal(typed("a `b*` c", "a", "x"), "ax `b*` c"));
});

test("two documents have one shape when they say the same, and no other", () => {
  const shape = (text: string): string => shapes(new Source(blocks, text).doc);
  for (const [a, b] of [["*a* b", "_a_  b"], ["- a\n- b", "* a\n* b"], ["a\nb", "a b"], ["# a", "a\n="], ["a\\\nb", "a  \nb"], ["a\n\n\n\nb", "a\n\nb\n"]]) assert.equal(shape(a!), shape(b!));
  for (const [a, b] of [["*a* b", "**a** b"], ["- a\n- b", "- a\n\n- b"], ["# a", "## a"], ["1. a", "2. a"], ["a\\\nb", "a b"], ["a b", "ab"], ["[a](/b)", "[a](/c)"], ["a\n\nb", "a b"], ["<b>", "<i>"]]) assert.notEqual(shape(a!), shape(b!));
});
