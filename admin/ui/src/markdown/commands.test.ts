import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { EditorState, TextSelection } from "prosemirror-state";
import { type RichCommand, commandFor, plugins, stateOf } from "./commands.ts";
import { blocks, line } from "./schema.ts";
import { Source } from "./write.ts";

/** A field with its words, where what stands between bars is chosen; one bar is the caret. */
class Bench {
  state: EditorState;
  private readonly source: Source;
  constructor(text: string, words: string, schema = blocks) {
    this.source = new Source(schema, text);
    const { doc } = this.source;
    const at = (letters: number): number => {
      let left = letters, found = -1;
      doc.descendants((node, pos) => {
        if (!node.isText || found >= 0) return;
        if (left <= node.nodeSize) found = pos + left;
        left -= node.nodeSize;
      });
      return found;
    };
    const [before, chosen = ""] = words.split("|");
    assert.ok(doc.textContent.startsWith(before + chosen), `${words} in ${doc.textContent}`);
    const from = at(before!.length), to = at((before + chosen).length);
    this.state = EditorState.create({ doc, selection: TextSelection.create(doc, from, to), plugins: plugins(schema, () => {}) });
  }
  run(name: RichCommand, link = ""): boolean {
    return commandFor(this.state.schema, name, link)(this.state, (tr) => (this.state = this.state.apply(tr)));
  }
  key(key: string, more: object = {}): boolean {
    const event = { key, keyCode: 0, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more } as KeyboardEvent;
    const view = { state: this.state, dispatch: (tr: EditorState["tr"]) => (this.state = this.state.apply(tr)), endOfTextblock: () => true } as never;
    return this.state.plugins.some((p) => p.props.handleKeyDown?.call(p as never, view, event) ?? false);
  }
  get text(): string { return this.source.write(this.state.doc); }
}

describe("a command", () => {
  for (const [what, text, words, name, want, link] of [
    ["makes words bold", "one two three", "one |two|", "bold", "one **two** three"],
    ["makes bold words plain", "one **two** three", "one |two|", "bold", "one two three"],
    ["makes words italic beside bold ones", "one **two** three", "one two |three|", "italic", "one **two** *three*"],
    ["makes a paragraph a list", "one\n\ntwo", "one|", "bullets", "- one\n\ntwo"],
    ["makes an item a paragraph", "- one\n- two", "onetwo|", "bullets", "- one\n\ntwo"],
    ["makes a list a numbered one, and tight as it was", "- one\n- two", "one|", "numbers", "1. one\n2. two"],
    ["makes a list a numbered one, without the spaces of its old signs", "*   one\n*   two", "one|", "numbers", "1. one\n2. two"],
    ["makes a numbered list one of bullets, and loose as it was", "7) one\n\n8) two", "one|", "bullets", "- one\n\n- two"],
    ["makes only the list at the caret another one", "- one\n  - two", "onetwo|", "numbers", "- one\n  1. two"],
    ["makes a paragraph a heading", "one\n\ntwo", "one|", "heading", "### one\n\ntwo"],
    ["makes a heading a paragraph", "# one", "one|", "heading", "one"],
    ["links words", "one two", "one |two|", "link", "one [two](/contact)", "/contact"],
    ["links words beside another link", "one [two](/a) three", "one two| three|", "link", "one [two](/a) [three](/contact)", "/contact"],
    ["changes where a link leads, with the caret in it", "one [two](/a) three", "one t|", "link", "one [two](/contact) three", "/contact"],
    ["changes a link of several marks as a whole", "[one **two** three](/a)", "one t|", "link", "[one **two** three](/contact)", "/contact"],
    ["puts an address where nothing is chosen", "one", "one|", "link", "one[example@example.org](mailto:example@example.org)", "mailto:example@example.org"],
    ["takes a link off", "one [two](/a) three", "one t|", "unlink", "one two three"],
    ["takes off no other link", "[one](/a)[two](/b)", "onetw|", "unlink", "[one](/a)two"],
    ["takes off no link to the same place further on", "[one](/a) two [three](/a)", "o|", "unlink", "one two [three](/a)"],
  ] as const)
    test(what, () => {
      const bench = new Bench(text, words);
      assert.ok(bench.run(name, link ?? ""));
      assert.equal(bench.text, want);
    });
  test("that a line has nothing for does nothing", () => {
    for (const name of ["bullets", "numbers", "heading"] as const) {
      const bench = new Bench("one", "one|", line);
      assert.ok(!bench.run(name));
      assert.equal(bench.text, "one");
    }
    const bench = new Bench("one two", "one |two|", line);
    assert.ok(bench.run("bold"));
    assert.equal(bench.text, "one **two**");
  });
});

