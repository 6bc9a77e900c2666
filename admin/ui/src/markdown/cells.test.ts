import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { AllSelection, EditorState, NodeSelection, Selection, TextSelection } from "prosemirror-state";
import { CellSelection } from "prosemirror-tables";
import { type RichCommand, commandFor, plugins, stateOf } from "./commands.ts";
import { blocks, line } from "./schema.ts";
import { Source } from "./write.ts";

/** A field with the caret in front of the first words that are given, or all from there to behind the second ones chosen. */
class Bench {
  state: EditorState;
  private readonly source: Source;
  constructor(text: string, from: string, to?: string) {
    this.source = new Source(blocks, text);
    this.state = EditorState.create({ doc: this.source.doc, plugins: plugins(blocks, () => {}) });
    this.choose(this.at(from), to === undefined ? this.at(from) : this.at(to) + to.length);
  }
  /** Where words begin. */
  at(words: string): number {
    let at = -1;
    this.state.doc.descendants((node, pos) => void (node.isText && node.text!.includes(words) && (at = pos + node.text!.indexOf(words))));
    assert.ok(at >= 0, words);
    return at;
  }
  choose(anchor: number, head = anchor): void { this.set(TextSelection.create(this.state.doc, anchor, head)); }
  set(selection: Selection): void { this.state = this.state.apply(this.state.tr.setSelection(selection)); }
  run(name: RichCommand): boolean { return commandFor(blocks, name)(this.state, (tr) => (this.state = this.state.apply(tr))); }
  type(letters: string): void { this.state = this.state.apply(this.state.tr.insertText(letters)); }
  key(key: string, more: object = {}): boolean {
    const event = { key, keyCode: 0, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more } as KeyboardEvent;
    const bench = this;
    const view = { get state() { return bench.state; }, dispatch: (tr: EditorState["tr"]) => (this.state = this.state.apply(tr)), endOfTextblock: () => true } as never;
    return this.state.plugins.some((p) => p.props.handleKeyDown?.call(p as never, view, event) ?? false);
  }
  get text(): string { return this.source.write(this.state.doc); }
}

const fees = "| a | b |\n| --- | --- |\n| c | d |\n| e | f |";
const between = `one\n\n${fees}\n\ntwo`;

describe("a command", () => {
  for (const [what, at, name, want] of [
    ["adds a row above", "c", "rowAbove", "| a | b |\n| --- | --- |\n|  |  |\n| c | d |\n| e | f |"],
    ["adds a row below", "c", "rowBelow", "| a | b |\n| --- | --- |\n| c | d |\n|  |  |\n| e | f |"],
    ["adds a row above the heading, which is the heading then", "b", "rowAbove", "|  |  |\n| --- | --- |\n| a | b |\n| c | d |\n| e | f |"],
    ["adds a column on the left", "b", "columnLeft", "| a |  | b |\n| --- | --- | --- |\n| c |  | d |\n| e |  | f |"],
    ["adds a column on the right", "b", "columnRight", "| a | b |  |\n| --- | --- | --- |\n| c | d |  |\n| e | f |  |"],
    ["removes a row", "c", "dropRow", "| a | b |\n| --- | --- |\n| e | f |"],
    ["removes the heading, and the next row is it", "a", "dropRow", "| c | d |\n| --- | --- |\n| e | f |"],
    ["removes a column", "d", "dropColumn", "| a |\n| --- |\n| c |\n| e |"],
    ["removes the table", "d", "dropTable", ""],
    ["aligns a column", "d", "align", "| a | b |\n| --- | :---: |\n| c | d |\n| e | f |"],
  ] as const)
    test(what, () => {
      const bench = new Bench(between, at);
      assert.ok(bench.run(name));
      assert.equal(bench.text, want === "" ? "one\n\ntwo" : `one\n\n${want}\n\ntwo`);
    });
  test("aligns left, centre and right in turn, in every row", () => {
    const bench = new Bench("| a |\n|:--|\n| b |", "b");
    const seen: unknown[] = [];
    for (let i = 0; i < 4; i++) {
      seen.push([stateOf(bench.state).align, bench.state.doc.firstChild!.child(1).firstChild!.attrs.align]);
      bench.run("align");
    }
    assert.deepEqual(seen, [["left", "left"], ["center", "center"], ["right", "right"], ["left", null]]);
  });
  test("gives a new row the alignment of its columns", () => {
    const bench = new Bench("| a |\n|:-:|\n| b |", "b");
    bench.run("rowBelow");
    assert.equal(bench.state.doc.firstChild!.child(2).firstChild!.attrs.align, "center");
  });
  test("that removes the last row, or the last column, removes the table", () => {
    for (const name of ["dropRow", "dropColumn"] as const) {
      const bench = new Bench("one\n\n| a |\n|---|", "a");
      assert.ok(bench.run(name));
      assert.equal(bench.text, "one");
    }
  });
  test("puts a table below the block at the caret", () => {
    const bench = new Bench("one\n\n- two\n\nthree", "two");
    assert.ok(bench.run("table"));
    bench.type("x");
    assert.equal(bench.text, "one\n\n- two\n\n| x |  |  |\n| --- | --- | --- |\n|  |  |  |\n|  |  |  |\n\nthree");
  });
  test("puts a table in the place of an empty paragraph", () => {
    const source = new Source(blocks, "");
    let state = EditorState.create({ doc: source.doc, plugins: plugins(blocks, () => {}) });
    commandFor(blocks, "table")(state, (tr) => (state = state.apply(tr)));
    assert.deepEqual(state.doc.children.map((n) => n.type.name), ["table", "paragraph"]);
  });
  test("makes no table in a table, no list in a cell, and nothing of tables in a line", () => {
    for (const name of ["table", "bullets", "numbers", "heading"] as const) {
      const bench = new Bench(between, "c");
      bench.run(name);
      assert.equal(bench.text, between, name);
    }
    const { doc } = new Source(line, "a");
    assert.ok(!commandFor(line, "table")(EditorState.create({ doc })));
    for (const name of ["rowAbove", "columnRight", "align", "dropTable"] as const) assert.ok(!new Bench(between, "one").run(name));
  });
  test("makes no table wider than is delivered", () => {
    const wide = `|${" a |".repeat(63)} z |\n|${" --- |".repeat(64)}`;
    for (const name of ["columnLeft", "columnRight"] as const) {
      const bench = new Bench(wide, "z");
      assert.ok(!bench.run(name));
      assert.equal(bench.text, wide);
    }
  });
});

