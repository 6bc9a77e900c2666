// Keeps what is typed: at once in the browser, a moment after each pause at the server, and it says which of the two.
import { type Answer, type Content, type Data, same } from "./data.ts";
import type { Page } from "./page.ts";

const pause = { first: 700, then: 1500, preview: 500, retry: 4000, local: 250 }; // milliseconds
const patience = 30_000; // after which an answer is not waited for any more

/** A request outlives its window when it is smaller than this, in bytes (the Fetch standard's 64 KiB, less some room). */
const mostKeptAlive = 60_000;

/** What the browser keeps until the server has it. */
export interface Kept { base: number; seen: string; from: Content; content: Content; at: number }

export class Keeper {
  private timer = 0;
  private localTimer = 0;
  private running: Promise<Answer | null> | null = null;
  private acked: Content; // what the server had last
  private base: number;
  private seen: string;
  private stopped = false;
  private readonly shelf: string;
  /** Set while a preview follows the typing. */
  following = false;
  /** Told of each answer, after its parts are on the screen. */
  answered: (a: Answer) => void = () => {};

  constructor(private readonly data: Data, private readonly page: Page, private readonly showParts: (a: Answer) => void) {
    this.acked = page.now;
    this.base = data.base;
    this.seen = data.seen;
    this.shelf = `practicecms ${data.person} ${data.document} ${data.locale}`;
    page.listen(() => this.later());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.now());
    window.addEventListener("pagehide", () => this.keepHere());
    window.addEventListener("online", () => this.now());
    window.addEventListener("offline", () => this.dirty && this.say("offline"));
    window.addEventListener("storage", (event) => event.key === this.shelf && event.newValue !== null && this.dirty && this.later());
    window.addEventListener("beforeunload", (event) => {
      this.keepHere();
      if (this.dirty && !this.stopped && !this.isKeptHere()) event.preventDefault();
    });
  }

  get dirty(): boolean { return this.page.now !== this.acked; }
  get from(): number { return this.base; }

  private later(): void {
    if (this.stopped) return;
    window.clearTimeout(this.timer);
    window.clearTimeout(this.localTimer);
    if (!this.dirty) return;
    this.timer = window.setTimeout(() => void this.keep(), this.following ? pause.preview : this.data.working ? pause.then : pause.first);
    this.localTimer = window.setTimeout(() => this.keepHere(), pause.local);
  }
  private now(): void {
    if (this.dirty && !this.stopped) void this.keep();
  }

  /** Ends keeping, and forgets what the browser has: the person throws the edits away. */
  stop(): void {
    this.stopped = true;
    window.clearTimeout(this.timer);
    window.clearTimeout(this.localTimer);
    try { localStorage.removeItem(this.shelf); } catch { /* there was nothing to remove */ }
  }

  /** Brings everything to the server. It resolves to false when that did not work. */
  async flush(): Promise<boolean> {
    window.clearTimeout(this.timer);
    for (let tries = 0; this.dirty && tries < 3; tries++) if (!(await this.keep())) return false;
    return true;
  }

  keep(query = ""): Promise<Answer | null> { return this.send("keep" + query, {}); }

  /** Sends the page to the server for a purpose: keep, save, take-in. One after the other. */
  async send(what: string, more: { [name: string]: string }): Promise<Answer | null> {
    while (this.running) await this.running;
    this.running = this.sendNow(what, more, false);
    try {
      return await this.running;
    } finally {
      this.running = null;
      if (this.dirty && !this.stopped) this.later();
    }
  }

  private async sendNow(what: string, more: { [name: string]: string }, again: boolean): Promise<Answer | null> {
    const sent = this.page.now;
    const body = new URLSearchParams({ token: this.data.token, base: String(this.base), seen: this.seen, content: JSON.stringify(sent), ...more });
    if (again) body.set("from", JSON.stringify(this.acked));
    let response: Response;
    try {
      response = await fetch(`${this.data.page}/live/${what}`, { method: "POST", body, headers: { Accept: "application/json" }, keepalive: body.toString().length < mostKeptAlive, signal: AbortSignal.timeout(patience) });
    } catch {
      this.keepHere();
      this.say("offline");
      this.retry();
      return null;
    }
    if (response.status === 409 && !again) return this.sendNow(what, more, true);
    if (!response.ok) {
      this.keepHere();
      const why = (await response.json().catch(() => null)) as { happened: string; do: string } | null;
      if (response.status === 401) this.signedOut();
      else this.say("failed", why ? `${why.happened}. ${why.do}` : `the server answered ${response.status}.`);
      this.retry();
      return null;
    }
    const answer = (await response.json()) as Answer;
    this.base = answer.base;
    this.seen = answer.seen;
    this.data.working = answer.working;
    const settled = this.page.now === sent;
    this.acked = sent;
    if (answer.content && settled) {
      this.page.replace(answer.content);
      this.acked = this.page.now;
    } else if (answer.content) this.seen = ""; // typed on meanwhile: the next time the two are put together
    if (!this.dirty) this.forgetHere();
    this.showParts(answer);
    this.answered(answer);
    return answer;
  }

  /** Says that the session has ended, and keeps here what the server does not have. */
  signedOut(): void {
    this.keepHere();
    this.say("signed-out");
  }

  private retry(): void {
    window.clearTimeout(this.timer);
    if (!this.stopped) this.timer = window.setTimeout(() => void this.keep(), pause.retry);
  }

  /** Keeps the page in the browser until the server has it. */
  private keepHere(): void {
    if (!this.dirty || this.stopped) return;
    const kept: Kept = { base: this.base, seen: this.seen, from: this.acked, content: this.page.now, at: Date.now() };
    try { localStorage.setItem(this.shelf, JSON.stringify(kept)); } catch { /* full or forbidden: beforeunload warns instead */ }
  }
  private isKeptHere(): boolean {
    try { return localStorage.getItem(this.shelf) !== null; } catch { return false; }
  }
  private forgetHere(): void {
    try { localStorage.removeItem(this.shelf); } catch { /* nothing was kept */ }
  }

  /** What the browser kept of an earlier visit, if the server does not have it. */
  left(): Kept | null {
    try {
      const kept = JSON.parse(localStorage.getItem(this.shelf) ?? "null") as Kept | null;
      if (kept && !same(kept.content, this.page.now)) return kept;
    } catch { /* unreadable: not ours */ }
    this.forgetHere();
    return null;
  }

  /** Lets go of what the browser kept. */
  dropLeft(): void { this.forgetHere(); }

  /** Puts what the browser kept on top of what the server has. */
  async takeUp(kept: Kept): Promise<void> {
    const body = { base: String(kept.base), seen: "", from: JSON.stringify(kept.from), content: JSON.stringify(kept.content) };
    await this.send("keep", body);
  }

  private say(how: "offline" | "signed-out" | "failed", why = ""): void {
    const told = document.getElementById("kept");
    if (!told) return;
    told.classList.add("trouble");
    const here = !this.dirty ? "kept" : this.isKeptHere() ? "kept on this computer" : "still on this page";
    told.replaceChildren();
    if (how === "offline") told.textContent = `Offline: ${here}, will save`;
    else if (how === "failed") told.textContent = `Could not save: ${why} Your words are ${here}.`;
    else {
      const link = document.createElement("a");
      link.href = "/admin/sign-in";
      link.target = "_blank";
      link.rel = "opener";
      link.textContent = "Sign in again";
      told.append(`You are signed out. Your words are ${here}. `, link);
    }
  }
}
