// Sends one file in pieces, so that a connection that breaks goes on where it stopped.

/** What the server made of a file. */
export interface Asset {
  id: string; title: string; file: string; kind: string; size: number;
  width: number; height: number; src: string; alt: string; focusX: number; focusY: number;
  told: string[]; // what was taken out of it, in sentences
  known: boolean; // it was there already
}

/** Why a file was not taken, and what to do about it. */
export class Refused extends Error {}

/** What an upload needs of the browser. */
export interface Line {
  fetch(address: string, init: RequestInit): Promise<Response>;
  wait(milliseconds: number): Promise<void>;
}

export const line: Line = {
  fetch: (address, init) => fetch(address, init),
  wait: (milliseconds) => new Promise((resolve) => {
    const timer = window.setTimeout(done, milliseconds);
    window.addEventListener("online", done);
    function done(): void {
      window.clearTimeout(timer);
      window.removeEventListener("online", done);
      resolve();
    }
  }),
};

/** How long the server may take for one piece, in milliseconds. The last one makes the picture. */
const patience = { piece: 60_000, last: 180_000 };
/** How often a piece is tried before a person is asked, and how long is waited between, in milliseconds: about five minutes in all. */
const tries = 12;
const pause = (failed: number): number => Math.min(1000 * 2 ** failed, 30_000);

interface Place { id: string; at: number; piece: number }

export class Upload {
  private place: Place | null = null;
  private stopped = new AbortController();

  /** told is called as it goes on: a share from 0 to 1, and whether it waits for the connection. */
  constructor(readonly file: File, private readonly token: string, private readonly told: (share: number, waiting: boolean) => void, private readonly by: Line = line) {}

  /** Sends it, or what is left of it. It throws Refused, and Error when the connection does not come back. */
  send(): Promise<Asset> {
    return this.until((id) => this.ask<Asset>(`/admin/uploads/${id}/done`, new URLSearchParams({ token: this.token, name: this.file.name }), patience.last));
  }

  /** Sends it as another file for an asset, and returns where to go then. */
  async sendTo(address: string): Promise<string> {
    return (await this.until((id) => this.ask<{ go: string }>(address, new URLSearchParams({ token: this.token, upload: id }), patience.last))).go;
  }

  private async until<A>(finish: (id: string) => Promise<A>): Promise<A> {
    for (let failed = 0; ; ) {
      try {
        const got = await this.step(finish);
        if (got) return got;
        failed = 0;
      } catch (why) {
        if (why instanceof Refused || this.stopped.signal.aborted || ++failed >= tries) throw why;
        this.told(this.share(), true);
        await this.by.wait(pause(failed));
        await this.look();
      }
    }
  }

  /** Gives it up. */
  stop(): void { this.stopped.abort(); }

  private share(): number { return this.place && this.file.size > 0 ? this.place.at / this.file.size : 0; }

  private async step<A>(finish: (id: string) => Promise<A>): Promise<A | null> {
    if (!this.place) {
      this.place = await this.ask<Place>("/admin/uploads", new URLSearchParams({ token: this.token, size: String(this.file.size) }), patience.piece);
    } else if (this.place.at < this.file.size) {
      const { id, at, piece } = this.place;
      this.place = await this.ask<Place>(`/admin/uploads/${id}/piece?at=${at}`, this.file.slice(at, at + piece), patience.piece);
    } else {
      return finish(this.place.id);
    }
    this.told(this.share(), false);
    return null;
  }

  /** Asks how much arrived, after a piece of which that is not known. */
  private async look(): Promise<void> {
    if (!this.place) return;
    try {
      const response = await this.by.fetch(`/admin/uploads/${this.place.id}`, { headers: { Accept: "application/json" }, signal: this.stopped.signal });
      if (response.ok) this.place = (await response.json()) as Place;
      else if (response.status === 404) this.place = null; // it was swept away: from the start
    } catch { /* the next try tells */ }
  }

  private async ask<A>(address: string, body: Blob | URLSearchParams, most: number): Promise<A> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (body instanceof Blob) Object.assign(headers, { "Content-Type": "application/octet-stream", "X-Token": this.token });
    const response = await this.by.fetch(address, { method: "POST", body, headers, signal: AbortSignal.any([this.stopped.signal, AbortSignal.timeout(most)]) });
    if (response.ok) return (await response.json()) as A;
    const problem = (await response.json().catch(() => null)) as { happened: string; do: string; at?: number } | null;
    if (response.status === 401) throw new Refused("You are signed out. Sign in again in another tab, then send it once more.");
    if (response.status === 409 || response.status >= 500 && response.status !== 507) throw new Error(problem?.happened ?? `the answer was ${response.status}`);
    throw new Refused(problem ? `${problem.happened}. ${problem.do}` : `The answer was ${response.status}. Send it once more.`);
  }
}
