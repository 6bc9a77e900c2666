// One function for each kind of block.

/** HTML that needs no escaping any more. */
class Safe {
  constructor(text) {
    this.text = text;
  }
}

/** HTML that the CMS has sanitised; nothing for null. */
export const raw = (text) => new Safe(text ?? "");

const escaped = (text) => String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

/** A template whose values are escaped, but for other HTML. What is empty leaves nothing. */
export function html(strings, ...values) {
  const written = (v) => (v instanceof Safe ? v.text : Array.isArray(v) ? v.map(written).join("\n") : v === null || v === undefined || v === false ? "" : escaped(v));
  return new Safe(String.raw({ raw: strings }, ...values.map(written)));
}

const rich = (text) => raw(text?.html);
const heading = (text) => text && html`<h2>${text}</h2>`;
const list = (items) => items.length > 0 && html`<ul>${items.map((item) => html`<li>${rich(item)}</li>`)}</ul>`;
const button = (b) => b && (b.link ? html`<a class="button" href="${b.link.url}">${b.label}</a>` : html`<span>${b.label}</span>`);

/** A picture in every width it has: the browser takes the one that fits. */
const sizes = "(max-width: 700px) 100vw, 700px";
const picture = (p) => {
  if (!p) return null;
  const set = (type) => p.srcset.filter((s) => s.type === type).map((s) => `${s.src} ${s.width}w`).join(", ");
  const newer = [...new Set(p.srcset.map((s) => s.type))].filter((type) => type !== p.type).reverse();
  return html`<figure><picture>${newer.map((type) => html`<source type="${type}" srcset="${set(type)}" sizes="${sizes}">`)}<img src="${p.src}" srcset="${set(p.type)}" sizes="${sizes}" width="${p.width}" height="${p.height}" alt="${p.alt}" loading="lazy"></picture>${p.caption && html`<figcaption>${p.caption}</figcaption>`}</figure>`;
};

const kinds = {
  hero: (b) => html`<h1>${b.heading}</h1><p>${b.lede}</p>${button(b.primary)}${picture(b.image)}`,
  section: (b) => html`${heading(b.heading)}${rich(b.body)}${picture(b.image)}`,
  image: (b) => picture(b.image),
  download: (b) => b.file && html`<p><a href="${b.file.src}">${b.label}</a></p>${b.about && html`<p>${b.about}</p>`}`,
  checklist: (b) => html`${b.leadIn && html`<p>${rich(b.leadIn)}</p>`}${list(b.items)}`,
  callout: (b) => b.lines.map((line) => html`<p>${rich(line)}</p>`),
  steps: (b) => html`${heading(b.heading)}${rich(b.intro)}<ol>${b.steps.map((step) => html`<li><h3>${step.title}</h3>${step.minutes && html`<p>${step.minutes} minutes</p>`}${rich(step.body)}</li>`)}</ol>`,
  suitability: (b) => html`${heading(b.heading)}${rich(b.body)}${list(b.mayFit)}${list(b.mayNotFit)}${rich(b.assessment)}`,
  cta: (b) => html`${heading(b.heading)}${rich(b.body)}<p>${button(b.primary)} ${button(b.secondary)}</p>${b.emergency && html`<p>${rich(b.emergency)}</p>`}`,
  faq: (b) => html`${heading(b.heading)}${b.items.map((item) => html`<details><summary>${item.question}</summary>${rich(item.answer)}</details>`)}`,
  quote: (b) => html`<blockquote>${rich(b.text)}</blockquote><p>${b.person}${b.work && html`, <cite>${b.work}</cite>`} ${b.source && html`<a href="${b.source.url}">Source</a>`}</p>`,
  notice: (b) => b.snippet && html`<aside>${rich(b.snippet.body)}</aside>`,
  "service-links": (b) => html`${heading(b.heading)}<ul>${b.services.map((s) => html`<li><a href="${s.service.path}">${s.service.title}</a> ${s.reason}</li>`)}</ul>`,
  practitioners: (b) => html`${heading(b.heading)}${b.people.map((p) => html`${picture(p.photo)}<h3>${p.title}${p.suffix && `, ${p.suffix}`}</h3><p>${p.role}</p>${rich(p.bio)}<p>${p.licences.map((l) => `${l.type} ${l.number} (${l.jurisdiction})`).join(", ")}</p>`)}`,
  divider: () => html`<hr>`,
};

/** All blocks of a page; a kind that is not known here is passed over. */
export const blocks = (all) => all.filter((b) => kinds[b.kind]).map((b) => html`<section id="${b.id}" data-kind="${b.kind}">${kinds[b.kind](b)}</section>`);
