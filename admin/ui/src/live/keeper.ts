// Keeps what is typed: at once in the browser, a moment after each pause at the server, and it says which of the two.
import { carry } from "./carry.ts";
import { type Answer, type Content, type Data, same } from "./data.ts";
import type { Page, Place } from "./page.ts";
import { Pause } from "./pause.ts";
import { type Left, Shelf, drop } from "./shelf.ts";

const pause = { first: 700, then: 1500, preview: 500, local: 250 }; // milliseconds
const most = { send: 4000, local: 1000 }; // milliseconds that somebody may go on typing before it is kept
const retry = { soon: 4000, offline: 20_000 }; // milliseconds
const patience = 30_000; // after which an answer is not waited for any more

/** Words that a tab kept longer ago than this, in milliseconds, are offered and not just put on the page. */
const oneSitting = 12 * 60 * 60 * 1000;

/** A request outlives its window when it is smaller than this, in bytes (the Fetch standard's 64 KiB, less some room). */
const mostKeptAlive = 60_000;

const saving = "Saving…";

type Trouble = "offline" | "signed-out" | "failed";

export class Keeper {
  private readonly soon = new Pause(most.send, () => void this.keep());
  private readonly soonHere = new Pause(most.local, () => this.keepHere());
  private retrying = 0;
  private running: Promise<Answer | null> | null = null;
  private acked: Content; // what the server had last
  private unanswered: Content | null = null; // what it was sent since, and nobody knows whether it arrived
  private base: number;
  private seen: string;
  private stopped = false;
  private keptHere = false; // the browser took what it was given last
  private trouble: { how: Trouble; why: string } | null = null; // with the last try
  /** Set while a preview follows the typing. */
  following = false;
  /** Told of each answer, after its parts are on the screen. */
  answered: (a: Answer) => void = () => {};

