// The page on the desk: its blocks, the tools of the one that is worked on, and the keys.
import { BlockView, DetailsView } from "./block.ts";
import type { Insertion } from "../markdown/paste.ts";
import { Chosen } from "./chosen.ts";
import { type Block, type Data, type Fields, clone, isEmpty, newID } from "./data.ts";
import { drag } from "./drag.ts";
import type { Shared } from "./fields.ts";
import { leftOut, someOf } from "./importer.ts";
import { Menu } from "./menu.ts";
import type { Page } from "./page.ts";
import { readParts, writeParts } from "./parts.ts";
import { toast } from "./toast.ts";

/** How much of each piece of a website's frame is named. */
const namedLetters = 30;

/** What was left out of a whole website, in a sentence. */
function leftOfFrame(left: readonly { text: string }[]): string {
  const pieces = left.map(({ text }) => {
    const line = text.replaceAll("\n", " · ");
    return `“${line.length > namedLetters ? line.slice(0, namedLetters).trimEnd() + "…" : line}”`;
  });
  return `Left out, because it looks like the frame of a website: ${someOf(pieces, ", ")}.`;
}

const blocksOf = ({ parts }: Pick<Insertion, "parts">): Block[] => parts.map(({ kind, fields }) => ({ id: newID(), kind, fields: fields as Fields }));

const detailsID = "details"; // as the server calls the form of title and fields

export class Desk {
  private readonly details: DetailsView;
  private readonly views = new Map<string, BlockView>();
  private readonly betweens = new Map<string, HTMLElement>(); // by the block that they stand behind; "" for the first
  private readonly tools = clone("live-tools")!;
  private readonly nothing = clone("live-nothing")!;
  private readonly menu: Menu | null;
  private readonly announcer = document.getElementById("announce")!;
  private readonly chosen: Chosen;
  private on = detailsID;
  private standing = false; // a part itself takes the focus, and not its words
  /** Told when the person goes to another block; "" for none. */
  moved: (block: string) => void = () => {};
  /** Leads to another screen, once everything is kept. */
  leave: (to: string) => Promise<void> = async (to) => location.assign(to);

  constructor(private readonly paper: HTMLElement, private readonly data: Data, private readonly page: Page, private readonly shared: Shared) {
    this.menu = data.kinds ? new Menu() : null;
    this.details = new DetailsView(data, page, shared);
    this.chosen = new Chosen(paper.parentElement!, {
      order: () => page.now.blocks.map((b) => b.id),
      element: (id) => this.element(id),
      stand: (id) => this.stand(id),
      act: (what) => this.do(what, this.chosen.all),
      announce: (text) => this.announce(text),
    });
    this.paper.replaceChildren(this.details.element);
    this.show();
    page.listen((_, place) => {
      this.show();
      if (place === null) this.announce("The page shows what came in.");
    });
    this.tools.addEventListener("click", (event) => {
      const what = (event.target as Element).closest<HTMLElement>("[data-do]")?.dataset.do;
      if (what && what !== "drag") this.do(what, [this.on]);
    });
    // A mouse or a thumb on a tool leaves the caret, and a phone's keyboard, where they are.
    this.tools.addEventListener("mousedown", (event) => event.preventDefault());
    drag(this.tools.querySelector('[data-do="drag"]')!, () => this.blocks(), () => this.elements([this.on]), (to) => to !== null && this.moveTo([this.on], to));
    drag(paper, () => this.blocks(), (down) => this.grasped(down), (to, up) => (to === null ? this.letGo(up) : this.moveTo(this.chosen.all, to)));
    this.nothing.addEventListener("click", (event) => {
      const what = (event.target as Element).closest<HTMLElement>("[data-do]")?.dataset.do;
      if (what === "begin") this.add(this.data.kinds![0]!.name, 0);
      else if (what === "menu") this.ask(0);
    });
    // Before the words themselves hear of it, so that the formatting bar finds the tools where it stands.
    paper.addEventListener("focus", (event) => {
      const block = (event.target as Element).closest<HTMLElement>(".block");
      if (!block) return;
      if (!this.standing) this.chosen.clear();
      if (!this.standing) this.turnTo(block.dataset.id || detailsID);
    }, true);
    paper.addEventListener("pointerdown", (event) => this.touched(event));
    document.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("copy", (event) => this.copy(event));
    document.addEventListener("cut", (event) => this.copy(event));
    document.addEventListener("paste", (event) => this.paste(event), true); // before a text reads it as words
    // Undo from a menu or a phone's keyboard comes without a key.
    paper.addEventListener("beforeinput", (event) => {
      if (event.inputType !== "historyUndo" && event.inputType !== "historyRedo") return;
      event.preventDefault();
      this.back(event.inputType === "historyUndo");
    });
  }

