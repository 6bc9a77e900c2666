// The page as the person has it before them, and all the states it had: undo and redo go across everything.
import { alike, carry } from "./carry.ts";
import type { Block, Content, Declared, Fields } from "./data.ts";

/** Where a change was made, so that undo can show it, and what became of the block, or of so many: nothing means that its words changed. */
export interface Place { block: string; path: string; did?: "added" | "removed" | "moved"; many?: number }

interface Step { before: Content; after: Content; key: string; place: Place; at: number }

/** Typing in one place within this time, in milliseconds, is undone at once. */
const oneBreath = 1500;
/** Steps that are remembered. States share what did not change, so a step is small. */
const remembered = 500;

const placeOf = (ids: readonly string[], did: Place["did"] & string): Place => ({ block: ids[0]!, path: "", did, ...(ids.length > 1 && { many: ids.length }) });

export class Page {
  private steps: Step[] = [];
  private done = 0; // steps before this one are in effect
  private joint: { step: Step | null } | null = null; // while changes are made together
  private listeners: ((now: Content, place: Place | null) => void)[] = [];

  constructor(public now: Content, private readonly declared: Declared) {}

  /** Calls back after every change; place is null when the change came from the server. */
  listen(f: (now: Content, place: Place | null) => void): void { this.listeners.push(f); }
  private tell(place: Place | null): void { for (const f of this.listeners) f(this.now, place); }

  /** Makes a change. Changes with the same key in one breath are one step; an empty key never is. */
  change(next: Content, place: Place, key = ""): void {
    if (next === this.now) return;
    const last = this.steps[this.done - 1];
    const at = Date.now();
    this.steps.length = this.done;
    const joins = this.joint ? last === this.joint.step : key !== "" && last?.key === key && at - last.at < oneBreath;
    if (last && joins) {
      last.after = next;
      last.at = at;
    } else {
      const step = { before: this.now, after: next, key: this.joint ? "" : key, place, at };
      this.steps.push(step);
      if (this.joint) this.joint.step = step;
      if (this.steps.length > remembered) this.steps.shift();
      this.done = this.steps.length;
    }
    this.now = next;
    this.tell(place);
  }

  /** Makes one step of all the changes that act makes. */
  together(act: () => void): void {
    this.joint = { step: null };
    try {
      act();
    } finally {
      this.joint = null;
    }
  }

  /**
   * Takes what the server put together. That is no step: undo takes back one's own changes, so what came in is put under all
   * the states that are remembered, and a step that it leaves nothing of is forgotten.
   */
  replace(next: Content): void {
    const was = this.now;
    const now = carry(this.declared, was, next, was); // shares with was what says the same, so that the rest is found at once
    if (now === was) return;
    this.now = now;
    const known = new Map<Content, Content>();
    const under = (state: Content): Content => {
      if (!known.has(state)) known.set(state, carry(this.declared, was, now, state));
      return known.get(state)!;
    };
    const steps = this.steps.map((step) => ({ ...step, before: under(step.before), after: under(step.after) }));
    const stays = (step: Step): boolean => !alike(step.before, step.after);
    this.done = steps.slice(0, this.done).filter(stays).length;
    this.steps = steps.filter(stays);
    this.tell(null);
  }

  /** Where the next undo or redo makes its change; null when there is none. */
  next(undo: boolean): Place | null { return this.steps[undo ? this.done - 1 : this.done]?.place ?? null; }

  undo(): void {
    const step = this.steps[this.done - 1];
    if (!step) return;
    this.done--;
    this.now = step.before;
    this.tell(step.place);
  }

  redo(): void {
    const step = this.steps[this.done];
    if (!step) return;
    this.done++;
    this.now = step.after;
    this.tell(step.place);
  }

  block(id: string): Block | undefined { return this.now.blocks.find((b) => b.id === id); }
  index(id: string): number { return this.now.blocks.findIndex((b) => b.id === id); }

  setBlock(id: string, fields: Fields, path: string, key: string): void {
    const blocks = this.now.blocks.map((b) => (b.id === id ? { ...b, fields } : b));
    this.change({ ...this.now, blocks }, { block: id, path }, key === "" ? "" : `${id} ${key}`);
  }

  insert(block: Block, at: number): void { this.insertAll([block], at); }

  /** Puts blocks where one stands, in their order. */
  insertAll(blocks: readonly Block[], at: number): void {
    if (blocks.length === 0) return;
    this.change({ ...this.now, blocks: this.now.blocks.toSpliced(at, 0, ...blocks) }, placeOf(blocks.map((b) => b.id), "added"));
  }

  remove(id: string): void { this.removeAll([id]); }

  removeAll(ids: readonly string[]): void {
    this.change({ ...this.now, blocks: this.now.blocks.filter((b) => !ids.includes(b.id)) }, placeOf(ids, "removed"));
  }

  /** Moves a block so that it stands at an index; false when it stands there already. */
  move(id: string, to: number): boolean { return this.moveAll([id], to); }

  /** Moves blocks, in the order in which they stand, so that the first has an index among those that stay; false when nothing changes. */
  moveAll(ids: readonly string[], to: number): boolean {
    const moved = this.now.blocks.filter((b) => ids.includes(b.id));
    const others = this.now.blocks.filter((b) => !ids.includes(b.id));
    if (moved.length === 0 || to < 0 || to > others.length) return false;
    const blocks = others.toSpliced(to, 0, ...moved);
    if (blocks.every((b, i) => b === this.now.blocks[i])) return false;
    this.change({ ...this.now, blocks }, placeOf(moved.map((b) => b.id), "moved"));
    return true;
  }
}
