// The page as the person has it before them, and all the states it had: undo and redo go across everything.
import { type Block, type Content, type Fields, same } from "./data.ts";

/** Where a change was made, so that undo can show it. */
export interface Place { block: string; path: string }

interface Step { before: Content; after: Content; key: string; place: Place; at: number }

/** Typing in one place within this time, in milliseconds, is undone at once. */
const oneBreath = 1500;
/** Steps that are remembered. States share what did not change, so a step is small. */
const remembered = 500;

export class Page {
  private steps: Step[] = [];
  private done = 0; // steps before this one are in effect
  private listeners: ((now: Content, place: Place | null) => void)[] = [];

  constructor(public now: Content) {}

  /** Calls back after every change; place is null when the change came from the server. */
  listen(f: (now: Content, place: Place | null) => void): void { this.listeners.push(f); }
  private tell(place: Place | null): void { for (const f of this.listeners) f(this.now, place); }

  /** Makes a change. Changes with the same key in one breath are one step; an empty key never is. */
  change(next: Content, place: Place, key = ""): void {
    if (next === this.now) return;
    const last = this.steps[this.done - 1];
    const at = Date.now();
    this.steps.length = this.done;
    if (last && key !== "" && last.key === key && at - last.at < oneBreath) {
      last.after = next;
      last.at = at;
    } else {
      this.steps.push({ before: this.now, after: next, key, place, at });
      if (this.steps.length > remembered) this.steps.shift();
      this.done = this.steps.length;
    }
    this.now = next;
    this.tell(place);
  }

  /** Takes what the server put together, without forgetting how to undo what was typed here. */
  replace(next: Content): void {
    if (same(next, this.now)) return;
    this.steps.push({ before: this.now, after: next, key: "", place: { block: "", path: "" }, at: Date.now() });
    this.done = this.steps.length;
    this.now = next;
    this.tell(null);
  }

  get canUndo(): boolean { return this.done > 0; }
  get canRedo(): boolean { return this.done < this.steps.length; }

  undo(): Place | null {
    const step = this.steps[this.done - 1];
    if (!step) return null;
    this.done--;
    this.now = step.before;
    this.tell(step.place);
    return step.place;
  }

  redo(): Place | null {
    const step = this.steps[this.done];
    if (!step) return null;
    this.done++;
    this.now = step.after;
    this.tell(step.place);
    return step.place;
  }

  block(id: string): Block | undefined { return this.now.blocks.find((b) => b.id === id); }
  index(id: string): number { return this.now.blocks.findIndex((b) => b.id === id); }

  setBlock(id: string, fields: Fields, path: string, key: string): void {
    const blocks = this.now.blocks.map((b) => (b.id === id ? { ...b, fields } : b));
    this.change({ ...this.now, blocks }, { block: id, path }, key === "" ? "" : `${id} ${key}`);
  }

  insert(block: Block, at: number): void {
    this.change({ ...this.now, blocks: this.now.blocks.toSpliced(at, 0, block) }, { block: block.id, path: "" });
  }

  remove(id: string): void {
    this.change({ ...this.now, blocks: this.now.blocks.filter((b) => b.id !== id) }, { block: id, path: "" });
  }

  /** Moves a block so that it stands at an index; false when it stands there already. */
  move(id: string, to: number): boolean {
    const from = this.index(id);
    if (from < 0 || to < 0 || to >= this.now.blocks.length || from === to) return false;
    const blocks = this.now.blocks.toSpliced(from, 1);
    blocks.splice(to, 0, this.now.blocks[from]!);
    this.change({ ...this.now, blocks }, { block: id, path: "" });
    return true;
  }
}