  private blocks(): HTMLElement[] { return this.page.now.blocks.map((b) => this.views.get(b.id)!.element); }
  private elements(ids: readonly string[]): HTMLElement[] { return ids.flatMap((id) => this.element(id) ?? []); }

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
    this.chosen.refresh();
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

  /** A click beside the words of a block goes to the nearest words; with Shift or Ctrl it chooses the block. */
  private touched(event: PointerEvent): void {
    const target = event.target as Element;
    const block = target.closest<HTMLElement>(".block");
    if (!block || event.button !== 0) return;
    const id = block.dataset.id!;
    const adds = isMac ? event.metaKey : event.ctrlKey;
    if (this.page.block(id) && (this.chosen.any ? event.shiftKey || adds || event.pointerType === "touch" : (event.shiftKey || adds) && id !== this.on)) {
      event.preventDefault();
      if (event.shiftKey) this.chosen.reach(id, this.on);
      else this.chosen.toggle(id);
      return;
    }
    if (this.chosen.has(id)) return; // it may be dragged; see grasped
    this.chosen.clear();
    if (target.closest("a, button, input, select, textarea, summary, label, [contenteditable]")) return;
    event.preventDefault();
    this.nearest(block, event);
  }

  /** The chosen parts, when a pointer has hold of one of them. */
  private grasped(down: PointerEvent): HTMLElement[] {
    const block = (down.target as Element).closest<HTMLElement>(".block");
    const plain = !down.shiftKey && !down.ctrlKey && !down.metaKey && down.pointerType !== "touch";
    return block && plain && this.chosen.has(block.dataset.id!) ? this.elements(this.chosen.all) : [];
  }

  /** A click on a chosen part lets all go, and leads to its words. */
  private letGo(up: PointerEvent): void {
    const block = document.elementFromPoint(up.clientX, up.clientY)?.closest<HTMLElement>(".block");
    this.chosen.clear();
    if (block) this.nearest(block, up);
  }

