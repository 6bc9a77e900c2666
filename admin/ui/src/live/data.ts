// What the page gives the live editor to start from; see edit_live.go, which writes it.

/** A stored value. What people type stays a string until the server has made it out. */
export type Value = string | number | boolean | Value[] | { [name: string]: Value };
export type Fields = { [name: string]: Value };

export interface Block { readonly id: string; readonly kind: string; readonly fields: Fields }

/** A document's content. It is never changed in place: a change makes a new one that shares what stayed. */
export interface Content { readonly title: string; readonly path: string; readonly fields: Fields; readonly blocks: readonly Block[] }

export interface Field {
  name: string; label: string; help?: string; type: string; required?: boolean; lines?: boolean; inline?: boolean;
  holds?: "picture" | "document"; // a group that is used as one
  means?: string; // of a member of such a group
  choices?: { value: string; label: string }[]; to?: string[]; fields?: Field[]; item?: Field;
}
export interface Kind { name: string; label: string; help: string; fields: Field[] }

/** What a document of the page's type may hold; kinds is null when it has no blocks. */
export interface Declared { fields: Field[]; kinds: Kind[] | null }

/** A document that a link may lead to, or that stands in the page. */
export interface Linked { id: string; type: string; title: string; path?: string; live: boolean; about?: string; html?: string }

export interface Fault { block: string; path: string; text: string }

/** Where the edits stand at the server. */
export interface State { base: number; seen: string; content?: Content; working: boolean; clock: string; mend: Fault[] }

export interface Data extends State, Declared {
  page: string; person: string; zone: string; document: string; locale: string; type: string; titleName: string; hasPath: boolean; summary: string;
  documents: Linked[]; token: string; content: Content;
}

/** What the server answers; parts are HTML of its templates, by the element that they belong in. */
export interface Answer extends State { parts: { [id: string]: string }; toast?: string; go?: string }

export const words = (v: Value | undefined): string => (typeof v === "string" ? v : typeof v === "number" ? String(v) : "");
export const isObject = (v: Value | undefined): v is Fields => typeof v === "object" && !Array.isArray(v);

/** A value that says nothing, as content.isEmpty has it of a canonical one. The number 0 says something. */
export const isEmpty = (v: Value | undefined): boolean => canonicalValue(v) === undefined;

/** A content in the one form that is stored and compared, as content.Canonical has it; content/testdata/merge-cases.json holds the two together. */
export function canonical(c: Content): Content {
  const blocks = c.blocks.map(({ id, kind, fields }) => ({ id, kind, fields: canonicalFields(fields) }));
  return { title: trimmed(lines(c.title)), path: trimmed(c.path), fields: canonicalFields(c.fields), blocks };
}

/** undefined: it says nothing. Members come in the order of their names, so that what says the same is the same as JSON. */
function canonicalValue(v: Value | undefined): Value | undefined {
  if (typeof v === "string") return lines(v) || undefined;
  if (typeof v === "number") return v;
  if (Array.isArray(v)) {
    const items = v.map(canonicalValue).filter((item) => item !== undefined);
    return items.length > 0 ? items : undefined;
  }
  if (!isObject(v)) return v || undefined;
  const fields = canonicalFields(v);
  return Object.keys(fields).length > 0 ? fields : undefined;
}

function canonicalFields(fields: Fields): Fields {
  const said = Object.entries(fields).map(([name, v]) => [name, canonicalValue(v)] as const).filter(([, v]) => v !== undefined);
  return Object.fromEntries(said.sort(([x], [y]) => (x < y ? -1 : 1))) as Fields;
}

/** Line ends are LF, and what is white at the end is nothing. Other spaces, such as one that does not break, are words. */
const lines = (s: string): string => s.replace(/\r\n?/g, "\n").replace(/[ \t\n]+$/, "");
const trimmed = (s: string): string => s.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, "");

/** Whether two contents say the same. */
export const same = (a: Content, b: Content): boolean => JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));

/** Whether two values say the same. */
export const sameValue = (a: Value | undefined, b: Value | undefined): boolean => a === b || JSON.stringify(canonicalValue(a)) === JSON.stringify(canonicalValue(b));

/** Whether two titles, or two addresses, say the same. */
export const sameLine = (a: string, b: string): boolean => a === b || trimmed(lines(a)) === trimmed(lines(b));

/** A new id, ordered by time (UUID version 7, RFC 9562). */
export function newID(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = Date.now();
  for (let i = 5; i >= 0; i--, time = Math.floor(time / 256)) bytes[i] = time % 256;
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Clones the one element of a template. */
export function clone(id: string): HTMLElement | null {
  const template = document.getElementById(id);
  if (!(template instanceof HTMLTemplateElement)) return null;
  return template.content.firstElementChild!.cloneNode(true) as HTMLElement;
}
