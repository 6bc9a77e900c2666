// The page on the desk: its blocks, the tools of the one that is worked on, and the keys.
import { BlockView, DetailsView } from "./block.ts";
import type { Insertion } from "../markdown/paste.ts";
import { type Block, type Data, type Fields, clone, isEmpty, newID } from "./data.ts";
import { drag } from "./drag.ts";
import type { Shared } from "./fields.ts";
import { leftOut } from "./importer.ts";
import { Menu } from "./menu.ts";
import type { Page } from "./page.ts";
import { toast } from "./toast.ts";

const detailsID = "details"; // as the server calls the form of title and fields

export class Desk {
  private readonly details: DetailsView;
  private readonly views = new Map<string, BlockView>();
  private readonly betweens = new Map<string, HTMLElement>(); // by the block that they stand behind; "" for the first
  private readonly tools = clone("live-tools")!;
  private readonly nothing = clone("live-nothing")!;
  private readonly menu: Menu | null;
  private readonly announcer = document.getElementById("announce")!;
  private on = detailsID;
  /** Told when the person goes to another block; "" for none. */
  moved: (block: string) => void = () => {};
  /** Leads to another screen, once everything is kept. */
  leave: (to: string) => Promise<void> = async (to) => location.assign(to);

  constructor(private readonly paper: HTMLElement, private readonly data: Data, private readonly page: Page, private readonly shared: Shared) {
    this.menu = data.kinds ? new Menu() : null;
    this.details = new DetailsView(data, page, shared);
    this.paper.replaceChildren(this.details.element);
    this.show();
    page.listen((_, place) => {
      this.show();
      if (place === null) this.announce("The page shows what came in.");
    });
    this.tools.addEventListener("click", (event) => {
      const what = (event.target as Element).closest<HTMLElement>("[data-do]")?.dataset.do;
      if (what && what !== "drag") this.do(what, this.on);
    });
    // A mouse or a thumb on a tool leaves the caret, and a phone's keyboard, where they are.
    this.tools.addEventListener("mousedown", (event) => event.preventDefault());
    drag(this.tools.querySelector('[data-do="drag"]')!, () => this.blocks(), () => this.views.get(this.on)?.element ?? null, (to) => this.moveTo(this.on, to));
    this.nothing.addEventListener("click", (event) => {
      const what = (event.target as Element).closest<HTMLElement>("[data-do]")?.dataset.do;
      if (what === "begin") this.add(this.data.kinds![0]!.name, 0);
      else if (what === "menu") this.ask(0);
    });
    // Before the words themselves hear of it, so that the formatting bar finds the tools where it stands.
    paper.addEventListener("focus", (event) => {
      const block = (event.target as Element).closest<HTMLElement>(".block");
      if (block) this.turnTo(block.dataset.id || detailsID);
    }, true);
    paper.addEventListener("pointerdown", (event) => this.touched(event));
    document.addEventListener("keydown", (event) => this.key(event));
    // Undo from a menu or a phone's keyboard comes without a key.
    paper.addEventListener("beforeinput", (event) => {
      if (event.inputType !== "historyUndo" && event.inputType !== "historyRedo") return;
      event.preventDefault();
      this.back(event.inputType === "historyUndo");
    });
  }

  private blocks(): HTMLElement[] { return this.page.now.blocks.map((b) => this.views.get(b.id)!.element); }

  /** Brings the screen in line with the page. */
  private show(): void {
    const { blocks } = this.page.now;
    this.details.show(this.page);
    if (!this.data.kinds) return;
    const wanted = new Map(blocks.map((b) => [b.id, b.kind]));
    for (const [id, view] of this.views) {
      if (wanted.get(id) === view.kind) continue;
      view.element.remove();
      this.views.delete(id);
      this.betweens.get(id)?.remove();
      this.betweens.delete(id);
    }
    let after: Element = this.between("", this.details.element);
    for (const block of blocks) {
      let view = this.views.get(block.id);
      if (view) view.show(block);
      else this.views.set(block.id, (view = new BlockView(block, this.data, this.page, this.shared)));
      place(this.paper, view.element, after);
      after = this.between(block.id, view.element);
    }
    if (blocks.length > 0) this.nothing.remove();
    else this.paper.append(this.nothing);
    this.paper.classList.toggle("bare", blocks.length === 0);
  }

