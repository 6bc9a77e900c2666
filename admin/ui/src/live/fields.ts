// Editors for single values: words in place, rich text in place, and the inputs of a form.
import type { Aim } from "../assets/aim.ts";
import type { Chooser } from "../assets/choose.ts";
import { amountIn } from "./amount.ts";
import { type Around, RichField, type RichCommand } from "../markdown/field.ts";
import { type Clip, type Insertion, type Place, clipOf, plainWords } from "../markdown/paste.ts";
import { type Judge, JudgedAddress } from "../markdown/judged.ts";
import type { RichToolbar } from "../markdown/toolbar.ts";
import { moved } from "./caret.ts";
import { type Field, type Fields, type Linked, type Value, isObject, words } from "./data.ts";

/** One value on the screen. */
export interface FieldView {
  /** Shows a value that came from elsewhere: undo, the server. */
  set(v: Value | undefined): void;
  /** Puts the caret into it, at the start or the end; false when nothing can be focused. */
  focus(end?: boolean): boolean;
  /** The view of a value inside, by its path: "1.title". */
  find(path: string): FieldView | null;
}

/** Told of a change: the new value, where inside it, and what makes one step of undo ("" never joins another). */
export type Changed = (v: Value | undefined, path: string, key: string) => void;

/** What keys do in a list: Enter makes another line, Backspace in an empty one takes it away, and lines that are pasted become lines of it. */
export interface ListKeys { enter(): boolean; backspace(): boolean; lines(lines: string[], around: Around): boolean }

/** What all views of a page share. */
export interface Shared {
  documents: Linked[];
  toolbar: RichToolbar;
  label(field: Field): string;
  next(from: HTMLElement): void; // goes to the next place to type
  /** Says whether an address may be a link. */
  judge: Judge;
  /** Makes out what came from elsewhere, see Importer. */
  read(clip: Clip, at: Place, put?: (markdown: string) => void): Promise<Insertion | null>;
  /** Whether the part that an element is in holds nothing, and others may stand in its stead. */
  isBare(at: HTMLElement): boolean;
  /** Puts whole parts on the page that were pasted into a text; keep puts their words into that text instead. false when they cannot stand there. */
  takeParts(what: Insertion, at: HTMLElement, keep: () => void): boolean;
  /** Makes one step of all that act changes. */
  together(act: () => void): void;
  /** Says what happened. */
  say(text: string): void;
  assets: Chooser;
  aim: Aim;
}

let nextID = 0;
export const freshID = (): string => `live-${++nextID}`;

/** Words of one or more lines, in the look of the place they stand in. */
export class TextView implements FieldView {
  readonly input = document.createElement("textarea");
  constructor(place: HTMLElement, field: Field, value: Value | undefined, shared: Shared, changed: Changed, keys?: ListKeys) {
    const { input } = this;
    input.className = "ghost";
    input.rows = 1;
    input.value = words(value);
    input.placeholder = shared.label(field);
    input.setAttribute("aria-label", shared.label(field));
    if (field.required) input.setAttribute("aria-required", "true");
    place.append(input);
    input.addEventListener("input", () => {
      if (!field.lines && input.value.includes("\n")) {
        const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, " ");
        const caret = oneLine(input.value.slice(0, input.selectionStart)).length;
        input.value = oneLine(input.value);
        input.setSelectionRange(caret, caret);
      }
      fit(input);
      changed(input.value, "", "typing");
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && (!field.lines || (keys && !event.shiftKey))) {
        event.preventDefault();
        if (!keys?.enter()) shared.next(input);
      } else if (event.key === "Backspace" && input.value === "" && keys?.backspace()) event.preventDefault();
    });
    takeWords(input, field, shared, () => {
      fit(input);
      changed(input.value, "", "");
    });
    fit(input);
  }
  set(v: Value | undefined): void {
    const { input } = this;
    if (input.value === words(v)) return;
    const caret = input === document.activeElement ? moved(input.value, words(v), input.selectionStart) : null;
    input.value = words(v);
    if (caret !== null) input.setSelectionRange(caret, caret); // elsewhere that would take the focus in some browsers
    fit(input);
  }
  focus(end = false): boolean {
    this.input.focus();
    const at = end ? this.input.value.length : 0;
    this.input.setSelectionRange(at, at);
    return true;
  }
  find(path: string): FieldView | null { return path === "" ? this : null; }
}

