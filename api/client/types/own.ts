// The types that practicecms writes: they take a page as it is delivered, and narrow. It is
// compiled and never run.
import { page } from "../build/page.js";
import type { AnyDocument, AnyPage, Block, Change, Link, Problem, Resolution, RichText } from "../types.js";

/** Every kind has its own shape; a kind that is missing here does not compile. */
export const render: { [K in Block["kind"]]: (block: Extract<Block, { kind: K }>) => string | null | undefined } = {
  hero: (b) => b.heading ?? b.lede ?? b.primary?.link?.url,
  section: (b) => html(b.body),
  checklist: (b) => html(b.leadIn) + b.items.map(html).join(b.style ?? "bullets"),
  callout: (b) => b.lines.map(html).join(b.tone ?? "calm"),
  steps: (b) => html(b.intro) + b.steps.map((s) => s.title + html(s.body) + (s.minutes ?? 0).toFixed()).join(),
  suitability: (b) => b.mayFit.concat(b.mayNotFit).map(html).join() + html(b.assessment),
  cta: (b) => b.primary?.label ?? b.secondary?.label ?? html(b.emergency),
  faq: (b) => b.items.map((i) => i.question + html(i.answer)).join(),
  quote: (b) => html(b.text) + b.person + address(b.source),
  image: (b) => b.image && b.image.alt + b.image.srcset.map((s) => `${s.src} ${s.width.toFixed()}w`).join(),
  download: (b) => b.file?.src ?? b.label,
  notice: (b) => (b.about === "crisis" ? html(b.snippet?.body) : b.snippet?.title),
  "service-links": (b) => b.services.map((s) => s.service?.path + (s.reason ?? "")).join(),
  practitioners: (b) => b.people.map((p) => p.licences.map((l) => l.jurisdiction)).join(),
  divider: (b) => b.id,
};

const html = (text: RichText | null | undefined): string => text?.html ?? "";
const address = (link: Link | null): string | undefined => link?.path ?? link?.url;

export function about(d: AnyDocument): string | null | undefined {
  switch (d.type) {
    case "practitioner":
      return d.role;
    case "practice":
      return d.locales[0];
    case "snippet":
      return d.purpose;
    default:
      return d.path + d.blocks.length + page.alternates.map((a) => a.path);
  }
}

export const whole: AnyDocument = page satisfies AnyPage;
export const where = (r: Resolution): string => (r.type === "redirect" ? r.to : r.path);
export const moved = (c: Change): boolean => c.op === "unpublish" || c.oldPath !== null;
export const advice = (p: Problem): string[] => p.problems.map((at) => `${at.path}: ${at.message}`);

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
    // @ts-expect-error: a member is missing
    { id: "x", kind: "section", hash: "x", heading: null } satisfies Block,
    // @ts-expect-error: a member too many
    { id: "x", kind: "divider", hash: "x", heading: null } satisfies Block,
  ];
}
