// Asks the server what a clipboard holds: what pasted words mean is decided there, once for the whole program.
import type { Clip, Insertion, Place } from "../markdown/paste.ts";
import { toast } from "./toast.ts";

const patience = 10_000; // milliseconds after which the plain words go in

/** What was left out that is named; the rest is counted. */
const named = 3;

export class Importer {
  constructor(private readonly token: string) {}

  /** Makes out a clip for a place. null: it cannot, and the person was told that the plain words go in, and why. */
  async read({ html, text }: Clip, at: Place): Promise<Insertion | null> {
    try {
      const body = new URLSearchParams({ token: this.token, html, text, at });
      const response = await fetch("/admin/insert", { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(patience) });
      if (response.ok) {
        const got = (await response.json()) as Insertion;
        if (got.form !== "parts" && got.removed.length > 0) toast(leftOut(got)); // of parts it is said how many they are, too
        return got;
      }
      const told = (await response.json().catch(() => null)) as { happened: string; do: string } | null;
      if (response.status === 401) say("You are signed out.", "Sign in, undo this, and paste again.", text);
      else if (told && response.status < 500) say(`${told.happened}.`, told.do, text);
      else say("Something went wrong on our side.", "Undo this, and paste again.", text);
    } catch {
      say(navigator.onLine ? "We cannot be reached at the moment." : "You are offline.", "When the connection is back, undo this and paste again.", text);
    }
    return null;
  }
}

function say(happened: string, next: string, text: string): void {
  toast(text.trim() === "" ? `${happened} ${next}` : `${happened} Only the plain words went in. ${next}`);
}

/** What of a clip is not on the page, and why, in a sentence; "" for nothing. */
export function leftOut({ removed }: Pick<Insertion, "removed">): string {
  if (removed.length === 0) return "";
  const all = removed.slice(0, named).map(({ what, text }) => (text ? `${what} (“${text}”)` : what));
  if (removed.length > named) all.push(`${removed.length - named} more`);
  return `Left out: ${all.join("; ")}.`;
}
