// A field of rich text: looks like what readers will see, and is Markdown underneath.
import { DOMParser, DOMSerializer } from "prosemirror-model";
import { EditorState, NodeSelection, Selection, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { type RichCommand, type RichState, commandFor, plugins, stateOf } from "./commands.ts";
import { clean, oneLine, plain } from "./paste.ts";
import { blocks, line } from "./schema.ts";
import { Source } from "./write.ts";

export type { RichCommand, RichState } from "./commands.ts";

export interface RichOptions {
  /** What a screen reader calls the field. */
  label: string;
  placeholder?: string;
  /** One line: no paragraphs, no lists. */
  inline: boolean;
  value: string;
  /** Told of the whole new source after each edit by the person. */
  change(markdown: string): void;
  /** Asked first about Enter and Backspace, so that a list of lines can add and merge; true when it saw to it. */
  key?(event: KeyboardEvent, at: { start: boolean; empty: boolean }): boolean;
  /** Told what stands at the caret whenever that may have changed. */
  state?(s: RichState): void;
}

/** Dispatched on a field's element when the person asks for a link by key. */
export const linkWanted = "rich-link-wanted";

export class RichField {
  private readonly schema;
  private source: Source;
  private markdown: string;
  private readonly view: EditorView;

  constructor(place: HTMLElement, private readonly o: RichOptions) {
    this.schema = o.inline ? line : blocks;
    this.source = new Source(this.schema, o.value);
    this.markdown = o.value;
    const { schema } = this;
    this.view = new EditorView({ mount: place.appendChild(document.createElement(o.inline ? "span" : "div")) }, {
      state: this.fresh(),
      attributes: (state) => ({
        role: "textbox", "aria-multiline": String(!o.inline), "aria-label": o.label, "data-placeholder": o.placeholder ?? "",
        class: state.doc.childCount === 1 && state.doc.firstChild!.content.size === 0 && state.doc.firstChild!.isTextblock ? "rich is-empty" : "rich",
      }),
      dispatchTransaction: (tr) => {
        this.view.updateState(this.view.state.apply(tr));
        if (tr.docChanged) {
          const next = this.source.write(this.view.state.doc);
          if (next !== this.markdown) o.change((this.markdown = next));
        }
        this.tell();
      },
      handleKeyDown: (_, event) => {
        if (!event.isComposing && event.keyCode !== 229) this.catchUp(); // 229: a phone's keyboard, which says nothing of its keys
        return (event.key === "Enter" || event.key === "Backspace") && !event.isComposing && (o.key?.(event, this.at()) ?? false);
      },
      handleTextInput: (view, _, __, text) => typedBeside(view, text),
      handleDOMEvents: { focus: () => (this.tell(), false) },
      transformPastedHTML: clean,
      clipboardTextParser: (text) => plain(schema, text),
      transformPasted: (slice) => (o.inline ? oneLine(schema, slice) : slice),
      // A line has no block elements to parse from: what is pasted is read with the whole schema and then flattened.
      clipboardParser: DOMParser.fromSchema(o.inline ? blocks : schema),
      clipboardSerializer: DOMSerializer.fromSchema(schema),
    });
  }

  get dom(): HTMLElement { return this.view.dom; }
  value(): string { return this.markdown; }
  state(): RichState { return stateOf(this.view.state); }

  /** Shows another source. The caret stays by its words, and where they are not there any more it goes to where the sources differ. */
  set(markdown: string): void {
    if (markdown === this.markdown) return;
    const { doc: was, selection: { head } } = this.view.state;
    this.source = new Source(this.schema, markdown);
    this.markdown = markdown;
    const now = this.source.doc;
    const start = was.content.findDiffStart(now.content) ?? 0;
    const end = was.content.findDiffEnd(now.content);
    const caret = head <= start ? head : end && head >= end.a ? head - was.content.size + now.content.size : end?.b;
    this.view.updateState(this.fresh(caret));
  }

  focus(at: "start" | "end" = "start"): void {
    const { state } = this.view;
    const $at = state.doc.resolve(at === "start" ? 0 : state.doc.content.size);
    const way = at === "start" ? 1 : -1;
    this.view.dispatch(state.tr.setSelection(Selection.findFrom($at, way, true) ?? Selection.near($at, way)));
    this.view.focus();
  }

  /** Takes the focus back, with the caret or the chosen words where they were. */
  resume(): void { this.view.focus(); }

  run(command: RichCommand, link = ""): void {
    commandFor(this.schema, command, link)(this.view.state, this.view.dispatch);
    this.view.focus();
  }

  destroy(): void { this.view.destroy(); }

  private fresh(caret = 0): EditorState {
    const { doc } = this.source;
    const $caret = doc.resolve(Math.min(Math.max(caret, 0), doc.content.size));
    // In words where there are any: what is kept as it is written is not to be typed over.
    const near = Selection.findFrom($caret, -1, true) ?? Selection.findFrom($caret, 1, true) ?? Selection.near($caret, 1);
    const ask = () => void this.view.dom.dispatchEvent(new CustomEvent(linkWanted, { bubbles: true }));
    return EditorState.create({ doc, selection: near, plugins: plugins(this.schema, ask) });
  }

  /** Takes over what is chosen in the browser, which tells of it only a moment later: a key that follows at once is meant for it. */
  private catchUp(): void {
    const { state, dom } = this.view;
    const chosen = document.getSelection();
    if (!chosen?.anchorNode || !chosen.focusNode || !dom.contains(chosen.anchorNode) || !dom.contains(chosen.focusNode) || !(state.selection instanceof TextSelection)) return;
    const at = (node: Node, offset: number) => state.doc.resolve(this.view.posAtDOM(node, offset));
    const next = TextSelection.between(at(chosen.anchorNode, chosen.anchorOffset), at(chosen.focusNode, chosen.focusOffset));
    if (!next.eq(state.selection)) this.view.dispatch(state.tr.setSelection(next));
  }

  private at(): { start: boolean; empty: boolean } {
    const { doc, selection } = this.view.state;
    return { start: selection.empty && selection.from <= 1, empty: doc.textContent === "" && doc.childCount === 1 && doc.firstChild!.content.size === 0 };
  }

  private tell(): void { this.o.state?.(this.state()); }
}

/** Words typed while a block is chosen that is kept as it is written go below it, not over it. */
function typedBeside(view: EditorView, text: string): boolean {
  const { selection, schema, tr } = view.state;
  if (!(selection instanceof NodeSelection) || !selection.node.isBlock) return false;
  tr.insert(selection.to, schema.nodes.paragraph!.create(null, schema.text(text)));
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, selection.to + 1 + text.length)).scrollIntoView());
  return true;
}