describe("the toolbar hears what stands at the caret", () => {
  const plain = { bold: false, italic: false, link: null, bullets: false, numbers: false, heading: false, align: null };
  for (const [text, words, want] of [
    ["one", "one|", plain],
    ["one **two**", "one tw|", { ...plain, bold: true }],
    ["one *two* three", "one| two three|", { ...plain, italic: true }],
    ["- one\n  1. two", "one|", { ...plain, bullets: true }],
    ["- one\n  1. two", "onetwo|", { ...plain, numbers: true }],
    ["# one", "on|", { ...plain, heading: true }],
    ["one [two](/a) three", "one tw|", { ...plain, link: "/a" }],
    ["one [two](/a) three", "o|", plain],
  ] as const)
    test(`${JSON.stringify(text)} at ${JSON.stringify(words)}`, () => assert.deepEqual(stateOf(new Bench(text, words).state), want));
  test("and what is switched on for the next letter", () => {
    const bench = new Bench("one", "one|");
    bench.run("bold");
    assert.ok(stateOf(bench.state).bold);
    bench.run("bold");
    assert.ok(!stateOf(bench.state).bold);
  });
});

describe("a key", () => {
  for (const [what, text, words, key, more, want] of [
    ["Enter begins another item, in the hand of the list", "*   one\n*   two", "one|", "Enter", {}, "*   one\n* x\n*   two"],
    ["Enter in a paragraph begins another", "one two", "one|", "Enter", {}, "one\n\nx two"],
    ["Shift-Enter breaks a line", "one two", "one|", "Enter", { shiftKey: true }, "one\\\nx two"],
    ["Shift-Enter in a heading does not", "# one two", "one|", "Enter", { shiftKey: true }, "# onex two"],
    ["Ctrl-] puts an item below the one before", "- one\n- two", "onetwo|", "]", { ctrlKey: true }, "- one\n  - twox"],
    ["Ctrl-[ lifts it again", "- one\n  - two", "onetwo|", "[", { ctrlKey: true }, "- one\n- twox"],
  ] as const)
    test(what, () => {
      const bench = new Bench(text, words);
      assert.ok(bench.key(key, more));
      bench.state = bench.state.apply(bench.state.tr.insertText("x"));
      assert.equal(bench.text, want);
    });
  test("Enter in a list of loose items, and Shift-Enter in a line, break no line of theirs", () => {
    const bench = new Bench("one", "one|", line);
    assert.ok(bench.key("Enter", { shiftKey: true }));
    assert.equal(bench.text, "one");
  });
});

describe("the document keeps to what Markdown can say", () => {
  test("two lists side by side become one", () => {
    const bench = new Bench("- one\n\ntwo\n\n- three", "onetwo|");
    bench.run("bullets");
    assert.equal(bench.state.doc.childCount, 1);
    assert.equal(bench.state.doc.firstChild!.childCount, 3);
  });
  test("lists with other signs stay two", () => {
    const bench = new Bench("- one\n\n* three", "one|");
    bench.state = bench.state.apply(bench.state.tr.insertText("x"));
    assert.equal(bench.state.doc.childCount, 2);
    assert.equal(bench.text, "- onex\n\n* three");
  });
  test("an empty line ends a paragraph", () => {
    const bench = new Bench("one two", "one|");
    bench.key("Enter", { shiftKey: true });
    bench.key("Enter", { shiftKey: true });
    assert.equal(bench.text, "one\n\ntwo");
  });
  test("a paragraph of two lines that becomes a heading is one line", () => {
    const bench = new Bench("one\\\ntwo", "one|");
    bench.run("heading");
    assert.equal(bench.text, "### one two");
  });
});
