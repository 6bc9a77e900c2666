// Objects and lists of values: each field finds its place in a template's clone, or gets an input in the form below.
import type { Around } from "../markdown/field.ts";
import { type Field, type Fields, type Linked, type Value, clone, isEmpty, isObject, words } from "./data.ts";
import { PictureView } from "./picture.ts";
import { type Changed, type FieldView, InputView, type ListKeys, MoneyView, RichView, type Shared, TextView } from "./fields.ts";

/** The fields of a block, of a group or of an item. */
export class ObjectView implements FieldView {
  private readonly views = new Map<string, FieldView>();
  private readonly places = new Map<string, HTMLElement>();
  private readonly looks: { field: Field; place: HTMLElement }[] = [];
  private readonly shown: { field: Field; place: HTMLElement }[] = [];
  private value: Fields;

  constructor(private readonly root: HTMLElement, private readonly fields: Field[], value: Value | undefined, private readonly shared: Shared, private readonly changed: Changed) {
    this.value = isObject(value) ? value : {};
    const settings = document.createElement("div");
    settings.className = "settings form";
    for (const field of fields) this.add(field, settings);
    if (settings.childElementCount > 0) root.append(settings);
    this.mark();
  }

  private add(field: Field, settings: HTMLElement): void {
    const { name } = field;
    const own = (attribute: string): HTMLElement | undefined =>
      [...this.root.querySelectorAll<HTMLElement>(`[${attribute}="${name}"]`)].find((e) => nearest(e, this.root) === this.root);
    const changed: Changed = (v, path, key) => this.change(name, v, path, key);
    const look = own("data-look");
    if (look) this.looks.push({ field, place: look });
    const shows = own("data-shown");
    if (shows) this.shown.push({ field, place: shows });
    const place = own("data-field") ?? own("data-list") ?? own("data-group");
    const value = this.value[name];
    if (place) {
      this.places.set(name, place);
      place.toggleAttribute("data-required", field.required ?? false);
      this.views.set(name, inPlace(place, field, value, this.shared, changed));
    } else this.views.set(name, inForm(settings, field, value, this.shared, changed));
  }

  private change(name: string, v: Value | undefined, path: string, key: string): void {
    this.value = { ...this.value };
    if (v === undefined) delete this.value[name];
    else this.value[name] = v;
    this.mark();
    this.changed(this.value, path === "" ? name : `${name}.${path}`, key === "" ? "" : `${name}.${key}`);
  }

  /** What is empty steps back unless somebody works here; a choice shows as a look, a link as what it leads to. */
  private mark(): void {
    for (const [name, place] of this.places) place.toggleAttribute("data-empty", isEmpty(this.value[name]));
    for (const { field, place } of this.looks) {
      const chosen = words(this.value[field.name]) || field.choices?.[0]?.value;
      for (const o of field.choices ?? []) place.classList.toggle(o.value, o.value === chosen);
    }
    for (const { field, place } of this.shown) showLinked(place, words(this.value[field.name]), field, this.shared.documents);
  }

  set(v: Value | undefined): void {
    const next = isObject(v) ? v : {};
    if (next === this.value) return;
    this.value = next;
    for (const f of this.fields) this.views.get(f.name)!.set(next[f.name]);
    this.mark();
  }
  /** The words have the focus where there are any, and not a choice about them. */
  focus(end = false): boolean {
    const inOrder = (words: boolean): FieldView[] => {
      const views = [...this.views].filter(([name]) => this.places.has(name) === words).map(([, view]) => view);
      return end ? views.reverse() : views;
    };
    return [...inOrder(true), ...inOrder(false)].some((v) => v.focus(end));
  }
  find(path: string): FieldView | null {
    if (path === "") return this;
    const { first, rest } = cut(path);
    return this.views.get(first)?.find(rest) ?? null;
  }
}

/** A list, each item a clone of its pattern. */
export class ListView implements FieldView {
  private items: { element: HTMLElement; view: FieldView }[] = [];
  private value: Value[];
  private readonly pattern: HTMLElement;
  private readonly item: Field;
  private readonly tools = clone("live-item-tools")!;
  private readonly more = clone("live-item-add") as HTMLButtonElement;

