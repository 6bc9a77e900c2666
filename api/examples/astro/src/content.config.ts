import { defineCollection } from "astro:content";
import type { DataStore, Loader } from "astro/loaders";
import { z } from "astro/zod";
import { type AnyPage, Practicecms, type PracticeDocument, ProblemError } from "../../../client/practicecms";

const cms = new Practicecms({ url: process.env.CMS_URL ?? "http://127.0.0.1:8080" });

/** The pages by their ids, and the practice as "site". */
export const collections = {
  documents: defineCollection({ loader: live(), schema: z.custom<AnyPage | PracticeDocument>() }),
};

/**
 * Puts into Astro's store everything once, and from then on only what changed: Astro keeps the
 * store, and the cursor in the feed of changes with it, from one build to the next.
 */
function live(): Loader {
  return {
    name: "practicecms",
    async load({ store, meta }) {
      const feed = await since(meta.get("cursor"));
      if (feed) {
        for (const id of stalePages(feed.items, store)) await put(id, store);
        if (feed.items.length > 0) store.set({ id: "site", data: { ...(await cms.site()) } });
        meta.set("cursor", feed.next);
        return;
      }
      const { next } = await cms.changes("latest"); // first, so that nothing falls between
      store.clear();
      for await (const { id } of cms.pages()) await put(id, store);
      store.set({ id: "site", data: { ...(await cms.site()) } });
      meta.set("cursor", next);
    },
  };
}

type Feed = Awaited<ReturnType<typeof cms.changes>>;

/** What changed since the last build; undefined when everything has to be read anew. */
async function since(cursor: string | undefined): Promise<Feed | undefined> {
  if (!cursor) return undefined;
  try {
    const feed = await cms.changes(cursor);
    return feed.items.some((change) => change.morePages || change.type === "practice") ? undefined : feed; // it touches all pages
  } catch (error) {
    if (error instanceof ProblemError && error.status === 410) return undefined; // it is another server's cursor
    throw error;
  }
}

/** The pages that changed, and those that show what changed. */
function stalePages(changes: Feed["items"], store: DataStore): Set<string> {
  const pages = changes.filter((change) => change.path || store.has(change.id));
  return new Set([...pages, ...changes.flatMap((change) => change.pages)].map(({ id }) => id));
}

async function put(id: string, store: DataStore): Promise<void> {
  try {
    store.set({ id, data: { ...(await cms.document(id)) } });
  } catch (error) {
    if (!(error instanceof ProblemError && error.status === 404)) throw error;
    store.delete(id); // it was taken off the site
  }
}