/** Puts words that are pasted into a field of words alone, as one step: what they look like says what they mean. */
function takeWords(input: HTMLTextAreaElement, field: Field, shared: Shared, done: () => void): void {
  const edge = (at: RegExp, text: string): string => (at.test(text) && !text.includes("\n") ? " " : "");
  const take = async (clip: Clip): Promise<void> => {
    const { value: was, selectionStart: from, selectionEnd: to } = input;
    const got = clip.html.trim() === "" ? null : await shared.read(clip, "field");
    const read = got?.text === undefined ? plainWords(clip.text) : edge(/^[ \t]/, clip.text) + got.text + edge(/[ \t]$/, clip.text);
    if (!input.isConnected || read === "") return;
    const start = moved(was, input.value, from), end = moved(was, input.value, to); // what is typed meanwhile stays
    input.setRangeText(field.lines ? read : read.replace(/\s*\n\s*/g, " "), start, Math.max(start, end), "end");
    done();
  };
  input.addEventListener("paste", (event: ClipboardEvent) => {
    const clip = event.clipboardData && clipOf(event.clipboardData);
    if (!clip) return;
    event.preventDefault();
    void take(clip);
  });
}

/** Browsers without field-sizing get the height by hand. */
const sizesItself = CSS.supports("field-sizing", "content");
function fit(input: HTMLTextAreaElement): void {
  if (sizesItself) return;
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight}px`;
}

/** Rich text in place, over Markdown. */
export class RichView implements FieldView {
  readonly rich: RichField;
  constructor(place: HTMLElement, field: Field, value: Value | undefined, shared: Shared, changed: Changed, keys?: ListKeys) {
    const allowed: RichCommand[] = field.inline ? ["bold", "italic", "link"] : ["bold", "italic", "link", "bullets", "numbers", "heading", "table"];
    this.rich = new RichField(place, {
      label: shared.label(field), placeholder: shared.label(field), inline: field.inline ?? false, value: words(value),
      change: (markdown, whole) => changed(markdown, "", whole ? "" : "typing"),
      state: (s) => this.rich?.dom.contains(document.activeElement) && shared.toolbar.say(s),
      key: (event, at) => {
        if (event.key === "Enter" && !event.shiftKey && field.inline) {
          if (!keys?.enter()) shared.next(this.rich.dom);
          return true;
        }
        return event.key === "Backspace" && at.empty && (keys?.backspace() ?? false);
      },
      place: () => (field.inline ? (keys ? "item" : "line") : shared.isBare(this.rich.dom) ? "empty" : "body"),
      read: (clip, at, put) => shared.read(clip, at, put),
      take: (what, around) => (what.form === "items" ? (keys?.lines(what.items, around) ?? false) : shared.takeParts(what, this.rich.dom, () => changed([this.rich.value(), what.markdown].filter((t) => t !== "").join("\n\n"), "", ""))),
      together: (act) => shared.together(act),
    });
    this.rich.dom.addEventListener("focus", () => shared.toolbar.show(this.rich, allowed));
  }
  set(v: Value | undefined): void { if (this.rich.value() !== words(v)) this.rich.set(words(v)); }
  focus(end = false): boolean { this.rich.focus(end ? "end" : "start"); return true; }
  find(path: string): FieldView | null { return path === "" ? this : null; }
}

/** An ordinary labelled input: a choice, a date, an address. */
export class InputView implements FieldView {
  private readonly input: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
  private readonly judged: JudgedAddress | null;
  private value: Value | undefined;
  constructor(place: HTMLElement, private readonly field: Field, value: Value | undefined, private readonly shared: Shared, changed: Changed) {
    const id = freshID();
    const box = document.createElement("div");
    box.className = "field";
    this.input = this.make();
    this.input.id = id;
    const label = document.createElement("label");
    label.htmlFor = id;
    if (field.type === "flag") {
      label.className = "tick";
      const name = document.createElement("span");
      name.textContent = shared.label(field);
      label.append(this.input, " ", name);
      box.append(label);
    } else {
      label.textContent = shared.label(field);
      box.append(label, this.input);
    }
    if (field.help) {
      const help = document.createElement("p");
      help.className = "help";
      help.id = id + "-help";
      help.textContent = field.help;
      this.input.setAttribute("aria-describedby", help.id);
      box.append(help);
    }
    this.judged = field.type === "url" && this.input instanceof HTMLInputElement ? new JudgedAddress(this.input, shared.judge, () => {}) : null;
    if (this.judged) box.append(this.judged.said);
    place.append(box);
    this.set(value);
    this.input.addEventListener(this.input instanceof HTMLSelectElement || field.type === "flag" ? "change" : "input", () => {
      this.value = this.read();
      changed(this.value, "", this.input instanceof HTMLSelectElement || field.type === "flag" ? "" : "typing");
    });
  }

  private make(): HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement {
    const { field } = this;
    if (field.type === "choice" || field.type === "link") {
      const select = document.createElement("select");
      if (field.type === "choice") for (const o of field.choices ?? []) select.add(new Option(o.label, o.value));
      else {
        select.add(new Option("Nothing chosen", ""));
        for (const d of this.shared.documents) if (field.to?.includes(d.type)) select.add(new Option(d.live ? d.title : `${d.title} (not live yet)`, d.id));
      }
      return select;
    }
    if (field.type === "text" && field.lines) {
      const area = document.createElement("textarea");
      area.className = "few";
      return area;
    }
    const input = document.createElement("input");
    switch (field.type) {
      case "flag": input.type = "checkbox"; break;
      case "date": input.type = "date"; break;
      case "phone": input.type = "tel"; break;
      case "number": input.inputMode = "numeric"; input.className = "short"; break;
      case "url": input.setAttribute("list", "site-pages"); // falls through
      case "path":
        input.autocapitalize = "none";
        input.spellcheck = false;
    }
    return input;
  }

  private read(): Value | undefined {
    const { input, field } = this;
    if (field.type === "flag") return (input as HTMLInputElement).checked;
    if (field.type === "number" && /^\s*-?\d{1,15}\s*$/.test(input.value)) return Number(input.value);
    return input.value;
  }

  /** A link to a page of ours is kept by its id and shown by its address. */
  private shown(v: Value | undefined): string {
    const text = words(v);
    if (this.field.type !== "url" || !text.startsWith("document:")) return text;
    return this.shared.documents.find((d) => "document:" + d.id === text)?.path ?? text;
  }

  set(v: Value | undefined): void {
    if (v === this.value && v !== undefined) return;
    this.value = v;
    const { input } = this;
    if (input instanceof HTMLInputElement && input.type === "checkbox") {
      input.checked = v === true;
      return;
    }
    const text = this.shown(v);
    if (input.value === text) return;
    this.judged?.clear();
    if (input instanceof HTMLSelectElement && ![...input.options].some((o) => o.value === text)) {
      if (text === "") { input.selectedIndex = 0; return; }
      input.add(new Option(this.field.type === "link" ? "Something that is not there any more" : `${text} (not a choice any more)`, text));
    }
    input.value = text;
  }
  focus(): boolean { this.input.focus(); return true; }
  find(path: string): FieldView | null { return path === "" ? this : null; }
}

/** An amount with its currency. */
export class MoneyView implements FieldView {
  private readonly amount: InputView;
  private readonly currency: InputView;
  private value: Fields = {};
  constructor(place: HTMLElement, field: Field, value: Value | undefined, shared: Shared, changed: Changed) {
    const box = document.createElement("div");
    box.className = "money";
    place.append(box);
    const tell = (name: string) => (v: Value | undefined) => {
      this.value = { ...this.value, [name]: v ?? "" };
      changed(this.value, name, "typing");
    };
    this.amount = new InputView(box, { ...field, type: "text", lines: false }, "", shared, tell("amount"));
    this.currency = new InputView(box, { name: "currency", label: `${shared.label(field)}: currency`, type: "text" }, "", shared, tell("currency"));
    this.set(value);
  }
  set(v: Value | undefined): void {
    this.value = isObject(v) ? v : {};
    const code = words(this.value.currency);
    this.amount.set(amountIn(code, this.value.amount));
    this.currency.set(code);
  }
  focus(): boolean { return this.amount.focus(); }
  find(): FieldView | null { return this; }
}
