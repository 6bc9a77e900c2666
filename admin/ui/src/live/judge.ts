// Asks the server whether an address may be a link: that is decided there, once for the whole program.
import type { Judge, Verdict } from "../markdown/judged.ts";

const patience = 5000; // milliseconds

/** A judge for whoever the token is of. */
export const judgeFor = (token: string): Judge => async (address) => {
  try {
    const body = new URLSearchParams({ token, address });
    const response = await fetch("/admin/link", { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(patience) });
    return response.ok ? ((await response.json()) as Verdict) : null;
  } catch {
    return null; // offline: what is wrong with it is said when it is saved
  }
};