  constructor(private readonly place: HTMLElement, field: Field, value: Value | undefined, private readonly shared: Shared, private readonly changed: Changed) {
    this.item = field.item!;
    this.pattern = (place.firstElementChild as HTMLElement | null) ?? plainItem();
    place.replaceChildren();
    this.value = Array.isArray(value) ? value : [];
    this.more.querySelector("span")!.textContent = `Add: ${this.item.label.toLowerCase()}`;
    this.more.addEventListener("click", () => this.insert(this.items.length));
    place.after(this.more);
    place.addEventListener("focusin", (event) => {
      const at = this.items.findIndex((i) => i.element.contains(event.target as Node));
      if (at >= 0 && this.tools.parentElement !== this.items[at]!.element) this.items[at]!.element.append(this.tools);
    });
    this.tools.addEventListener("click", (event) => {
      const what = (event.target as Element).closest<HTMLElement>("[data-do]")?.dataset.do;
      const at = this.items.findIndex((i) => i.element.contains(this.tools));
      if (what === "remove") this.remove(at);
      else if (what) this.move(at, at + (what === "up" ? -1 : 1), what);
    });
    this.show();
  }

  /** One empty item stands ready in an empty list. */
  private show(): void {
    const n = Math.max(1, this.value.length);
    while (this.items.length > n) {
      const last = this.items.pop()!;
      if (last.element.contains(this.tools)) this.tools.remove();
      last.element.remove();
    }
    for (let i = 0; i < n; i++) {
      const known = this.items[i];
      if (known) known.view.set(this.value[i]);
      else this.items.push(this.make(this.value[i]));
    }
    this.mark();
  }

  private make(value: Value | undefined): { element: HTMLElement; view: FieldView } {
    const element = this.pattern.cloneNode(true) as HTMLElement;
    this.place.append(element);
    const at = () => this.items.findIndex((i) => i.element === element);
    const changed: Changed = (v, path, key) => {
      const i = at();
      const value = [...this.value];
      while (value.length < i) value.push("");
      value[i] = v ?? "";
      this.tell(value, path === "" ? String(i) : `${i}.${path}`, key === "" ? "" : `${i}.${key}`);
    };
    const keys: ListKeys = {
      enter: () => (this.insert(at() + 1), true),
      backspace: () => this.items.length > 1 && (this.remove(at(), true), true),
      lines: (lines, around) => (this.spread(at(), lines, around), true),
    };
    if (this.item.type === "group") return { element, view: new ObjectView(element, this.item.fields ?? [], value, this.shared, changed) };
    const shows = element.querySelector<HTMLElement>('[data-shown=""]');
    if (shows) {
      const tell: Changed = (v, path, key) => (showLinked(shows, words(v), this.item, this.shared.documents), changed(v, path, key));
      showLinked(shows, words(value), this.item, this.shared.documents);
      const settings = document.createElement("div");
      settings.className = "settings form";
      element.append(settings);
      const view = inForm(settings, this.item, value, this.shared, tell);
      return { element, view: { set: (v) => (view.set(v), showLinked(shows, words(v), this.item, this.shared.documents)), focus: () => view.focus(), find: () => view } };
    }
    const place = element.matches("[data-field]") ? element : (element.querySelector<HTMLElement>("[data-field]") ?? element);
    return { element, view: inPlace(place, this.item, value, this.shared, changed, keys) };
  }

  private tell(value: Value[], path: string, key: string): void {
    this.value = value;
    this.mark();
    this.changed(value, path, key);
  }

  private mark(): void {
    this.items.forEach(({ element }, i) => element.toggleAttribute("data-empty", isEmpty(this.value[i])));
  }

  private padded(): Value[] {
    const value = [...this.value];
    while (value.length < this.items.length) value.push(this.item.type === "group" ? {} : "");
    return value;
  }
  private insert(at: number): void {
    const value = this.padded().toSpliced(at, 0, this.item.type === "group" ? {} : "");
    this.tell(value, String(at), "");
    this.show();
    this.items[at]?.view.focus();
  }
  /** Puts lines where one stands: its own words stay in front of them and behind them. */
  private spread(at: number, lines: string[], { before, after }: Around): void {
    const all = [before, ...lines, after].filter((l) => l !== "");
    const value = this.padded().toSpliced(at, 1, ...all);
    this.tell(value, String(at), "");
    this.show();
    this.items[at + all.length - (after === "" ? 1 : 2)]?.view.focus(true);
  }
  private remove(at: number, byBackspace = false): void {
    if (at < 0) return;
    const value = this.padded().toSpliced(at, 1);
    this.tell(value, String(Math.max(0, at - 1)), "");
    this.show();
    this.items[byBackspace ? Math.max(0, at - 1) : Math.min(at, this.items.length - 1)]?.view.focus(byBackspace);
  }
  private move(from: number, to: number, button: string): void {
    if (from < 0 || to < 0 || to >= this.items.length) return;
    const value = this.padded();
    const [moved] = value.splice(from, 1);
    value.splice(to, 0, moved!);
    this.tell(value, String(to), "");
    this.show();
    const { element, view } = this.items[to]!;
    view.focus();
    element.append(this.tools);
    this.tools.querySelector<HTMLElement>(`[data-do="${button}"]`)?.focus();
    const announce = document.getElementById("announce");
    if (announce) announce.textContent = `Moved to ${to + 1} of ${this.items.length}.`;
  }

