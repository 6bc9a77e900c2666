import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Slice } from "prosemirror-model";
import { EditorState, TextSelection } from "prosemirror-state";
import { addressIn, addressTyped, isWhole, linesOf, oneLine, plain, plainItems, plainWords, put, sliceOf } from "./paste.ts";
import { blocks, line } from "./schema.ts";
import { Source } from "./write.ts";

const whole = (markdown: string): Slice => new Slice(new Source(blocks, markdown).doc.content, 0, 0);

test("plain text is words: a blank line begins a paragraph, a line end stays one, signs are signs", () => {
  assert.equal(plain(blocks, "one\r\ntwo\n \n\n*three*").content.toString(), '<paragraph("one", hard_break, "two"), paragraph("*three*")>');
});
test("plain text has nothing in it that cannot be seen, and one sign for the end of a line", () => {
  assert.equal(plainWords("so\u00adft\u200b \ufeff\ufffcone\vtwo\u2028three\r\nfour\tfive\u0001\u202e 👩\u200d👧"), "soft one\ntwo\nthree\nfour five 👩\u200d👧");
});
test("plain lines are items, each with its words", () => {
  assert.deepEqual(plainItems({ html: "", text: "a *b*\r\n\n\n c\n" })?.items, ["a \\*b\\*", "c"]);
  assert.equal(plainItems({ html: "<p>a<p>b", text: "a b\n" }), null);
});
test("what is surely an address links chosen words as it is typed, and other words never do", () => {
  const address = (text: string) => addressTyped({ html: "", text });
  for (const one of ["https://example.org/a_b", "/contact", "/fees?for=couples#first", "tel:988", "tel:+1(505)555-0142", "sms:741741", "mailto:a@example.org"]) assert.equal(address(` ${one}\n`), one);
  for (const none of ["988", "/", "//example.org", "and/or", "/ or", "javascript:alert(1)", "sms:12", "tel:x", "http://example.org", "https://example", "Contact us"]) assert.equal(address(none), null, none);
});
test("plain text in a line is one line", () => {
  assert.equal(plain(line, "one\n\n  two").content.toString(), '<paragraph("one two")>');
  assert.equal(plain(line, "").content.toString(), '<paragraph(" ")>');
});
test("rich text in a line is one line with its marks, and with what is kept as it is written", () => {
  const got = oneLine(line, whole("# one\n\n- **two**\n- [three](/a)\n- H<b>2</b>\n\n```\nfour\n```")).content;
  assert.match(got.toString(), /^<paragraph\("one ", strong\("two"\), " ", link\("three"\), " H", raw_inline, "2", raw_inline, " ``` four ```"\)>$/);
  assert.equal(got.firstChild!.type.schema, line);
});
test("the lines of a text are Markdown each, and blank ones are none", () => {
  assert.deepEqual(linesOf(whole("one *1*\n\n- **two**\n  - [three](/a)\n\n&nbsp;\n\n> 4. four")), ["one *1*", "**two**", "[three](/a)", "four"]);
});

