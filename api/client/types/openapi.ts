// What a public generator makes of openapi.json is usable: `kind` tells one block from another,
// and `type` one document. It is compiled and never run.
import type { components, paths } from "../build/openapi.js";

type Block = components["schemas"]["Block"];
type AnyDocument = components["schemas"]["AnyDocument"];
type Resolution = components["schemas"]["Resolution"];
export type Page = paths["/api/v1/pages/{path}"]["get"]["responses"][200]["content"]["application/json"];

/** Every kind has its own shape; a kind that is missing here does not compile. */
export const render: { [K in Block["kind"]]: (block: Extract<Block, { kind: K }>) => string } = {
  hero: (b) => b.heading + (b.lede ?? "") + (b.primary?.link?.url ?? ""),
  section: (b) => b.heading + (b.body?.html ?? ""),
  checklist: (b) => b.items.map((i) => i.html).join() + (b.style ?? "bullets"),
  callout: (b) => b.lines.map((l) => l.html).join(),
  steps: (b) => b.steps.map((s) => s.title + (s.minutes ?? 0).toFixed()).join(),
  suitability: (b) => b.mayFit.concat(b.mayNotFit).map((l) => l.text).join(),
  cta: (b) => b.primary?.label ?? "",
  faq: (b) => b.items.map((i) => `${i.question}: ${i.answer?.html}`).join(),
  quote: (b) => (b.text?.html ?? "") + (b.source?.path ?? b.source?.url ?? ""),
  image: (b) => (b.image?.alt ?? "") + (b.image?.srcset.map((s) => `${s.src} ${s.width.toFixed()}w`).join() ?? ""),
  download: (b) => b.file?.src ?? "",
  notice: (b) => b.snippet?.body?.html ?? "",
  "service-links": (b) => b.services.map((s) => s.service?.path).join(),
  practitioners: (b) => b.people.map((p) => p.licences.map((l) => l.number)).join(),
  divider: (b) => b.id,
};

export function about(d: AnyDocument): string {
  switch (d.type) {
    case "practitioner":
      return d.role ?? "";
    case "practice":
      return d.locales.join();
    case "snippet":
      return d.body?.html ?? "";
    default:
      return d.path + d.blocks.length;
  }
}

export const where = (r: Resolution): string => (r.type === "redirect" ? r.to : r.path);

export function mistakes(b: Block, d: AnyDocument): unknown[] {
  return [
    // @ts-expect-error: only some kinds have a heading
    b.heading,
    // @ts-expect-error: there is no such kind
    b.kind === "carousel",
    // @ts-expect-error: a record has no path
    d.type === "snippet" && d.path,
    // @ts-expect-error: whatever may be empty may be null
    b.kind === "section" && b.body.html,
  ];
}