  private between(id: string, after: Element): HTMLElement {
    let element = this.betweens.get(id);
    if (!element) {
      element = clone("live-between")!;
      element.querySelector("button")!.addEventListener("click", () => this.ask(id === "" ? 0 : this.page.index(id) + 1));
      this.betweens.set(id, element);
    }
    place(this.paper, element, after);
    return element;
  }

  /** A click beside the words of a block goes to the nearest words. */
  private touched(event: PointerEvent): void {
    const target = event.target as Element;
    const block = target.closest<HTMLElement>(".block");
    if (!block || target.closest("a, button, input, select, textarea, summary, label, [contenteditable]")) return;
    event.preventDefault();
    const places = [...block.querySelectorAll<HTMLElement>("textarea.ghost, [contenteditable=true]")].filter((e) => e.offsetParent !== null);
    let best: HTMLElement | null = null;
    let least = Infinity;
    for (const p of places) {
      const box = p.getBoundingClientRect();
      const away = Math.max(box.top - event.clientY, event.clientY - box.bottom, 0);
      if (away < least) [best, least] = [p, away];
    }
    if (best) best.focus();
    else if (block.tabIndex >= 0) block.focus();
    else this.turnTo(block.dataset.id || detailsID);
  }

  /** Makes a block the one that is worked on. */
  private turnTo(id: string): void {
    const element = id === detailsID ? this.details.element : this.views.get(id)?.element;
    if (!element || element.classList.contains("on")) return;
    this.rest();
    this.on = id;
    element.classList.add("on");
    element.prepend(this.tools);
    this.moved(id === detailsID ? "" : id);
  }

  private rest(): void {
    this.paper.querySelector(".block.on")?.classList.remove("on");
    this.tools.remove();
  }

  /** Opens a place that the server speaks of: a block's id, or the details. */
  goTo(id: string, path = "", end = false): void {
    if (id === detailsID || id === "") {
      this.turnTo(detailsID);
      this.details.focus(path, end);
    } else {
      this.turnTo(id);
      this.views.get(id)?.focus(path, end);
    }
  }

  element(id: string): HTMLElement | null { return this.views.get(id)?.element ?? null; }
  name(id: string): string { return this.views.get(id)?.label ?? ""; }
  announce(text: string): void { this.announcer.textContent = text; }

  private do(what: string, id: string): void {
    if (what === "undo" || what === "redo") return this.back(what === "undo");
    const at = this.page.index(id);
    if (at < 0) return;
    switch (what) {
      case "up": this.moveTo(id, at - 1); break;
      case "down": this.moveTo(id, at + 1); break;
      case "duplicate": {
        const twin: Block = { ...this.page.block(id)!, id: newID() };
        this.page.insert(twin, at + 1);
        this.goTo(twin.id);
        this.announce(`${this.name(id)} duplicated.`);
        break;
      }
      case "copy": void this.leave(`${this.data.page}/copy/${id}`); break;
      case "remove": this.remove(id, at); break;
      case "add": this.ask(at + 1);
    }
  }

  private moveTo(id: string, to: number): void {
    const focused = document.activeElement as HTMLElement | null;
    if (!this.page.move(id, to)) {
      this.announce(to < 0 ? "It is the first part already." : "It is the last part already.");
      return;
    }
    if (focused && document.activeElement !== focused) focused.focus({ preventScroll: true });
    this.views.get(id)!.element.scrollIntoView({ block: "nearest" });
    this.announce(`${this.name(id)} moved to ${to + 1} of ${this.page.now.blocks.length}.`);
  }

  private remove(id: string, at: number): void {
    const block = this.page.block(id)!;
    const name = this.title(block) || `The ${this.name(id).toLowerCase()}`;
    this.rest();
    this.page.remove(id);
    const next = this.page.now.blocks[Math.min(at, this.page.now.blocks.length - 1)];
    this.goTo(next?.id ?? detailsID);
    toast(`${name} is off the page.`, () => {
      if (this.page.block(id)) return;
      this.page.insert(block, Math.min(at, this.page.now.blocks.length));
      this.goTo(id);
      this.announce(`${name} is back.`);
    });
  }

  private title(block: Block): string {
    const heading = block.fields.heading;
    return typeof heading === "string" && heading !== "" ? `“${heading}”` : "";
  }

  /** Whether an element stands in a part that holds nothing. */
  isBare(at: Element): boolean {
    const block = this.page.block(at.closest<HTMLElement>(".block")?.dataset.id ?? "");
    return block !== undefined && isEmpty(block.fields);
  }

