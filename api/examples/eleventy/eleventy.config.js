import { json } from "../sync.mjs";

export default function (eleventy) {
  eleventy.addFilter("json", json);
  return { dir: { input: "src", output: "site" } };
}
