// A field of rich text: looks like what readers will see, and is Markdown underneath.
import type { Slice } from "prosemirror-model";
import { EditorState, NodeSelection, Selection, TextSelection, type Transaction } from "prosemirror-state";
import { CellSelection } from "prosemirror-tables";
import { Decoration, DecorationSet, EditorView } from "prosemirror-view";
import { eachAddress } from "./addresses.ts";
import { type RichCommand, type RichState, act, commandFor, plugins, stateOf } from "./commands.ts";
import { cutOf } from "./cells.ts";
import { carriedWords, carryWords, serializerFor, wordsOf } from "./copied.ts";
import { type Clip, type Insertion, type Place, addressIn, addressTyped, clipOf, isWhole, linesOf, oneLine, plain, plainItems, put, sliceOf, withoutHead } from "./paste.ts";
import { blocks, line } from "./schema.ts";
import { Source } from "./write.ts";

export type { RichCommand, RichState } from "./commands.ts";
export type { Insertion } from "./paste.ts";

/** Markdown of what stands before and behind the place where something goes in; a field of one line has it. */
export interface Around { before: string; after: string }

export interface RichOptions {
  /** What a screen reader calls the field. */
  label: string;
  placeholder?: string;
  /** One line: no paragraphs, no lists. */
  inline: boolean;
  value: string;
  /** Told of the whole new source after each edit by the person; whole when the edit is a step of its own, such as a paste or a command. */
  change(markdown: string, whole: boolean): void;
  /** Asked first about Enter and Backspace, so that a list of lines can add and merge; true when it saw to it. */
  key?(event: KeyboardEvent, at: { start: boolean; empty: boolean }): boolean;
  /** Told what stands at the caret whenever that may have changed. */
  state?(s: RichState): void;
  /** Where the caret stands. */
  place(): Place;
  /** Makes out what came from elsewhere; null when nobody can, so that its plain words go in. */
  read(clip: Clip, at: Place, put: (markdown: string) => void): Promise<Insertion | null>;
  /** Offered what does not belong into this text: items of its list, or whole parts. true when it is seen to. */
  take(what: Insertion, around: Around): boolean;
  /** Makes one step of what happens in two fields. */
  together(act: () => void): void;
}

/** Dispatched on a field's element when the person asks for a link by key. */
export const linkWanted = "rich-link-wanted";

/** After this time, in milliseconds, what is on its way shows. */
const soon = 300;

/** A range that something comes into once the server has made it out. */
interface Awaited { from: number; to: number; shown: boolean }

/** The field that words are being dragged out of. */
let dragged: RichField | null = null;