  /**
   * Puts whole parts in the stead of the empty one that they were pasted into, or below one that has words by now, and
   * offers to keep them in its text instead: keep does that. false: the page does not take such parts.
   */
  takeParts(what: Insertion, at: Element, keep: () => void): boolean {
    const here = this.page.block(at.closest<HTMLElement>(".block")?.dataset.id ?? "");
    if (!here || !this.takesAll(what.parts)) return false;
    const parts = what.parts.map(({ kind, fields }): Block => ({ id: newID(), kind, fields: fields as Fields }));
    this.page.together(() => {
      this.page.insertAll(parts, this.page.index(here.id) + 1);
      if (isEmpty(here.fields)) this.page.remove(here.id);
    });
    this.goTo(parts.at(-1)!.id, "", true);
    toast(`Pasted as ${many(parts)}. ${leftOut(what)}`.trim(), () => {
      this.page.together(() => {
        const first = this.page.now.blocks.findIndex((b) => parts.some((p) => p.id === b.id));
        if (!this.page.block(here.id)) this.page.insert(here, Math.max(0, first));
        this.page.removeAll(parts.map((p) => p.id));
        keep();
      });
      this.goTo(here.id, "", true);
    }, "Keep it in one text");
    return true;
  }

  /** Whether the page takes parts of these kinds. */
  private takesAll(parts: readonly { kind: string }[]): boolean { return parts.every((p) => this.data.kinds?.some((k) => k.name === p.kind)); }

  private ask(at: number): void { this.menu?.ask((kind) => this.add(kind, at)); }

  private add(kind: string, at: number): void {
    const block: Block = { id: newID(), kind, fields: {} };
    this.page.insert(block, at);
    this.goTo(block.id);
    this.views.get(block.id)!.element.scrollIntoView({ block: "nearest" });
    this.announce(`${this.name(block.id)} added.`);
  }

  /** Undo or redo, and the caret goes where it was. */
  back(undo: boolean): void {
    const place = this.page.next(undo);
    if (!place) {
      this.announce(undo ? "There is nothing to undo." : "There is nothing to redo.");
      return;
    }
    const name = place.block === "" ? "title and details" : this.name(place.block); // before the block is off the page
    if (undo) this.page.undo();
    else this.page.redo();
    if (place.block === "" || this.page.block(place.block)) this.goTo(place.block, place.path, true);
    else if (!this.paper.contains(document.activeElement)) this.goTo(detailsID);
    this.announce(`${undo ? "Undone" : "Done again"}: ${place.did ? `${name || this.name(place.block)} ${place.did}` : `a change in ${name}`}.`);
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const mod = event.ctrlKey || event.metaKey;
    const target = event.target as Element;
    const inside = this.paper.contains(target) || target === document.body;
    const typing = !inside && target.matches("input, textarea, select"); // they have an undo of their own
    const pressed = event.key.toLowerCase();
    const handled = (): boolean => {
      if (!typing && !target.closest("dialog") && mod && !event.altKey && (pressed === "z" || (pressed === "y" && !event.shiftKey))) return this.back(pressed === "z" && !event.shiftKey), true;
      if (!inside) return false;
      if (this.on === detailsID && !(mod && event.key === "Enter")) return false;
      if (event.altKey && !mod && !event.shiftKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) return this.do(event.key === "ArrowUp" ? "up" : "down", this.on), true;
      if (mod && event.shiftKey && pressed === "d") return this.do("duplicate", this.on), true;
      if (mod && event.key === "Enter") return this.ask(this.page.index(this.on) + 1), true;
      return false;
    };
    if (handled()) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Escape" && inside && !event.defaultPrevented && this.paper.querySelector(".block.on")) {
      const element = this.paper.querySelector<HTMLElement>(".block.on")!;
      this.rest();
      if (element.tabIndex < 0) element.tabIndex = -1;
      element.focus({ preventScroll: true });
      element.classList.remove("on");
      this.tools.remove();
      this.shared.toolbar.hide();
    }
  }
}

const many = (parts: readonly unknown[]): string => (parts.length === 1 ? "one part" : `${parts.length} parts`);

/** Puts an element behind another one, if it is not there, without taking the focus from it where the browser can. */
function place(parent: HTMLElement, element: Element, after: Element): void {
  if (after.nextElementSibling === element) return;
  const mover = parent as HTMLElement & { moveBefore?: (node: Node, child: Node | null) => void };
  if (mover.moveBefore && element.isConnected) mover.moveBefore(element, after.nextSibling);
  else after.after(element);
}
