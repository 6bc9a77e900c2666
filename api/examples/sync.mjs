// What a static site needs of practicecms: everything once, and from then on only what changed.
//
// The state of the last build is one file: a cursor in the feed of changes, the practice, and the
// pages as they were delivered. Delete it to read everything anew. plain, eleventy and next use
// this; so may any builder that runs in Node, with a copy of this file.
import { readFile, rename, writeFile } from "node:fs/promises";
import { argv } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";

const base = (process.env.CMS_URL ?? "http://127.0.0.1:8080").replace(/\/$/, "") + "/api/v1";
const members = "fields=locale,path,title,seo,jsonLd,blocks"; // what the pages of a site are made of

/** Brings the file up to date. "changed" holds the ids of the pages to build anew, "gone" the paths that are free now. */
export async function sync(file = ".cms.json") {
  const old = await read(file);
  const state = (old && (await follow(old))) ?? (await everything());
  const all = JSON.stringify(state.site) !== JSON.stringify(old?.site); // it stands on every page
  const paths = new Set(Object.values(state.pages).map((page) => page.path));
  await writeFile(file + ".new", JSON.stringify(state));
  await rename(file + ".new", file); // a build that is cut off leaves the old file
  return {
    site: state.site,
    pages: Object.values(state.pages),
    changed: new Set(Object.keys(state.pages).filter((id) => all || old?.pages[id] !== state.pages[id])),
    gone: Object.values(old?.pages ?? {}).map((page) => page.path).filter((path) => !paths.has(path)),
  };
}

async function everything() {
  const { next: cursor } = await get("/changes?since=latest"); // first, so that nothing falls between
  const pages = {};
  for (let place = ""; place !== null; ) {
    const list = await get(`/pages?${members}&limit=50${place}`);
    for (const page of list.items) pages[page.id] = page;
    place = list.next && `&cursor=${list.next}`;
  }
  return { base, members, cursor, site: await get("/site"), pages };
}

/** What changed since; undefined when everything has to be read anew. */
async function follow({ cursor, site, pages }) {
  const stale = new Set();
  let moved = false;
  for (let feed = { more: true }; feed.more; cursor = feed.next) {
    feed = await get(`/changes?since=${cursor}&limit=100`);
    if (!feed || feed.items.some((change) => change.morePages || change.type === "practice")) return undefined; // it touches all pages
    for (const change of feed.items) {
      moved = true;
      if (change.path || pages[change.id]) stale.add(change.id); // else it is a record
      for (const page of change.pages) stale.add(page.id); // they show it, or link to it
    }
  }
  pages = { ...pages };
  for (const id of stale) {
    const page = await get(`/documents/${id}?${members}`);
    if (page) pages[id] = page;
    else delete pages[id];
  }
  return { base, members, cursor, site: moved ? await get("/site") : site, pages };
}

/** An answer; undefined for what is not there, or not there any more. */
async function get(address, attempts = 5) {
  const answer = await fetch(base + address).catch((cause) => {
    throw new Error(`${base} cannot be reached. Is the CMS there? Set CMS_URL.`, { cause });
  });
  if (answer.ok) return answer.json();
  if (answer.status === 404 || answer.status === 410) return undefined;
  if ((answer.status === 429 || answer.status === 503) && attempts > 1) {
    await sleep(1000 * (Number(answer.headers.get("retry-after")) || 1));
    return get(address, attempts - 1);
  }
  throw new Error(`${base}${address}: ${answer.status} ${await answer.text()}`);
}

/** The state of the last build, when it is of this server and asked for the same. */
async function read(file) {
  const text = await readFile(file, "utf8").catch(() => "null");
  const state = JSON.parse(text);
  return state?.base === base && state.members === members ? state : undefined;
}

/** JSON for a script element, which nothing in it can end. */
export const json = (value) => JSON.stringify(value).replaceAll("<", "\\u003c");

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) await sync();
