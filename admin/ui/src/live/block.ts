// One block on the page: the clone of its kind's template, with its values in it.
import { type Block, type Data, clone } from "./data.ts";
import type { FieldView, Shared } from "./fields.ts";
import { ObjectView } from "./object.ts";
import type { Page } from "./page.ts";

export class BlockView {
  readonly element = document.createElement("div");
  readonly view: FieldView | null;
  readonly kind: string;
  readonly label: string;
  private fields;

  constructor(block: Block, data: Data, page: Page, shared: Shared) {
    const kind = data.kinds?.find((k) => k.name === block.kind);
    this.kind = block.kind;
    this.fields = block.fields;
    this.label = kind?.label ?? block.kind;
    this.element.className = `block kind-${block.kind}`;
    this.element.id = "b-" + block.id;
    this.element.dataset.id = block.id;
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-label", this.label);
    const name = document.createElement("span");
    name.className = "kind";
    name.textContent = this.label;
    const here = document.createElement("span");
    here.className = "others";
    this.element.append(name, here);
    if (!kind) {
      const note = document.createElement("p");
      note.className = "note";
      note.textContent = "This part was made by another version of practicecms. It is kept as it is.";
      this.element.append(note);
      this.element.tabIndex = -1;
      this.view = null;
      return;
    }
    const template = document.getElementById("kind-" + block.kind);
    const body = document.createElement("div");
    body.className = "block-body";
    if (template instanceof HTMLTemplateElement) body.append(template.content.cloneNode(true));
    this.element.append(body);
    if (kind.fields.length === 0) this.element.tabIndex = 0; // a divider has nothing to type, and can be moved
    this.view = new ObjectView(body, kind.fields, block.fields, shared, (v, path, key) => {
      this.fields = v as Block["fields"];
      page.setBlock(block.id, this.fields, path, key);
    });
  }

  show(block: Block): void {
    if (block.fields === this.fields) return;
    this.fields = block.fields;
    this.view?.set(block.fields);
  }

  focus(path = "", end = false): void {
    const at = path === "" ? this.view : (this.view?.find(path) ?? this.view);
    if (!at?.focus(end)) {
      if (this.element.tabIndex < 0) this.element.tabIndex = -1;
      this.element.focus();
    }
  }
}

/** Title, summary and whatever else the document says of itself. */
export class DetailsView {
  readonly element = clone("live-details")!;
  private readonly view: ObjectView;
  constructor(private readonly data: Data, page: Page, shared: Shared) {
    this.element.id = "b-details";
    this.element.dataset.id = "";
    this.element.setAttribute("aria-label", "Title and details");
    this.element.classList.toggle("record", data.kinds === null);
    const title = { name: "title", label: data.titleName, type: "text", required: true };
    const path = { name: "path", label: "Web address", type: "path", help: "A new address takes effect when you put the page live. The old one then leads to it." };
    const fields = data.hasPath ? [title, path, ...data.fields] : [title, ...data.fields];
    this.view = new ObjectView(this.element, fields, this.value(page), shared, (v, path, key) => {
      const { title, path: address, ...rest } = v as { [name: string]: never };
      page.change({ ...page.now, title: title ?? "", path: address ?? page.now.path, fields: rest }, { block: "", path }, key === "" ? "" : `details ${key}`);
    });
    const settings = this.element.querySelector<HTMLElement>(":scope > .settings");
    if (settings && data.kinds) fold(settings, data.hasPath ? "Web address, search engines and more" : "More");
  }
  private value(page: Page): { [name: string]: never } {
    return { ...page.now.fields, title: page.now.title, path: page.now.path } as never;
  }
  show(page: Page): void { this.view.set(this.value(page)); }
  focus(path = "", end = false): void {
    const at = this.view.find(path === "" ? "title" : path) ?? this.view;
    const fold = this.element.querySelector("details");
    if (fold && path !== "" && path !== "title" && path !== this.data.summary) fold.open = true;
    at.focus(end);
  }
}

/** Puts a form behind a line that opens it. */
function fold(settings: HTMLElement, words: string): void {
  const details = document.createElement("details");
  details.className = "fold";
  const summary = document.createElement("summary");
  summary.textContent = words;
  settings.replaceWith(details);
  details.append(summary, settings);
}
