// A client for what practicecms delivers. It needs nothing but fetch, so it runs in Node 20 or
// later, in browsers and at the edge. Copy this file and types.ts, or get the types of your own
// site: curl "$CMS_URL/api/v1/types.ts" -o types.ts
//
//   const cms = new Practicecms({ url: "https://cms.example.org" });
//   const page = await cms.page("/services/emdr");
//   for await (const item of cms.pages({ type: "service" })) console.log(item.path);
import type {
  AnyDocument, AnyItem, AnyPage, AnyPageItem, Change, ChangeFeed, Found, PracticeDocument, Problem, Redirect, RedirectList, Resolution,
} from "./types.js";

export type * from "./types.js";

export interface Options {
  /** Where the CMS is, such as https://cms.example.org. */
  url: string;
  /** The language to ask for. Default: the first one of the site. */
  locale?: string | undefined;
  /** How long one attempt may take, in milliseconds. Default: 10 000. */
  timeout?: number | undefined;
  /** How often to try again when the server is busy or cannot be reached. Default: 3. */
  retries?: number | undefined;
  /** The pause before the first new attempt, in milliseconds; each one after is twice as long. Default: 250. */
  pause?: number | undefined;
  /**
   * How many answers to keep, so that asking again costs a 304 without a body. Together they have
   * 16 million characters at most. Default: 500, and 0 in browsers: their own cache keeps them, over
   * page loads too, and a tag that we send would cost a preflight each time.
   */
  keep?: number | undefined;
  /** In place of the global fetch. */
  fetch?: typeof fetch | undefined;
}

/** What every question takes. */
export type Ask = {
  locale?: string | undefined;
  /** RFC 3339: what was told at this moment. */
  at?: string | undefined;
  /** Ends the question; what is thrown is its reason. */
  signal?: AbortSignal | undefined;
};

/** A question for a list; type narrows what comes. */
export type AskList<T> = Ask & {
  type?: T | undefined;
  /** Only what shows or links to the document with this id. */
  references?: string | undefined;
  /** path, title, publishedAt or firstPublishedAt; with a hyphen before it, the other way round. */
  sort?: string | undefined;
};

