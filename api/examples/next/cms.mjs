import { readFileSync } from "node:fs";

/** What sync.mjs fetched before the build; every worker of Next reads the same. */
const { site, pages } = JSON.parse(readFileSync(".cms.json", "utf8"));

export { site };

/** JSON for a script element, which nothing in it can end. */
export const json = (value) => JSON.stringify(value).replaceAll("<", "\\u003c");

export const allPages = Object.values(pages);

/** "/services/emdr" as Next has it: ["services", "emdr"]. */
export const segments = (path) => path.split("/").filter(Boolean);

/** The page at a path that Next has taken apart; none for the page at /. */
export const pageAt = (parts = []) => allPages.find((page) => page.path === "/" + parts.join("/"));