describe("what comes in", () => {
  /** Puts Markdown where the signs stand in a text: ^ for the caret, or ^ and $ for a range. */
  const into = (text: string, markdown: string): string => {
    const source = new Source(blocks, text.replace(/[\^$]/g, ""));
    const marked = new Source(blocks, text).doc;
    const find = (sign: string): number => {
      let at = -1;
      marked.descendants((node, pos) => void (node.isText && node.text!.includes(sign) && (at = pos + node.text!.indexOf(sign))));
      return at;
    };
    const from = Math.max(1, find("^"));
    const to = find("$") < 0 ? from : find("$") - 1;
    const state = EditorState.create({ doc: source.doc, selection: TextSelection.create(source.doc, from, to) });
    const tr = put(state.tr, from, to, sliceOf(source, { markdown }, { html: "", text: markdown }, isWhole(source.doc, from, to)));
    const { head } = tr.selection;
    tr.doc.check();
    return source.write(tr.insertText("|", head).doc);
  };
  for (const [about, text, markdown, want] of [
    ["words go into the words", "One ^two", "**1** and ", "One **1** and |two"],
    ["words go in place of words", "One ^two$ three", "2", "One 2| three"],
    ["a paragraph's ends join the words around it", "One ^two", "a\n\nb", "One a\n\nb|two"],
    ["a list fills an empty text", "", "- a\n- b", "- a\n- b|"],
    ["a list stands between the words", "One^ two", "- a\n- b", "One\n\n- a\n- b\n\n| two"],
    ["a list behind a paragraph leaves it alone", "One^", "1. a\n2. b", "One\n\n1. a\n2. b|"],
    ["a heading fills an empty text", "", "### H\n\np", "### H\n\np|"],
    ["items go into a list", "- one^\n- two", "- a\n- b", "- one\n- a\n- b|\n- two"],
    ["items fill an empty item", "- one\n- ^", "- a\n- b", "- one\n- a\n- b|"],
    ["items go before the words of an item", "- ^one", "- a\n- b", "- a\n- b|\n- one"],
    ["items go between the halves of an item", "- one^$ two", "- a", "- one\n- a|\n- two"],
    ["words go into an item", "- one^ two", "1, ", "- one1, | two"],
    ["levels stay", "- one^", "- a\n  - b\n- c", "- one\n- a\n  - b\n- c|"],
    ["a table fills an empty text", "", "| a | b |\n|---|---|\n| c | d |", "| a | b |\n|---|---|\n| c | d\\| |"],
    ["a table stands between the words", "One^ two", "| a | b |\n|---|---|\n| c | d |", "One\n\n| a | b |\n|---|---|\n| c | d |\n\n| two"],
    ["words go into a cell", "| a^ | b |\n|---|---|\n| c | d |", "1\n\n- 2\n- **3**", "| a1<br>2<br>**3\\|** | b |\n|---|---|\n| c | d |"],
    ["a table stands behind a list", "- one^\n- two", "| a | b |\n|---|---|\n| c | d |", "- one\n- two\n\n| a | b |\n|---|---|\n| c | d\\| |"],
    ["numbers stay numbers", "One^", "3. a\n4. b", "One\n\n3. a\n4. b|"],
    ["lines stay lines", "^", "a\\\nb", "a\\\nb|"],
  ] as const) test(about, () => assert.equal(into(text, markdown), want));
});

describe("an address", () => {
  const of = (markdown: string, text: string): string | null => addressIn(sliceOf(new Source(blocks, ""), { markdown }, { html: "", text }, false), { html: "", text });
  test("is one when nothing else was copied", () => {
    assert.equal(of("<https://example.org/a>", " https://example.org/a\n"), "https://example.org/a");
    assert.equal(of("[example.org](https://example.org)", "example.org"), "https://example.org");
  });
  test("is none among other words, or when other words stand for it", () => {
    assert.equal(of("See <https://example.org/a>", "See https://example.org/a"), null);
    assert.equal(of("[book now](https://example.org)", "book now"), null);
    assert.equal(of("[book](https://example.org)", "https://example.org"), null);
    assert.equal(of("words", "words"), null);
  });
});

describe("what comes in is written as it came", () => {
  /** Puts Markdown in place of a range of a text, and types a letter into it at some words. */
  const into = (text: string, markdown: string, from: number, to: number, behind = "", schema = blocks): string => {
    const source = new Source(schema, text);
    const tr = put(EditorState.create({ doc: source.doc }).tr, from, to, sliceOf(source, { markdown }, { html: "", text: markdown }, schema === blocks && isWhole(source.doc, from, to)));
    tr.doc.check();
    if (behind === "") return source.write(tr.doc);
    let at = -1;
    tr.doc.descendants((node, pos) => void (node.isText && node.text!.includes(behind) && (at = pos + node.text!.indexOf(behind) + behind.length)));
    return source.write(tr.insertText("x", at).doc);
  };
  const came = "__One__\\-\n\n* two\n* three &amp; [four](<https://example.org/a_(b)>)\n\n\n\n***\n\n| a |\n|---|\n| b\\| |";
  test("in an empty text", () => assert.equal(into("", came, 1, 1), came));
  test("in place of all of a text", () => assert.equal(into("_old_ words", came, 1, 10), came));
  test("behind words that its own first words join", () => assert.equal(into("above\n", "b\n\n* c\n\n\n\n__d__", 6, 6), "aboveb\n\n* c\n\n\n\n__d__"));
  test("before words that join its last", () => assert.equal(into("below\n", "__b__\n\n* c\n\n\n\n__d__ e", 1, 1), "__b__\n\n* c\n\n\n\n__d__ ebelow"));
  test("an edit changes its line only", () => assert.equal(into("", came, 1, 1, "two"), came.replace("two", "twox")));
  test("in an empty line", () => assert.equal(into("", "__One__ &amp; two", 1, 1, "", line), "__One__ &amp; two"));
  test("twice, one below the other", () => {
    const source = new Source(blocks, "_a_");
    const nodes = [...source.doc.children, ...source.adopt("__b__"), ...source.adopt("* c"), ...source.adopt("__d__\n\n\n\n__e__")];
    assert.equal(source.write(blocks.topNodeType.create(null, nodes)), "_a_\n\n__b__\n\n* c\n\n__d__\n\n\n\n__e__");
  });
});
