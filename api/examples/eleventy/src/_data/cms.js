import { rm } from "node:fs/promises";
import { sync } from "../../../sync.mjs";

/** The practice, and its pages: only what changed since the last build is fetched. */
export default async function () {
  const cms = await sync();
  for (const path of cms.gone) await rm(`site${path}/index.html`, { force: true });
  return cms;
}
