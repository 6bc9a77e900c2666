// What the page gives the live editor to start from; see edit_live.go, which writes it.

/** A stored value. What people type stays a string until the server has made it out. */
export type Value = string | number | boolean | Value[] | { [name: string]: Value };
export type Fields = { [name: string]: Value };

export interface Block { readonly id: string; readonly kind: string; readonly fields: Fields }

/** A document's content. It is never changed in place: a change makes a new one that shares what stayed. */
export interface Content { readonly title: string; readonly path: string; readonly fields: Fields; readonly blocks: readonly Block[] }

export interface Field {
  name: string; label: string; help?: string; type: string; required?: boolean; lines?: boolean; inline?: boolean;
  choices?: { value: string; label: string }[]; to?: string[]; fields?: Field[]; item?: Field;
}
export interface Kind { name: string; label: string; help: string; fields: Field[] }

/** A document that a link may lead to, or that stands in the page. */
export interface Linked { id: string; type: string; title: string; path?: string; live: boolean; about?: string; html?: string }

export interface Fault { block: string; path: string; text: string }

/** Where the edits stand at the server. */
export interface State { base: number; seen: string; content?: Content; working: boolean; clock: string; mend: Fault[] }

export interface Data extends State {
  page: string; person: string; zone: string; document: string; locale: string; type: string; titleName: string; hasPath: boolean; summary: string;
  fields: Field[]; kinds: Kind[] | null; documents: Linked[]; token: string; content: Content;
}

/** What the server answers; parts are HTML of its templates, by the element that they belong in. */
export interface Answer extends State { parts: { [id: string]: string }; toast?: string; go?: string }

export const words = (v: Value | undefined): string => (typeof v === "string" ? v : typeof v === "number" ? String(v) : "");
export const isObject = (v: Value | undefined): v is Fields => typeof v === "object" && !Array.isArray(v);

/** A value that says nothing, as content.isEmpty has it. */
export const isEmpty = (v: Value | undefined): boolean =>
  v === undefined || v === "" || v === false || (Array.isArray(v) && v.every(isEmpty)) || (isObject(v) && Object.values(v).every(isEmpty));

/** Whether two contents say the same, as content.Canonical has it: what is empty is absent, and spaces at the end are nothing. */
export function same(a: Content, b: Content): boolean { return saysSame(a, b); }

/** Whether two values say the same. */
export const sameValue = (a: Value | undefined, b: Value | undefined): boolean => a === b || (isEmpty(a) && isEmpty(b)) || saysSame(a, b);

const saysSame = (a: unknown, b: unknown): boolean => JSON.stringify(a, plain) === JSON.stringify(b, plain);

function plain(_: string, v: Value): unknown {
  if (typeof v === "string") return v.trimEnd();
  if (Array.isArray(v)) return v.filter((item) => !isEmpty(item));
  if (!isObject(v)) return v;
  return Object.fromEntries(Object.entries(v).filter(([, member]) => !isEmpty(member)).sort(([x], [y]) => (x < y ? -1 : 1)));
}

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
