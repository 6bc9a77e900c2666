// Asks the server what a clipboard holds: what pasted words mean is decided there, once for the whole program.
import type { Clip, Insertion, Place } from "../markdown/paste.ts";
import { toast } from "./toast.ts";

const patience = 10_000; // milliseconds after which the plain words go in

/** What was left out that is named; the rest is counted. */
const named = 3;

export class Importer {
  constructor(private readonly token: string) {}

  /** Makes out a clip for a place. null: it cannot, and the person was told that the plain words go in, and why. put puts Markdown behind what is there: links to what was embedded, when they are wanted. */
  async read({ html, text }: Clip, at: Place, put?: (markdown: string) => void): Promise<Insertion | null> {
    try {
      const body = new URLSearchParams({ token: this.token, html, text, at });
      const response = await fetch("/admin/insert", { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(patience) });
      if (response.ok) {
        const got = (await response.json()) as Insertion;
        if (got.form !== "parts" && got.removed.length > 0) this.tell(got, put); // of parts it is said how many they are, too
        return got;
      }
      const told = (await response.json().catch(() => null)) as { happened: string; do: string } | null;
      if (response.status === 401) toast(notRead("You are signed out.", "Sign in", text));
      else if (told && response.status < 500) toast(`${told.happened}. ${hasWords(text) ? `${plainWent} ` : ""}${told.do}`);
      else toast(notRead("Something went wrong on our side.", "", text));
    } catch {
      toast(notRead(navigator.onLine ? "We cannot be reached at the moment." : "You are offline.", "When the connection is back", text));
    }
    return null;
  }

  private tell(got: Insertion, put?: (markdown: string) => void): void {
    const links = linksTo(got);
    if (put && links.length > 0) toast(leftOut(got), () => put(links.join("\n\n")), links.length > 1 ? "Put links to them" : "Put a link to it");
    else toast(leftOut(got));
  }
}

/** Links to what was embedded in a clip, as Markdown. */
export function linksTo({ removed }: Pick<Insertion, "removed">): string[] {
  return removed.flatMap(({ what, link }) => (link ? [`[${what.replace(/^an? (.)/, (_, first: string) => first.toUpperCase())}](<${link}>)`] : []));
}

const plainWent = "Only the plain words went in.";
/** Plain text that is only space puts no words in. */
const hasWords = (text: string): boolean => text.trim() !== "";

/** What to say of a clip that was not made out, and what to do, after what first ("" for at once). Without plain words nothing went in, and an undo would take what was typed before. */
export function notRead(happened: string, first: string, text: string): string {
  const again = hasWords(text) ? "undo this and paste again." : "paste again.";
  const next = first === "" ? again[0]!.toUpperCase() + again.slice(1) : `${first}, ${again}`;
  return [happened, hasWords(text) ? plainWent : "Nothing went in.", next].join(" ");
}

/** What of a clip is not on the page, and why, in a sentence; "" for nothing. */
export function leftOut({ removed }: Pick<Insertion, "removed">): string {
  if (removed.length === 0) return "";
  const first = [...removed].sort((a, b) => Number(!a.link) - Number(!b.link)); // what can be linked to is named
  return `Left out: ${someOf(first.map(({ what, text }) => (text ? `${what} (“${text}”)` : what)), "; ")}.`;
}

/** The first things of a list, and how many more there are. */
export function someOf(all: readonly string[], between: string): string {
  const more = all.length > named ? [`${all.length - named} more`] : [];
  return [...all.slice(0, named), ...more].join(between);
}
