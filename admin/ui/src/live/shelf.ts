// What a tab keeps in the browser until the server has it. Each tab has a shelf of its own, so that none overwrites another's words.
import type { Content } from "./data.ts";

/** The page as it stood, and what the server had of it. */
export interface Kept {
  base: number;
  seen: string;
  from: Content; // what the server had last
  sent?: Content; // what it was sent since, without an answer
  content: Content;
  at: number; // milliseconds since 1970
}

/** What a tab left behind that is not open any more. */
export interface Left { name: string; kept: Kept }

export class Shelf {
  private gone = new Set<string>(); // at the last look
  private readonly told = new Set<string>();
  private constructor(private readonly prefix: string, private readonly name: string) {}

  /**
   * Takes the shelf of this tab, which it has again after a reload. A tab holds a lock as long as it shows the page;
   * a duplicate of it brought the same name along, finds it held, and gets another one.
   */
  static async open(prefix: string): Promise<Shelf> {
    const key = "practicecms tab";
    const known = read(sessionStorage, key);
    for (let tries = 0; known && tries < 3; tries++) {
      if (await hold(`${prefix} ${known}`)) return new Shelf(prefix, `${prefix} ${known}`);
      await new Promise((done) => setTimeout(done, 100)); // the page that is being left lets go in a moment
    }
    const fresh = crypto.randomUUID();
    write(sessionStorage, key, fresh);
    await hold(`${prefix} ${fresh}`);
    return new Shelf(prefix, `${prefix} ${fresh}`);
  }

  /** Reports whether it is kept: a browser may be full, or forbid it. */
  put(kept: Kept): boolean { return write(localStorage, this.name, JSON.stringify(kept)); }
  clear(): void { drop(this.name); }
  own(): Kept | null { return kept(this.name); }

  /** Puts what this tab keeps where the words of closed tabs are, so that it can be offered and nothing new overwrites it. */
  setAside(): void {
    const text = read(localStorage, this.name);
    if (text !== null && write(localStorage, `${this.prefix} ${crypto.randomUUID()}`, text)) this.clear();
  }

  /** What tabs left behind that are not open any more, each once. A tab that is being loaded anew holds no lock for a moment: only who is gone at two looks is gone. */
  async left(): Promise<Left[]> {
    const open = new Set((await navigator.locks.query()).held?.map((lock) => lock.name));
    const shelves = Object.keys(localStorage).filter((name) => name === this.prefix || name.startsWith(this.prefix + " "));
    const gone = shelves.filter((name) => name !== this.name && !open.has(name) && !this.told.has(name));
    const left = gone.filter((name) => this.gone.has(name));
    this.gone = new Set(gone);
    for (const name of left) this.told.add(name);
    return left.map((name) => ({ name, kept: kept(name) })).filter((l): l is Left => l.kept !== null);
  }
}

/** Lets go of what a tab left behind. */
export function drop(name: string): void {
  try { localStorage.removeItem(name); } catch { /* there was nothing to remove */ }
}

/** Holds a lock until the page is left; false when another tab holds it. */
function hold(name: string): Promise<boolean> {
  return new Promise((done, fail) => {
    navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      done(lock !== null);
      return lock ? new Promise(() => {}) : undefined;
    }).catch(fail);
  });
}

function read(store: Storage, name: string): string | null {
  try { return store.getItem(name); } catch { return null; }
}

function write(store: Storage, name: string, text: string): boolean {
  try { store.setItem(name, text); } catch { return false; }
  return true;
}

function kept(name: string): Kept | null {
  try { return JSON.parse(read(localStorage, name) ?? "null") as Kept | null; } catch { return null; }
}