  constructor(private readonly data: Data, private readonly page: Page, private readonly shelf: Pick<Shelf, "put" | "clear" | "own" | "setAside" | "left">, private readonly showParts: (a: Answer) => void) {
    this.acked = page.now;
    this.base = data.base;
    this.seen = data.seen;
    page.listen(() => this.later());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") return;
      this.now();
      this.keepHere(); // with what was just sent: the answer may never be read
    });
    window.addEventListener("pagehide", () => this.keepHere());
    window.addEventListener("online", () => this.now());
    window.addEventListener("offline", () => this.dirty && this.fail("offline"));
    window.addEventListener("beforeunload", (event) => {
      this.keepHere();
      if (this.dirty && !this.stopped && !this.keptHere) event.preventDefault();
    });
  }

  /** Where the words of each tab are kept, for one person and one document. */
  static shelf(data: Data): Promise<Shelf> { return Shelf.open(`practicecms ${data.person} ${data.document} ${data.locale}`); }

  /** Whether the server may not have the page as it is. */
  get dirty(): boolean { return this.page.now !== this.acked || (this.unanswered !== null && this.unanswered !== this.acked); }
  get from(): number { return this.base; }

  /** What stands in the way of saving, in sentences; empty: nothing that we know of. */
  get why(): string {
    if (!this.trouble) return "";
    const here = this.keptHere || !this.dirty ? "What you type is kept on this computer" : "What you typed is still on this page, so leave it open";
    switch (this.trouble.how) {
      case "offline": return `${navigator.onLine ? "We cannot be reached at the moment." : "You are offline."} ${here}; saving works again when the connection is back.`;
      case "signed-out": return `You are signed out. ${here}; saving works again when you have signed in.`;
      case "failed": return `Could not save: ${this.trouble.why} ${here}.`;
    }
  }

  private later(): void {
    if (this.stopped) return;
    if (this.dirty) {
      this.soonHere.after(pause.local);
      if (!this.trouble) this.soon.after(this.following ? pause.preview : this.data.working ? pause.then : pause.first);
    } else this.rest();
    this.say();
  }

  /** There is nothing to keep: everything was undone, or has arrived. */
  private rest(): void {
    this.soon.stop();
    this.soonHere.stop();
    this.shelf.clear();
    this.fine();
  }

  private now(): void {
    if (this.dirty && !this.stopped) void this.keep();
  }

  /** Ends keeping, and forgets what the browser has: the person throws the edits away. */
  stop(): void {
    this.stopped = true;
    this.rest();
  }

  /** Brings everything to the server. It resolves to false when that did not work; sure asks the server even if there is nothing to bring. */
  async flush(sure = false): Promise<boolean> {
    this.soon.stop();
    if (sure && !this.dirty) return (await this.keep()) !== null;
    for (let tries = 0; this.dirty && tries < 3; tries++) if (!(await this.keep())) return false;
    return true;
  }

  keep(query = ""): Promise<Answer | null> { return this.send("keep" + query, {}); }

  /** Sends the page to the server for a purpose: keep, save, take-in. One after the other. */
  send(what: string, more: { [name: string]: string }): Promise<Answer | null> { return this.inTurn(() => this.sendAll(what, more)); }

  private async inTurn(act: () => Promise<Answer | null>): Promise<Answer | null> {
    while (this.running) await this.running;
    this.running = act();
    try {
      return await this.running;
    } finally {
      this.running = null;
      if (this.dirty && !this.stopped && !this.trouble) this.later();
    }
  }

  /** What may have arrived is first sent again as it was: only so can the server tell that it has it, and not take it for somebody else's. */
  private async sendAll(what: string, more: { [name: string]: string }): Promise<Answer | null> {
    const { unanswered } = this;
    if (unanswered && unanswered !== this.page.now && !(await this.sendNow("keep", unanswered))) return null;
    return this.sendNow(what, this.page.now, more);
  }

  private async sendNow(what: string, sent: Content, more: { [name: string]: string } = {}): Promise<Answer | null> {
    this.unanswered = sent;
    const answer = await this.ask(what, { base: this.base, seen: this.seen, from: this.acked, content: sent }, more);
    if (!answer) return null;
    this.unanswered = null;
    this.acked = sent;
    this.take(answer, (content) => this.page.replace(content));
    return answer;
  }

  /** Takes in how things are at the server. show puts the content on the page that the server made of what it was sent. */
  private take(answer: Answer, show: (content: Content) => void): void {
    this.base = answer.base;
    this.seen = answer.seen;
    this.data.working = answer.working;
    const settled = this.page.now === this.acked;
    if (answer.content && settled) {
      show(answer.content);
      this.acked = this.page.now;
    } else if (answer.content) this.seen = ""; // typed on meanwhile: the next time the two are put together
    if (!this.dirty) this.rest();
    else this.fine();
    this.showParts(answer);
    this.say();
    this.answered(answer);
  }

  /** Asks the server; null when it did not do it, which is on the screen then. It says first what was seen, and only when that is old what it began from. */
  private async ask(what: string, page: { base: number; seen: string; from: Content; content: Content }, more: { [name: string]: string }, again = false): Promise<Answer | null> {
    const body = new URLSearchParams({ token: this.data.token, base: String(page.base), seen: page.seen, content: JSON.stringify(page.content), ...more });
    if (again) body.set("from", JSON.stringify(page.from));
    let response: Response;
    let told: unknown;
    try {
      response = await fetch(`${this.data.page}/live/${what}`, { method: "POST", body, headers: { Accept: "application/json" }, keepalive: body.toString().length < mostKeptAlive, signal: AbortSignal.timeout(patience) });
      if (response.status === 409 && !again) return this.ask(what, page, more, true);
      told = response.ok ? await response.json() : await response.json().catch(() => null);
    } catch {
      this.fail("offline");
      return null;
    }
    if (response.ok) return told as Answer;
    if (response.status < 500) this.unanswered = null; // refused, so none of it is there
    const problem = told as { happened: string; do: string } | null;
    if (response.status === 401) this.fail("signed-out");
    else this.fail("failed", problem ? `${problem.happened}. ${problem.do}` : `the answer was ${response.status}.`);
    return null;
  }

  private fail(how: Trouble, why = ""): void {
    this.keepHere();
    this.trouble = { how, why };
    this.say();
    this.soon.stop();
    window.clearTimeout(this.retrying);
    if (!this.stopped) this.retrying = window.setTimeout(() => this.again(), navigator.onLine ? retry.soon : retry.offline);
  }

  /** Says that the session has ended, and keeps here what the server does not have. */
  signedOut(): void { this.fail("signed-out"); }

  /** Tries again. A try that nothing was typed for is over, unless nobody is signed in: that is over when somebody is. */
  private again(): void {
    if (this.dirty) return void this.keep();
    if (this.trouble?.how === "signed-out") return void (this.retrying = window.setTimeout(() => this.again(), retry.soon));
    this.fine();
    this.say();
  }

  private fine(): void {
    window.clearTimeout(this.retrying);
    this.trouble = null;
  }

  /** Keeps the page in the browser until the server has it. */
  private keepHere(): void {
    this.soonHere.stop();
    if (!this.dirty || this.stopped) return;
    this.keptHere = this.shelf.put({ base: this.base, seen: this.seen, from: this.acked, sent: this.unanswered ?? undefined, content: this.page.now, at: Date.now() });
    if (this.trouble) this.say();
  }

  /**
   * Puts what this tab kept before it was loaded anew on the page, as a step that can be undone, when the server still has what it began
   * from. Otherwise it is set aside, to be offered.
   */
  recover(): void {
    const kept = this.shelf.own();
    if (!kept) return;
    const { now } = this.page;
    if (same(kept.content, now)) return this.shelf.clear();
    const arrived = kept.sent !== undefined && same(kept.sent, now);
    const began = arrived || kept.seen === this.seen || same(kept.from, now);
    if (!began || Date.now() - kept.at > oneSitting) return this.shelf.setAside();
    if (kept.sent && !arrived) this.unanswered = kept.sent; // it may be on its way still
    this.bringBack(kept.content);
  }

  /** What tabs that are closed kept, and the server does not have. */
  async left(): Promise<Left[]> {
    const left = await this.shelf.left();
    return left.filter(({ name, kept }) => {
      const arrived = same(kept.content, this.acked);
      if (arrived) drop(name);
      return !arrived;
    });
  }

  /** Puts what a closed tab kept on top of what the server has. It resolves to false when that did not work. */
  async takeUp({ name, kept }: Left): Promise<boolean> {
    if (!(await this.flush())) return false;
    const answer = await this.inTurn(async () => {
      const answer = await this.ask("keep", { ...kept, seen: "" }, {}, true);
      if (answer) this.take(answer, (content) => this.bringBack(content));
      return answer;
    });
    if (answer) drop(name);
    return answer !== null;
  }

  /** Makes the page say this, as one step; undo goes to the first part that it changed. */
  private bringBack(content: Content): void {
    const { now } = this.page;
    const next = carry(this.data, now, content, now);
    const block = next.blocks.find((b) => !now.blocks.includes(b));
    const place: Place = { block: block?.id ?? "", path: "" };
    this.page.change(next, place);
  }

  /** Says in the bar how things are. What claims that all is saved goes as soon as there is something that is not. */
  private say(): void {
    const told = document.getElementById("kept");
    if (!told) return;
    told.classList.toggle("trouble", this.trouble !== null);
    if (this.dirty || this.trouble) told.dataset.was ??= told.textContent ?? "";
    else if (told.dataset.was === undefined) return; // as the server has it
    const words = this.trouble ? this.troubleWords() : this.dirty ? saving : told.dataset.was!;
    if (!this.dirty && !this.trouble) delete told.dataset.was;
    if (told.textContent === words) return;
    if (words === saving) told.replaceChildren(unheard(saving));
    else told.textContent = words;
    if (this.trouble?.how === "signed-out") told.append(" ", signInAgain());
  }

  private troubleWords(): string {
    const { how, why } = this.trouble!;
    const here = this.keptHere ? "kept on this computer" : "still on this page";
    switch (how) {
      case "offline": return this.dirty ? `Offline: ${here}, will save` : "Offline";
      case "signed-out": return `You are signed out. Your words are ${this.dirty ? here : "kept"}.`;
      case "failed": return `Could not save: ${why} Your words are ${here}, and we try again.`;
    }
  }
}

/** Words that screen readers leave out: while somebody types there is nothing to announce. */
function unheard(words: string): HTMLElement {
  const note = document.createElement("span");
  note.ariaHidden = "true";
  note.textContent = words;
  return note;
}

function signInAgain(): HTMLAnchorElement {
  const link = document.createElement("a");
  link.href = "/admin/sign-in";
  link.target = "_blank";
  link.rel = "opener";
  link.textContent = "Sign in again";
  return link;
}