  /** Puts the focus into those words of a block that are nearest to a pointer. */
  private nearest(block: HTMLElement, event: PointerEvent): void {
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

  /** Steps out of the words of a part: the part itself has the focus, and its tools are put away. */
  private stand(id: string): void {
    const element = this.element(id) ?? this.details.element;
    this.rest();
    this.shared.toolbar.hide();
    this.on = element.dataset.id || detailsID;
    if (element.tabIndex < 0) element.tabIndex = -1;
    this.standing = true;
    element.focus({ preventScroll: true });
    this.standing = false;
    element.scrollIntoView({ block: "nearest" });
    this.moved(id === detailsID ? "" : id);
  }

  /** The part that itself has the focus; "" when words have it. */
  private get stood(): string {
    const at = document.activeElement as HTMLElement | null;
    return at?.matches(".block") && this.paper.contains(at) ? (at.dataset.id ?? "") : "";
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

  private do(what: string, ids: readonly string[]): void {
    if (what === "undo" || what === "redo") return this.back(what === "undo");
    const places = ids.map((id) => this.page.index(id)).filter((at) => at >= 0);
    if (places.length === 0) return;
    const first = Math.min(...places), last = Math.max(...places);
    switch (what) {
      case "up": this.moveTo(ids, first - 1); break;
      case "down": this.moveTo(ids, last + 2 - ids.length); break;
      case "duplicate": {
        const twins = ids.map((id): Block => ({ ...this.page.block(id)!, id: newID() }));
        this.page.insertAll(twins, last + 1);
        this.arrive(twins, "duplicated");
        break;
      }
      case "copy": void this.leave(`${this.data.page}/copy/${ids[0]}`); break;
      case "choose": this.chosen.toggle(ids[0]!); break;
      case "take": case "cut":
        document.execCommand(what === "cut" ? "cut" : "copy"); // only so can a button fill a clipboard with what this editor reads
        break;
      case "remove": this.remove(ids, first); break;
      case "add": this.ask(last + 1);
    }
  }

  private moveTo(ids: readonly string[], to: number): void {
    const focused = document.activeElement as HTMLElement | null;
    if (!this.page.moveAll(ids, to)) {
      const one = ids.length === 1;
      this.announce(to < 0 || to === 0 ? `${one ? "It is the first part" : "They are the first parts"} already.` : `${one ? "It is the last part" : "They are the last parts"} already.`);
      return;
    }
    if (focused && document.activeElement !== focused) {
      this.standing = focused.matches(".block");
      focused.focus({ preventScroll: true });
      this.standing = false;
    }
    this.views.get(ids[0]!)!.element.scrollIntoView({ block: "nearest" });
    this.announce(`${this.names(ids)} moved to ${to + 1} of ${this.page.now.blocks.length}.`);
  }

  private remove(ids: readonly string[], at: number): void {
    const { blocks } = this.page.now;
    const gone = blocks.filter((b) => ids.includes(b.id));
    const name = ids.length === 1 ? this.title(gone[0]!) || `The ${this.name(ids[0]!).toLowerCase()}` : many(ids);
    const is = ids.length === 1 ? "is" : "are";
    this.rest();
    this.page.removeAll(ids);
    const next = this.page.now.blocks[Math.min(at, this.page.now.blocks.length - 1)];
    this.goTo(next?.id ?? detailsID);
    toast(`${upperFirst(name)} ${is} off the page.`, () => {
      const back = gone.filter((b) => !this.page.block(b.id));
      if (back.length === 0) return;
      this.page.together(() => { for (const b of back) this.page.insert(b, Math.min(blocks.indexOf(b), this.page.now.blocks.length)); });
      this.goTo(back[0]!.id);
      this.announce(`${upperFirst(name)} ${is} back.`);
    });
  }

  /** Goes to parts that are new on the page: to the words of one, and several are chosen. */
  private arrive(parts: readonly Block[], did: string): void {
    const ids = parts.map((p) => p.id);
    if (ids.length === 1) this.goTo(ids[0]!);
    else this.chosen.choose(ids);
    this.views.get(ids[0]!)!.element.scrollIntoView({ block: "nearest" });
    this.announce(`${this.names(ids)} ${did}.`);
  }

  private names(ids: readonly string[]): string { return ids.length === 1 ? this.name(ids[0]!) : upperFirst(many(ids)); }

  /** What a key is about that is about whole parts: the chosen ones, or the one that itself has the focus. */
  private get whole(): string[] { return this.chosen.any ? this.chosen.all : [this.stood].filter((id) => this.page.block(id)); }

  /** Copies, or cuts, whole parts. */
  private copy(event: ClipboardEvent): void {
    const ids = this.whole;
    if (ids.length === 0 || !event.clipboardData || (!this.chosen.any && document.getSelection()?.isCollapsed === false)) return;
    event.preventDefault();
    writeParts(event.clipboardData, this.data.document, ids.map((id) => this.page.block(id)!), this.elements(ids));
    if (event.type === "cut") this.remove(ids, Math.min(...ids.map((id) => this.page.index(id))));
    else this.announce(`${this.names(ids)} copied.`);
  }

  /** Puts whole parts that were copied below those that are chosen, or below the one that is worked on. */
  private paste(event: ClipboardEvent): void {
    const at = document.activeElement ?? document.body;
    if (!event.clipboardData || !(this.paper.contains(at) || at === document.body || this.chosen.any)) return;
    const read = readParts(event.clipboardData, this.data.document, this.data, (id) => this.page.block(id) !== undefined);
    if (!read) {
      if (this.whole.length > 0) this.announce("Words are pasted into a text. Enter leads to that of this part.");
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (read.parts.length > 0) {
      this.page.insertAll(read.parts, Math.max(-1, ...(this.chosen.any ? this.chosen.all : [this.on]).map((id) => this.page.index(id))) + 1);
      this.arrive(read.parts, "pasted");
    }
    if (read.refused > 0) toast(`${upperFirst(many(new Array(read.refused)))} could not be pasted: this page takes no such parts.`);
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
    const parts = blocksOf(what);
    this.page.together(() => {
      this.page.insertAll(parts, this.page.index(here.id) + 1);
      if (isEmpty(here.fields)) this.page.remove(here.id);
    });
    this.goTo(parts.at(-1)!.id, "", true);
    const { left = [], whole = [] } = what;
    if (left.length > 0 && this.takesAll(whole)) {
      toast(`Pasted as ${many(parts)}. ${leftOfFrame(left)} ${leftOut(what)}`.trim(), () => this.offerOneText({ ...what, parts: whole }, this.replaceAll(parts, blocksOf({ parts: whole })), here, keep), "Put it in");
    } else this.offerOneText(what, parts, here, keep);
    return true;
  }

  /** Puts parts in the stead of others, as one step. */
  private replaceAll(old: readonly Block[], parts: Block[]): Block[] {
    this.page.together(() => {
      const first = this.page.now.blocks.findIndex((b) => old.some((p) => p.id === b.id));
      this.page.insertAll(parts, first < 0 ? this.page.now.blocks.length : first);
      this.page.removeAll(old.map((p) => p.id));
    });
    this.goTo(parts.at(-1)!.id, "", true);
    return parts;
  }

  /** Says what was pasted, and offers to have it in one text instead. */
  private offerOneText(what: Insertion, parts: Block[], here: Block, keep: () => void): void {
    toast(`Pasted as ${many(parts)}. ${leftOut(what)}`.trim(), () => {
      this.page.together(() => {
        const first = this.page.now.blocks.findIndex((b) => parts.some((p) => p.id === b.id));
        if (!this.page.block(here.id)) this.page.insert(here, Math.max(0, first));
        this.page.removeAll(parts.map((p) => p.id));
        keep();
      });
      this.goTo(here.id, "", true);
    }, "Keep it in one text");
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
    this.chosen.clear();
    if (place.block === "" || this.page.block(place.block)) this.goTo(place.block, place.path, true);
    else if (!this.paper.contains(document.activeElement)) this.goTo(detailsID);
    const what = place.many ? `${place.many} parts` : name || this.name(place.block);
    this.announce(`${undo ? "Undone" : "Done again"}: ${place.did ? `${what} ${place.did}` : `a change in ${name}`}.`);
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
      if (!inside && !this.chosen.any) return false;
      if (mod || event.altKey ? false : this.wholeKey(event)) return true;
      if (mod && pressed === "a" && !event.shiftKey && this.whole.length > 0) return this.chosen.choose(this.page.now.blocks.map((b) => b.id)), true;
      if (this.on === detailsID && !this.chosen.any && !(mod && event.key === "Enter")) return false;
      const ids = this.chosen.any ? this.chosen.all : [this.on];
      if (event.altKey && !mod && !event.shiftKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) return this.do(event.key === "ArrowUp" ? "up" : "down", ids), true;
      if (mod && event.shiftKey && pressed === "d") return this.do("duplicate", ids), true;
      if (mod && event.key === "Enter") return this.ask(Math.max(...ids.map((id) => this.page.index(id))) + 1), true;
      return false;
    };
    if (handled()) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Escape" && inside && (!event.defaultPrevented || target.matches(".rich")) && this.paper.querySelector(".block.on")) this.stand(this.on); // rich text prevents what the browser would do, and does nothing itself
  }

  /** Keys without Ctrl or Alt that are about whole parts. */
  private wholeKey(event: KeyboardEvent): boolean {
    const ids = this.whole;
    const target = event.target as Element;
    if (ids.length === 0 || !(target.matches(".block") || target === document.body)) return false;
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key] as 1 | -1 | undefined;
    if (by && event.shiftKey) {
      if (!this.chosen.step(by, this.on)) this.announce(by < 0 ? "It is the first part already." : "It is the last part already.");
      return true;
    }
    if (by) {
      const next = this.page.now.blocks[this.page.index(by < 0 ? ids[0]! : ids.at(-1)!) + by];
      this.chosen.clear();
      if (next) this.stand(next.id);
      return true;
    }
    switch (event.key) {
      case "Delete":
      case "Backspace": this.do("remove", ids); return true;
      case "Enter": {
        const to = this.on;
        this.chosen.clear();
        this.goTo(to);
        return true;
      }
      case "Escape":
        if (!this.chosen.any) return false;
        this.chosen.clear(true);
        return true;
    }
    return false;
  }
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const isMac = /Mac|iP(hone|[oa]d)/.test(navigator.platform);
const many = (parts: readonly unknown[]): string => (parts.length === 1 ? "one part" : `${parts.length} parts`);

/** Puts an element behind another one, if it is not there, without taking the focus from it where the browser can. */
function place(parent: HTMLElement, element: Element, after: Element): void {
  if (after.nextElementSibling === element) return;
  const mover = parent as HTMLElement & { moveBefore?: (node: Node, child: Node | null) => void };
  if (mover.moveBefore && element.isConnected) mover.moveBefore(element, after.nextSibling);
  else after.after(element);
}