  set(v: Value | undefined): void {
    const next = Array.isArray(v) ? v : [];
    if (next === this.value) return;
    this.value = next;
    this.show();
  }
  focus(end = false): boolean { return (end ? this.items.at(-1) : this.items[0])?.view.focus(end) ?? false; }
  find(path: string): FieldView | null {
    if (path === "") return this;
    const { first, rest } = cut(path);
    return this.items[Number(first)]?.view.find(rest) ?? this;
  }
}

/** "steps.1.title" and "steps[1].title" are one path. */
function cut(path: string): { first: string; rest: string } {
  const [first = "", ...rest] = path.split(/[.[\]]+/).filter((p) => p !== "");
  return { first, rest: rest.join(".") };
}

/** The nearest list item or group around an element, or the root: a field belongs to that. */
function nearest(e: HTMLElement, root: HTMLElement): HTMLElement {
  for (let at = e.parentElement; at && at !== root; at = at.parentElement) if (at.matches("[data-list] > *, [data-group]")) return at;
  return root;
}

function inPlace(place: HTMLElement, field: Field, value: Value | undefined, shared: Shared, changed: Changed, keys?: ListKeys): FieldView {
  switch (field.type) {
    case "text": return new TextView(place, field, value, shared, changed, keys);
    case "markdown": return new RichView(place, field, value, shared, changed, keys);
    case "list": return new ListView(place, field, value, shared, changed);
    case "group": return field.holds ? new PictureView(place, field, value, shared, changed) : new ObjectView(place, field.fields ?? [], value, shared, changed);
    default: return new InputView(place, field, value, shared, changed);
  }
}

function inForm(form: HTMLElement, field: Field, value: Value | undefined, shared: Shared, changed: Changed): FieldView {
  switch (field.type) {
    case "money": return new MoneyView(form, field, value, shared, changed);
    case "group":
    case "list": {
      const set = document.createElement("fieldset");
      set.className = "group";
      const legend = document.createElement("legend");
      legend.textContent = shared.label(field);
      set.append(legend);
      form.append(set);
      if (field.holds) return new PictureView(set, field, value, shared, changed);
      if (field.type === "group") return new ObjectView(set, field.fields ?? [], value, shared, changed);
      const list = document.createElement("div");
      list.className = "items";
      set.append(list);
      return new ListView(list, field, value, shared, changed);
    }
    case "markdown": {
      const box = document.createElement("div");
      box.className = "field";
      const name = document.createElement("span");
      name.className = "label";
      name.textContent = shared.label(field);
      const place = document.createElement("div");
      place.className = "words boxed";
      box.append(name, place);
      form.append(box);
      return new RichView(place, field, value, shared, changed);
    }
    default: return new InputView(form, field, value, shared, changed);
  }
}

/** An item of a list that has no look of its own. */
function plainItem(): HTMLElement {
  const item = document.createElement("div");
  item.className = "item";
  return item;
}

/** Shows what a link leads to, as readers find it in the page. */
function showLinked(place: HTMLElement, id: string, field: Field, documents: Linked[]): void {
  const to = documents.find((d) => d.id === id);
  const title = to?.title ?? (id === "" ? `${field.label}: nothing chosen yet` : "Something that is not there any more");
  if (place.tagName === "H3" || !to?.html) {
    const name = document.createElement(place.tagName === "H3" ? "span" : "b");
    name.textContent = title;
    place.replaceChildren(name);
    if (to?.about) {
      const about = document.createElement("p");
      about.textContent = to.about;
      place.append(about);
    }
  } else {
    const from = document.createElement("small");
    const link = document.createElement("a");
    link.href = "/admin/d/" + to.id;
    link.textContent = to.title;
    from.append("Shared text: ", link);
    const text = document.createElement("div");
    text.className = "words";
    text.innerHTML = to.html; // sanitised by the server, and no script would run under the page's policy
    place.replaceChildren(from, text);
  }
  if (to && !to.live) {
    const note = document.createElement("small");
    note.textContent = " Not live yet, so readers do not see it.";
    place.append(note);
  }
}