describe("a key", () => {
  for (const [what, text, from, key, more, want] of [
    ["Tab goes to the next cell", fees, "c", "Tab", {}, "| a | b |\n| --- | --- |\n| c | x |\n| e | f |"],
    ["Tab goes to the next row", fees, "d", "Tab", {}, "| a | b |\n| --- | --- |\n| c | d |\n| x | f |"],
    ["Tab in the last cell adds a row", fees, "f", "Tab", {}, `${fees}\n| x |  |`],
    ["Shift-Tab goes back", fees, "c", "Tab", { shiftKey: true }, "| a | x |\n| --- | --- |\n| c | d |\n| e | f |"],
    ["Enter makes a line in the cell", fees, "d", "Enter", {}, "| a | b |\n| --- | --- |\n| c | <br>xd |\n| e | f |"],
    ["Shift-Enter, too", fees, "d", "Enter", { shiftKey: true }, "| a | b |\n| --- | --- |\n| c | <br>xd |\n| e | f |"],
    ["Enter at the very start makes a place above the table", fees, "a", "Enter", {}, `x\n\n${fees}`],
    ["Enter there makes a line when words are above", between, "a", "Enter", {}, between.replace("| a", "| <br>xa")],
    ["an arrow up leaves a table that nothing is above", fees, "b", "ArrowUp", {}, `x\n\n${fees}`],
    ["an arrow down leaves a table before another", `${fees}\n\n| g |\n| --- |`, "f", "ArrowDown", {}, `${fees}\n\nx\n\n| g |\n| --- |`],
  ] as const)
    test(what, () => {
      const bench = new Bench(text, from);
      assert.ok(bench.key(key, more));
      bench.type("x");
      assert.equal(bench.text, want);
    });
  test("Shift-Tab in the first cell leaves the field", () => assert.ok(!new Bench(fees, "a").key("Tab", { shiftKey: true })));
  test("Tab outside a table does, too", () => assert.ok(!new Bench(between, "one").key("Tab")));
  test("several empty lines in a cell stay", () => {
    const bench = new Bench(fees, "d");
    for (let i = 0; i < 3; i++) bench.key("Enter");
    assert.ok(bench.text.includes("<br><br><br>d"), bench.text);
  });
  test("Ctrl-A chooses the table first, and then everything", () => {
    const bench = new Bench(between, "d");
    bench.key("a", { ctrlKey: true });
    assert.ok(bench.state.selection instanceof NodeSelection && bench.state.selection.node.type.name === "table");
    bench.key("a", { ctrlKey: true });
    assert.ok(bench.state.selection instanceof AllSelection);
  });
  test("Backspace and Delete in words beside a table do not take it", () => {
    for (const [at, key] of [["two", "Backspace"], ["one", "Delete"]] as const) {
      const bench = new Bench(between, at);
      if (key === "Delete") bench.choose(bench.at("one") + 3);
      for (let i = 0; i < 3; i++) assert.ok(bench.key(key));
      assert.equal(bench.text, between);
    }
  });
  test("Delete empties chosen cells, and takes nothing else", () => {
    const bench = new Bench(between, "c", "e");
    assert.ok(bench.state.selection instanceof CellSelection);
    bench.key("Delete");
    assert.equal(bench.text, "one\n\n| a | b |\n| --- | --- |\n|  | d |\n|  | f |\n\ntwo");
  });
  test("Delete on a table whose cells are all chosen empties it, and then takes it", () => {
    const bench = new Bench(between, "a", "f");
    bench.key("Delete");
    assert.equal(bench.text, "one\n\n|  |  |\n| --- | --- |\n|  |  |\n|  |  |\n\ntwo");
    bench.key("Delete");
    assert.equal(bench.text, "one\n\ntwo");
  });
});

describe("what is chosen across the edge of a table", () => {
  for (const [what, text, from, to, want] of [
    ["takes the whole table with it", between, "ne", "d", "oxtwo"],
    ["takes it backwards, too", between, "d", "tw", "onexo"],
    ["stops before a table that nothing is above", `${fees}\n\ntwo`, "d", "tw", `${fees}\n\nxo`],
    ["takes several tables", `one\n\n${fees}\n\n${fees.replace(/\w/, "g")}\n\ntwo`, "ne", "g", "oxtwo"],
  ] as const)
    test(what, () => {
      const bench = new Bench(text, from, to);
      bench.type("x");
      assert.equal(bench.text, want);
    });
});

test("all is chosen and written over only when it is meant: below a last table there is a place to go to", () => {
  const bench = new Bench(`one\n\n${fees}`, "one");
  bench.key("a", { ctrlKey: true });
  assert.ok(bench.state.selection instanceof AllSelection);
  bench.set(Selection.atEnd(bench.state.doc));
  bench.type("x");
  assert.equal(bench.text, `one\n\n${fees}\n\nx`);
});