export class RichField {
  private readonly schema;
  private source: Source;
  private markdown: string;
  private readonly awaited = new Set<Awaited>(); // in the order in which they were asked for
  private whole = false; // what happens now is a step of its own
  private shift = false; // with the last key: Ctrl+Shift+V asks for plain words
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
      decorations: ({ doc }) => {
        const shown = [...this.awaited].filter((a) => a.shown).map((a) => Decoration.widget(a.to, onItsWay, { side: -1 }));
        eachAddress(doc, ({ from, to, href }) => shown.push(Decoration.inline(from, to, { nodeName: "a", title: href })));
        return DecorationSet.create(doc, shown);
      },
      dispatchTransaction: (tr) => this.apply(tr),
      handleKeyDown: (_, event) => {
        if (!event.isComposing && event.keyCode !== 229) this.catchUp(); // 229: a phone's keyboard, which says nothing of its keys
        return (event.key === "Enter" || event.key === "Backspace") && !event.isComposing && (o.key?.(event, this.at()) ?? false);
      },
      handleTextInput: (view, _, __, text) => typedBeside(view, text),
      handleDOMEvents: {
        focus: () => (this.tell(), false),
        keydown: (_, event) => (this.shift = event.shiftKey && event.key !== "Insert", false),
        copy: (_, event) => this.copy(event),
        cut: (_, event) => this.copy(event),
        paste: (_, event) => this.paste(event),
        drop: (_, event) => this.drop(event),
        dragend: () => (dragged = null, false),
      },
      clipboardSerializer: serializerFor(schema),
      clipboardTextSerializer: (slice) => wordsOf(serializerFor(schema).serializeFragment(slice.content)),
    });
    // Behind the view's own, which empties what is carried before it fills it.
    this.view.dom.addEventListener("dragstart", (event) => {
      const { dragging } = this.view;
      if (!dragging || !event.dataTransfer) return;
      dragged = this;
      carryWords(event.dataTransfer, dragging.slice);
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
    const across = (at: number): number => (at <= start ? at : end && at >= end.a ? at - was.content.size + now.content.size : (end?.b ?? at));
    for (const a of this.awaited) [a.from, a.to] = [across(a.from), across(a.to)];
    this.view.updateState(this.fresh(across(head)));
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
    commandFor(this.schema, command, link)(this.view.state, (tr) => this.view.dispatch(tr.setMeta(act, true)));
    this.view.focus();
  }

  destroy(): void { this.view.destroy(); }

  private apply(tr: Transaction): void {
    const own = tr.getMeta("awaited") as Awaited | undefined;
    let later = false;
    for (const a of this.awaited) {
      // What is typed at the place goes behind what will come in; what was asked for before goes before it.
      const side = later ? 1 : -1;
      const from = tr.mapping.map(a.from, a.from < a.to ? 1 : side);
      a.to = Math.max(from, tr.mapping.map(a.to, side));
      a.from = from;
      later ||= a === own;
    }
    if (own) this.awaited.delete(own);
    this.view.updateState(this.view.state.apply(tr));
    if (tr.docChanged) {
      const next = this.source.write(this.view.state.doc);
      if (next !== this.markdown) this.o.change((this.markdown = next), this.whole || tr.getMeta("uiEvent") !== undefined || tr.getMeta(act) === true);
    }
    this.tell();
  }

  /** Copies, or cuts, in the editor's own form too. */
  private copy(event: ClipboardEvent): boolean {
    const { view } = this;
    if (view.state.selection.empty || !event.clipboardData) return false;
    event.preventDefault();
    if (event.type === "cut") view.dispatch(view.state.tr.setSelection(cutOf(view.state)));
    const { selection } = view.state;
    const { dom, text, slice } = view.serializeForClipboard(selection.content());
    event.clipboardData.clearData();
    event.clipboardData.setData("text/html", dom.innerHTML);
    event.clipboardData.setData("text/plain", text);
    carryWords(event.clipboardData, slice);
    if (event.type === "cut") view.dispatch(view.state.tr.deleteSelection().scrollIntoView().setMeta("uiEvent", "cut"));
    return true;
  }

  private paste(event: ClipboardEvent): boolean {
    const data = event.clipboardData;
    if (!data) return false;
    event.preventDefault();
    this.catchUp();
    const { from, to } = this.view.state.selection;
    this.takeIn(data, from, to, event, this.shift);
    return true;
  }

  private drop(event: DragEvent): boolean {
    const data = event.dataTransfer;
    if (!data || this.view.dragging) return false; // words that stay in this field move by themselves
    const at = this.view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos;
    if (at === undefined || (data.getData("text/html") === "" && data.getData("text/plain") === "")) return false;
    event.preventDefault();
    const from = dragged;
    dragged = null;
    this.view.dispatch(this.view.state.tr.setSelection(Selection.near(this.view.state.doc.resolve(at))));
    this.view.focus();
    const { head } = this.view.state.selection;
    this.o.together(() => {
      this.takeIn(data, head, head, event, false);
      if (from && !(isMac ? event.altKey : event.ctrlKey)) from.takeOut();
    });
    return true;
  }

  /** Takes out the words that were dragged to another field. */
  private takeOut(): void {
    this.view.dispatch(this.view.state.tr.deleteSelection().setMeta("uiEvent", "drop"));
    this.view.dragging = null;
  }

  /** Puts what a clipboard or a drag holds in place of a range: at once when the editor knows it, else when the server has read it. */
  private takeIn(data: DataTransfer, from: number, to: number, event: Event, asText: boolean): void {
    const words = asText ? null : carriedWords(data);
    if (words && this.putWords(words, from, to, event)) return;
    const clip = clipOf(data, asText);
    if (clip) void this.ask(clip, from, to, event);
  }

  /** Puts in what the editor itself copied. false: it makes no sense here. */
  private putWords(words: Slice, from: number, to: number, event: Event): boolean {
    const items = this.o.place() === "item" ? linesOf(words) : [];
    if (items.length > 1 && this.o.take({ form: "items", markdown: "", items, parts: [], removed: [] }, this.around(from, to))) return true;
    const slice = this.o.inline ? oneLine(this.schema, words) : words;
    if (event.type === "paste" && this.intoCells(slice, event)) return true;
    const tr = put(this.view.state.tr, from, to, slice);
    try {
      tr.doc.check();
    } catch {
      return false;
    }
    this.view.dispatch(tr.setMeta("uiEvent", event.type).scrollIntoView());
    return true;
  }

  /** Cells go into cells. false: the caret is in none, or what comes in has none. */
  private intoCells(slice: Slice, event: Event): boolean {
    this.whole = true;
    const done = this.view.someProp("handlePaste", (f) => f(this.view, event as ClipboardEvent, withoutHead(slice))) ?? false;
    this.whole = false;
    return done;
  }

  /** Asks what a clip means, and puts it in once that is known, wherever its place is by then. */
  private async ask(clip: Clip, from: number, to: number, event: Event): Promise<void> {
    const { view } = this;
    const awaited: Awaited = { from, to, shown: false };
    this.awaited.add(awaited);
    // The caret stands behind what will come in, and what is typed meanwhile does too.
    const stands = Selection.near(view.state.doc.resolve(to), -1);
    if (from < to && !(view.state.selection instanceof CellSelection)) view.dispatch(view.state.tr.setSelection(TextSelection.between(stands.$to, stands.$to)));
    const timer = window.setTimeout(() => {
      awaited.shown = true;
      view.dispatch(view.state.tr);
    }, soon);
    const place = this.o.place();
    const got = (await this.o.read(clip, place, (markdown) => this.append(markdown))) ?? (place === "item" ? plainItems(clip) : null);
    window.clearTimeout(timer);
    awaited.shown = false;
    const taken = (what: Insertion): boolean => (what.form === "items" || what.form === "parts") && this.o.take(what, this.around(awaited.from, awaited.to));
    if (got && (got.markdown === "" || taken(got))) { // without words it was nothing but what is told as left out
      this.awaited.delete(awaited);
      view.dispatch(view.state.tr);
      return;
    }
    const whole = !this.o.inline && isWhole(view.state.doc, awaited.from, awaited.to);
    const slice = got ? sliceOf(this.source, got, clip, whole) : plain(this.schema, clip.text);
    if (view.state.selection.from >= awaited.from && view.state.selection.to <= awaited.to && this.intoCells(slice, event)) {
      this.awaited.delete(awaited);
      return;
    }
    const { tr } = view.state;
    const address = awaited.from < awaited.to ? (addressIn(slice, clip) ?? addressTyped(clip)) : null;
    if (address !== null && view.state.doc.textBetween(awaited.from, awaited.to).trim() !== "") {
      const { link } = this.schema.marks;
      tr.removeMark(awaited.from, awaited.to, link).addMark(awaited.from, awaited.to, link!.create({ href: address }));
    } else put(tr, awaited.from, awaited.to, slice);
    view.dispatch(tr.setMeta("awaited", awaited).setMeta("uiEvent", "paste").scrollIntoView());
  }

  /** Puts Markdown behind all that is there, as one step. */
  private append(markdown: string): void {
    const { doc, tr } = this.view.state;
    const end = Selection.atEnd(doc).to, empty = doc.textContent === "" && doc.childCount < 2;
    if (this.o.inline) {
      put(tr, end, end, sliceOf(this.source, { markdown: markdown.replace(/\n+/g, " ") }, { html: "", text: empty ? "" : " a word" }, false)); // with a space before it
    } else put(tr, empty ? end : doc.content.size, empty ? end : doc.content.size, sliceOf(this.source, { markdown }, { html: "", text: "" }, true));
    this.view.dispatch(tr.setMeta("uiEvent", "paste").scrollIntoView());
  }

  /** What stands on both sides of a range, for a list of lines that makes lines of what comes in. */
  private around(from: number, to: number): Around {
    const { doc } = this.view.state;
    if (!this.o.inline) return { before: "", after: "" };
    const words = (from: number, to: number): string => linesOf(doc.slice(from, to)).join(" ");
    return { before: words(0, from), after: words(to, doc.content.size) };
  }

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

const isMac = /Mac|iP(hone|[oa]d)/.test(navigator.platform);

/** Stands where something is on its way. */
function onItsWay(): HTMLElement {
  const note = document.createElement("span");
  note.className = "on-its-way";
  note.textContent = "Pasting…";
  return note;
}

/** Words typed while a block is chosen that is kept as it is written go below it, not over it. */
function typedBeside(view: EditorView, text: string): boolean {
  const { selection, schema, tr } = view.state;
  if (!(selection instanceof NodeSelection) || !selection.node.isBlock) return false;
  tr.insert(selection.to, schema.nodes.paragraph!.create(null, schema.text(text)));
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, selection.to + 1 + text.length)).scrollIntoView());
  return true;
}
