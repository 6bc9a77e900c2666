// The bar for the rich text at the caret: one for the page, by mouse, thumb or keyboard (Alt+F10).
import { type RichCommand, type RichField, type RichState, linkWanted } from "./field.ts";
import { type Judge, JudgedAddress } from "./judged.ts";

const text = {
  bar: "Formatting", bold: "Bold", italic: "Italic", link: "Link", bullets: "Dots", numbers: "Numbers", heading: "Small heading", unlink: "",
  table: "Table", rowAbove: "Add a row above", rowBelow: "Add a row below", columnLeft: "Add a column on the left", columnRight: "Add a column on the right",
  align: "Align the column", dropRow: "Remove the row", dropColumn: "Remove the column", dropTable: "Remove the table", left: "left", center: "centre", right: "right",
  leads: "Where it leads", help: "A web address that starts with https://, or a page of this site such as /contact.", put: "Link", take: "Take the link off", cancel: "Cancel", title: "Link these words",
};
const shortcuts: { [command: string]: string } = { bold: "Control+B", italic: "Control+I", link: "Control+K" };

type Shown = Exclude<RichCommand, "unlink">;

/** Tools that are pressed where their mark or block is. */
const toggles = ["bold", "italic", "link", "bullets", "numbers", "heading"] as const;
/** Tools for a table, which stand there while the caret is in one, in place of those for blocks. */
const forTables = ["rowAbove", "rowBelow", "dropRow", "columnLeft", "columnRight", "align", "dropColumn", "dropTable"] as const;
const forBlocks: readonly Shown[] = ["bullets", "numbers", "heading", "table"];
const tools: readonly Shown[] = [...toggles, "table", ...forTables];

export class RichToolbar {
  private readonly element = document.createElement("div");
  private readonly buttons = new Map<Shown, HTMLButtonElement>();
  private readonly dialog = document.createElement("dialog");
  private readonly address = document.createElement("input");
  private readonly judged: JudgedAddress;
  private readonly takeOff = button(text.take, "btn quiet");
  private field: RichField | null = null;
  private allowed: RichCommand[] = [];

  /** list is the id of a datalist with pages to link to; the icons of the buttons are in templates "icon-NAME". */
  constructor(options: { list: string; judge: Judge }) {
    const { element } = this;
    this.judged = new JudgedAddress(this.address, options.judge, () => this.address.form!.requestSubmit());
    element.className = "format";
    element.setAttribute("role", "toolbar");
    element.setAttribute("aria-label", text.bar);
    for (const name of tools) {
      const b = button("", "tool");
      b.title = text[name] + (shortcuts[name] ? ` (${shortcuts[name].replace("Control+", "Ctrl ")})` : "");
      b.setAttribute("aria-label", text[name]);
      if (shortcuts[name]) b.setAttribute("aria-keyshortcuts", shortcuts[name]);
      b.dataset.tool = name;
      draw(b, name);
      b.addEventListener("click", () => (name === "link" ? this.ask() : this.run(name)));
      this.buttons.set(name, b);
      element.append(b);
    }
    element.addEventListener("pointerdown", (event) => event.preventDefault()); // the caret stays in the words
    element.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("focusin", (event) => {
      const at = event.target as Node;
      if (this.field && !this.field.dom.contains(at) && !element.contains(at) && !this.dialog.contains(at)) this.hide();
    });
    document.addEventListener("keydown", (event) => {
      if (event.altKey && event.key === "F10" && this.field?.dom.contains(event.target as Node)) {
        event.preventDefault();
        this.shown()[0]?.focus();
      }
    });
    document.addEventListener(linkWanted, () => this.ask());
    this.makeDialog(options.list);
  }

  /** Stands by a field that has the caret. */
  show(field: RichField, allowed: RichCommand[]): void {
    this.field = field;
    this.allowed = allowed;
    const block = field.dom.closest(".block");
    const tools = block?.querySelector(":scope > .tools");
    this.element.classList.toggle("alone", !tools);
    if (tools) tools.prepend(this.element);
    else (block ?? field.dom.parentElement!).prepend(this.element);
    field.dom.id ||= "rich-" + Math.random().toString(36).slice(2);
    this.element.setAttribute("aria-controls", field.dom.id);
    this.say(field.state());
  }

