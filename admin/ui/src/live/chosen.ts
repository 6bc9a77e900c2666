// Several parts that are worked on as one: chosen with Shift or Ctrl and a click, with a thumb, or with Shift and the arrows.
import { clone } from "./data.ts";

/** What the desk does for the chosen parts. */
export interface Hooks {
  /** Ids of all parts, in their order. */
  order(): string[];
  element(id: string): HTMLElement | null;
  /** Puts the focus on a part itself, not into its words. */
  stand(id: string): void;
  act(what: string): void;
  announce(text: string): void;
}

export class Chosen {
  private ids = new Set<string>();
  private from = ""; // where a range begins
  private to = ""; // and where it ends
  private readonly bar = clone("live-chosen")!;
  private readonly count = this.bar.querySelector("b")!;

  constructor(private readonly sheet: HTMLElement, private readonly hooks: Hooks) {
    this.bar.addEventListener("click", (event) => {
      const what = (event.target as Element).closest<HTMLElement>("[data-do]")?.dataset.do;
      if (what === "let-go") this.clear(true);
      else if (what) hooks.act(what);
    });
    this.bar.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays on the part
    this.bar.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.clear(true);
    });
  }

  /** The chosen parts in the order of the page. */
  get all(): string[] { return this.hooks.order().filter((id) => this.ids.has(id)); }
  get any(): boolean { return this.ids.size > 0; }
  has(id: string): boolean { return this.ids.has(id); }

  /** Chooses these parts and no other. */
  choose(ids: readonly string[]): void {
    this.ids = new Set(ids);
    this.from = ids[0] ?? "";
    this.to = ids.at(-1) ?? "";
    this.show();
  }

  /** Chooses all from where choosing began to a part; start is where it begins when nothing is chosen. */
  reach(id: string, start: string): void {
    if (!this.any) this.from = start;
    const order = this.hooks.order();
    const [a, b] = [order.indexOf(this.from), order.indexOf(id)];
    if (b < 0) return;
    this.to = id;
    this.ids = new Set(order.slice(Math.min(a < 0 ? b : a, b), Math.max(a, b) + 1));
    this.show();
  }

  /** Chooses one part more, or one less, at the end that moves. false: there is no other part there. */
  step(by: 1 | -1, start: string): boolean {
    const order = this.hooks.order();
    const next = order[order.indexOf(this.any ? this.to : start) + by];
    if (next !== undefined) this.reach(next, start);
    return next !== undefined;
  }

  /** Adds a part to the chosen ones, or takes it out. */
  toggle(id: string): void {
    if (!this.ids.delete(id)) this.ids.add(id);
    this.from = this.to = id;
    this.show();
  }

  /** Lets all go. */
  clear(loud = false): void {
    if (!this.any) return;
    this.ids.clear();
    this.show(loud ? "No part is chosen." : "");
  }

  /** Forgets what is off the page. */
  refresh(): void {
    const before = this.ids.size;
    if (before === 0) return;
    this.ids = new Set(this.all);
    if (this.ids.size !== before) this.show("");
  }

  private show(said = `${chosen(this.ids.size)}.`): void {
    for (const id of this.hooks.order()) {
      const element = this.hooks.element(id);
      if (!element) continue;
      element.classList.toggle("chosen", this.ids.has(id));
      // A group has no state of its own that says so.
      element.setAttribute("aria-label", (element.getAttribute("aria-label") ?? "").replace(/, chosen$/, "") + (this.ids.has(id) ? ", chosen" : ""));
    }
    this.count.textContent = chosen(this.ids.size);
    const held = this.bar.contains(document.activeElement);
    if (this.any && !this.bar.isConnected) this.sheet.append(this.bar);
    if (this.any && !held) this.hooks.stand(this.ids.has(this.to) ? this.to : this.all.at(-1)!);
    if (!this.any) {
      this.bar.remove();
      if (held) this.hooks.stand(this.to);
    }
    if (said !== "") this.hooks.announce(said);
  }

  focus(): void { this.bar.querySelector("button")!.focus(); }
}

const chosen = (n: number): string => (n === 1 ? "1 part chosen" : `${n} parts chosen`);