/** The server refused, with a problem as RFC 9457 has it. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly status: number;
  readonly problem: Problem;
  /** How long the server asks to wait, in milliseconds; 0 when it does not say. */
  readonly retryAfter: number;

  constructor(problem: Problem, retryAfter = 0) {
    super(problem.detail || problem.title);
    this.status = problem.status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** The server could not be reached, or did not answer in time; cause says more. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

/** A pause that the server asks for is kept up to this; if it asks for more, its refusal is thrown. */
const longestPause = 30_000;

/** What a busy server, or the proxy in front of it, answers with. */
const busy = new Set([429, 502, 503, 504]);

/** How many characters all answers that are kept may have. */
const mostKept = 16_000_000;

/**
 * How browsers ask: their own cache holds the answer, and asks the server whether it is still right.
 * Left alone, they show for up to ten minutes what they have, and ask afterwards. Elsewhere fetch has
 * no such cache, and not everywhere does it know the option.
 */
const inBrowsers: RequestInit = "document" in globalThis ? { cache: "no-cache" } : {};

export class Practicecms {
  readonly #options: Options;
  readonly #base: string;
  readonly #kept: Kept;

  constructor(options: Options) {
    this.#options = options;
    this.#base = options.url.replace(/\/+$/, "") + "/api/v1";
    this.#kept = new Kept(options.keep ?? (inBrowsers.cache ? 0 : 500));
  }

  /** The practice itself. */
  site(ask: Ask = {}): Promise<PracticeDocument> {
    return this.#get("/site", ask);
  }

  /** The page at a path, such as /services/emdr. */
  async page(path: string, ask: Ask = {}): Promise<AnyPage> {
    return this.#get("/pages" + encoded(path), ask);
  }

  /** A page or record by its id. */
  document(id: string, ask: Ask = {}): Promise<AnyDocument> {
    return this.#get("/documents/" + encodeURIComponent(id), ask);
  }

  /** All pages without their blocks, by path. */
  pages<T extends AnyPageItem["type"] = AnyPageItem["type"]>(ask: AskList<T> = {}): AsyncGenerator<Extract<AnyPageItem, { type: T }>, void> {
    return this.#list("/pages", ask);
  }

  /** All pages and records without their blocks, oldest first. */
  documents<T extends AnyItem["type"] = AnyItem["type"]>(ask: AskList<T> = {}): AsyncGenerator<Extract<AnyItem, { type: T }>, void> {
    return this.#list("/documents", ask);
  }

  /** What stands at a path: a page, or a redirect to where it is now. */
  resolve(path: string, ask: Ask = {}): Promise<Resolution> {
    return this.#get("/resolve", { ...ask, path });
  }

  /** What is live by its words, the best first. Highlights are HTML with mark elements alone. */
  search(q: string, ask: Pick<AskList<AnyItem["type"]>, "type" | "locale" | "signal"> = {}): AsyncGenerator<Found, void> {
    return this.#list("/search", { ...ask, q });
  }

  /** All old paths and where their pages are now. */
  async redirects(ask: Ask = {}): Promise<Redirect[]> {
    return (await this.#get<RedirectList>("/redirects", ask)).items;
  }

  /**
   * What readers saw change after a cursor, oldest first, and the cursor to go on from. With
   * "latest" there are no changes, only the cursor: take it before reading everything. A
   * ProblemError of status 410 means: the cursor is of another site; read everything anew.
   */
  async changes(since = "", ask: Pick<Ask, "signal"> = {}): Promise<{ items: Change[]; next: string }> {
    const items: Change[] = [];
    for (let next = since; ; ) {
      const feed = await this.#get<ChangeFeed>("/changes", { ...ask, locale: null, since: next || null, limit: 100 });
      items.push(...feed.items);
      if (!feed.more) return { items, next: feed.next };
      next = feed.next;
    }
  }

  /** The version that a shared link shows. It is never kept. */
  async preview(path: string, token: string, ask: Pick<Ask, "signal"> = {}): Promise<AnyPage> {
    return this.#get("/preview" + encoded(path), { ...ask, token, locale: null }, false);
  }

  async *#list<T>(address: string, ask: Params): AsyncGenerator<T, void> {
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const list: { items: T[]; next: string | null } = await this.#get(address, { ...ask, limit: 100, cursor });
      yield* list.items;
      cursor = list.next;
    }
  }

  async #get<T>(address: string, { signal, ...params }: Params, keep = true): Promise<T> {
    const url = new URL(this.#base + address);
    if (params.locale === undefined) params.locale = this.#options.locale;
    for (const [name, value] of Object.entries(params)) {
      if (value !== undefined && value !== null) url.searchParams.set(name, String(value));
    }
    for (let attempt = 0; ; attempt++) {
      try {
        return JSON.parse(await this.#try(url.href, keep, signal)) as T;
      } catch (error) {
        signal?.throwIfAborted();
        const asked = error instanceof ProblemError ? error.retryAfter : 0;
        const again = error instanceof UnreachableError || (error instanceof ProblemError && busy.has(error.status));
        if (!again || attempt >= (this.#options.retries ?? 3) || asked > longestPause) throw error;
        const pause = (this.#options.pause ?? 250) * 2 ** attempt;
        await rest(Math.max(asked, pause * (0.5 + Math.random() / 2)), signal);
      }
    }
  }

  /** One attempt: the text of the answer. */
  async #try(url: string, keep: boolean, signal: AbortSignal | undefined): Promise<string> {
    const kept = keep ? this.#kept.get(url) : undefined;
    const timeout = AbortSignal.timeout(this.#options.timeout ?? 10_000);
    let answer: Response, body: string;
    try {
      answer = await (this.#options.fetch ?? fetch)(url, {
        ...inBrowsers,
        headers: kept ? { "If-None-Match": kept.etag } : {},
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      body = await answer.text();
    } catch (cause) {
      throw new UnreachableError(`${url} did not answer`, { cause });
    }
    if (answer.status === 304 && kept) {
      body = kept.body;
    } else if (!answer.ok) {
      throw new ProblemError(problemOf(answer, body), retryAfter(answer.headers.get("retry-after")));
    }
    if (keep) this.#kept.set(url, { etag: answer.headers.get("etag") ?? kept?.etag ?? "", body });
    return body;
  }
}

type Answer = { etag: string; body: string };

/** The last answers by address, within a number and a size. */
class Kept {
  readonly #answers = new Map<string, Answer>(); // least recently used first
  readonly #most: number;
  #size = 0; // characters of all bodies

  constructor(most: number) {
    this.#most = most;
  }

  get(url: string): Answer | undefined {
    return this.#answers.get(url);
  }

  /** Keeps an answer in place of the one before; one without a tag cannot be asked for by it. */
  set(url: string, answer: Answer): void {
    this.#drop(url);
    if (!answer.etag || answer.body.length > mostKept) return;
    this.#answers.set(url, answer);
    this.#size += answer.body.length;
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= this.#most && this.#size <= mostKept) return;
      this.#drop(oldest);
    }
  }

  #drop(url: string): void {
    this.#size -= this.#answers.get(url)?.body.length ?? 0;
    this.#answers.delete(url);
  }
}

/** The parameters of an address, beside what ends the question; null leaves one out. */
type Params = { signal?: AbortSignal | undefined; locale?: string | null | undefined } & Record<string, unknown>;

/** A path of the site as a part of an address. One with dots would lead to another address. */
function encoded(path: string): string {
  const [before, ...parts] = path.split("/");
  if (before !== "" || parts.length === 0 || parts.some((part) => part === "." || part === "..")) {
    throw new ProblemError({ type: "urn:practicecms:problem:not-found", title: "Not Found", status: 404, detail: "No page can have this address.", problems: [] });
  }
  return "/" + parts.map(encodeURIComponent).join("/");
}

/** What a proxy answers with is not always a problem. */
function problemOf(answer: Response, body: string): Problem {
  const plain = { type: "about:blank", title: answer.statusText, status: answer.status, detail: "", problems: [] };
  if (!answer.headers.get("content-type")?.startsWith("application/problem+json")) return plain;
  try {
    return { ...plain, ...JSON.parse(body) };
  } catch {
    return plain;
  }
}

/** Retry-After, which is in seconds or a date, in milliseconds. */
function retryAfter(header: string | null): number {
  if (!header) return 0;
  const until = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Math.max(0, until || 0);
}

function rest(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((done, fail) => {
    const timer = setTimeout(end, ms);
    function end(): void {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      signal?.aborted ? fail(signal.reason) : done();
    }
    signal?.addEventListener("abort", end);
  });
}