  hide(): void {
    this.field = null;
    this.element.remove();
  }

  /** Shows what stands at the caret. */
  say(s: RichState): void {
    for (const name of toggles) this.buttons.get(name)!.setAttribute("aria-pressed", String(name === "link" ? s.link !== null : s[name]));
    const inTable = s.align !== null;
    this.element.classList.toggle("in-table", inTable);
    for (const [name, b] of this.buttons) {
      const isForTables = (forTables as readonly Shown[]).includes(name);
      b.hidden = !this.allowed.includes(isForTables ? "table" : name) || (inTable ? forBlocks.includes(name) : isForTables);
    }
    this.shown().forEach((b, i) => (b.tabIndex = i === 0 ? 0 : -1));
    if (s.align === null) return;
    const align = this.buttons.get("align")!;
    align.title = `${text.align}: ${text[s.align]}`;
    align.setAttribute("aria-label", align.title);
    draw(align, "align-" + s.align);
  }

  private shown(): HTMLButtonElement[] { return [...this.buttons.values()].filter((b) => !b.hidden); }

  private run(name: RichCommand, link = ""): void {
    const { field } = this;
    if (!field) return;
    field.run(name, link);
    this.say(field.state());
  }

  private key(event: KeyboardEvent): void {
    const shown = this.shown();
    const at = shown.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (to !== undefined) {
      const next = shown[(to + shown.length) % shown.length]!;
      shown.forEach((b) => (b.tabIndex = b === next ? 0 : -1));
      next.focus();
    } else if (event.key === "Escape") this.field?.resume();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private ask(): void {
    const { field } = this;
    if (!field || !this.allowed.includes("link")) return;
    const { link } = field.state();
    this.address.value = link ?? "";
    this.judged.clear();
    this.takeOff.hidden = link === null;
    this.dialog.showModal();
    this.address.select();
  }

  private makeDialog(list: string): void {
    const { dialog, address } = this;
    dialog.className = "float link-dialog";
    dialog.setAttribute("aria-labelledby", "link-title");
    const form = document.createElement("form");
    form.method = "dialog";
    const title = document.createElement("h2");
    title.id = "link-title";
    title.textContent = text.title;
    const label = document.createElement("label");
    label.htmlFor = address.id = "link-address";
    label.textContent = text.leads;
    address.setAttribute("list", list);
    address.autocapitalize = "none";
    address.spellcheck = false;
    address.setAttribute("aria-describedby", "link-help");
    const help = document.createElement("p");
    help.id = "link-help";
    help.className = "help";
    help.textContent = text.help;
    const box = document.createElement("div");
    box.className = "field";
    box.append(label, address, help, this.judged.said);
    const put = button(text.put, "btn go");
    put.type = "submit";
    const cancel = button(text.cancel, "btn");
    const acts = document.createElement("div");
    acts.className = "acts";
    acts.append(put, cancel, this.takeOff);
    form.append(title, box, acts);
    dialog.append(form);
    document.body.append(dialog);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.confirm();
    });
    this.takeOff.addEventListener("click", () => {
      this.shut();
      this.run("unlink");
    });
    cancel.addEventListener("click", () => this.shut());
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.shut();
    });
  }

  /** Makes the link, unless it cannot be one: then the dialog stays and says why. */
  private async confirm(): Promise<void> {
    const { field } = this;
    const link = await this.judged.check();
    if (!this.dialog.open || this.field !== field) return;
    if (link === null) return this.address.focus();
    this.shut();
    this.run(link === "" ? "unlink" : "link", link);
  }

  /** Closes the dialog; the words that were chosen are chosen again at once, for the browser alone would put the caret at the start. */
  private shut(): void {
    this.dialog.close();
    this.field?.resume();
  }
}

/** Draws a tool with the icon of a name. */
function draw(tool: HTMLButtonElement, name: string): void {
  const icon = document.getElementById("icon-" + name);
  if (icon instanceof HTMLTemplateElement) tool.replaceChildren(icon.content.cloneNode(true));
}

function button(words: string, kind: string): HTMLButtonElement {
  const b = document.createElement("button");
  b.type = "button";
  b.className = kind;
  b.textContent = words;
  return b;
}
