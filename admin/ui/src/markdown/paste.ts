// What comes in from elsewhere, and how it goes into a text. The server makes out what it means; see content/paste.
import { Fragment, type Node, type ResolvedPos, type Schema, Slice } from "prosemirror-model";
import { Selection, type Transaction } from "prosemirror-state";
import { blocks, line } from "./schema.ts";
import { Source } from "./write.ts";

/** What a clipboard holds, as the program that it was copied from put it there. */
export interface Clip { html: string; text: string }

/** Where the caret stands: in a field of words alone, in a line, in a line of a list, in a text with words, or in an empty text of an empty part. */
export type Place = "field" | "line" | "item" | "body" | "empty";

/** What the server made of a clip; see paste.Insertion. */
export interface Insertion {
  form: "plain" | "inline" | "blocks" | "items" | "parts";
  markdown: string;
  text?: string; // for plain
  items: string[];
  parts: { kind: string; fields: object }[];
  removed: { what: string; text?: string; link?: string }[]; // link: where something embedded can be seen
  left?: { text: string }[]; // what looks like the frame of a website, in none of the parts
  whole?: Insertion["parts"]; // the parts with it
}

/** Pictures that stand in the HTML itself: they are not taken over, and would be megabytes on the way. */
const embedded = /(\bsrc\s*=\s*["']?data:)[^"'\s>]+/gi;

/** Takes a clip out of what was pasted or dropped, as strings: read by the browser it would lose what a site's policy forbids. null: it holds no words. */
export function clipOf(data: DataTransfer, asText = false): Clip | null {
  const html = asText ? "" : data.getData("text/html").replace(embedded, "$1");
  const text = data.getData("text/plain");
  return html.trim() === "" && text.trim() === "" ? null : { html, text };
}

/**
 * Reads what is to be inserted for a clip in place of a range, as part of the source of the text. Where it takes the place of
 * whole paragraphs, it is whole blocks; elsewhere its first and last words join those around, and a space at the edge of some
 * words, which Markdown does not keep, is theirs.
 */
export function sliceOf(source: Source, what: Pick<Insertion, "markdown">, clip: Clip, whole: boolean): Slice {
  const { schema } = source.doc.type;
  const nodes = source.adopt(what.markdown);
  const open = (node?: Node): number => (!whole && node?.type === schema.nodes.paragraph ? 1 : 0);
  const slice = new Slice(Fragment.from(nodes), open(nodes[0]), open(nodes.at(-1)));
  if (nodes.length !== 1 || slice.openStart !== 1 || /^\s*$|[\r\n]/.test(clip.text)) return slice;
  const space = (at: RegExp): Node[] => (at.test(clip.text) ? [schema.text(" ")] : []);
  return inlineSlice(schema, Fragment.from(space(/^[ \t]/)).append(nodes[0]!.content).append(Fragment.from(space(/[ \t]$/))));
}

/** Whether a range is whole paragraphs, or one that is empty, of the text itself. */
export function isWhole(doc: Node, from: number, to: number): boolean {
  const $from = doc.resolve(from), $to = doc.resolve(to);
  const own = ({ depth, parent }: ResolvedPos): boolean => depth === 1 && parent.type.name === "paragraph";
  return own($from) && own($to) && $from.parentOffset === 0 && $to.parentOffset === $to.parent.content.size && (from < to || $from.parent.content.size === 0);
}

/** A block that stands in no source: what is written of it later is its own. */
export const unsourced = (node: Node): Node => ("src" in node.attrs ? node.type.create({ ...node.attrs, src: null, before: null }, node.content, node.marks) : node);

/** Puts a slice in the place of a range. Where the caret stood in the range it stands behind what came in. */
export function put(tr: Transaction, from: number, to: number, slice: Slice): Transaction {
  const follows = tr.selection.from >= from && tr.selection.to <= to;
  const steps = tr.steps.length;
  const $from = tr.doc.resolve(from);
  if (inCell($from)) [to, slice] = [Math.min(to, $from.end()), cellOf(slice)];
  const whole = slice.openStart + slice.openEnd === 0 && slice.size > 0 && isWhole(tr.doc, from, to);
  const list = slice.content.childCount === 1 && slice.openStart + slice.openEnd === 0 && slice.content.firstChild!.type.name.endsWith("_list") ? slice.content.firstChild : null;
  if (whole) tr.replaceWith($from.before(1), tr.doc.resolve(to).after(1), slice.content);
  else if ($from.depth > 1 && !inCell($from) && slice.openStart === 0 && hasTable(slice)) tr.delete(from, to).insert(tr.mapping.map($from.after(1)), slice.content);
  else if (!list || !putItems(tr, from, to, list.content)) tr.replaceRange(from, to, slice);
  if (!follows || tr.steps.length === steps) return tr;
  let end = to;
  tr.mapping.maps.at(-1)!.forEach((_from, _to, _newFrom, newTo) => void (end = newTo));
  return tr.setSelection(Selection.near(tr.doc.resolve(end), -1));
}

/** Whether a place is in a cell of a table, which holds lines and nothing else. */
function inCell($at: ResolvedPos): boolean {
  for (let d = $at.depth; d > 0; d--) if (/cell$/.test(String($at.node(d).type.spec.tableRole))) return true;
  return false;
}

/** A table stands between blocks, and so below a list or a quotation. */
function hasTable(slice: Slice): boolean {
  let found = false;
  slice.content.forEach((node) => void (found ||= node.type.name === "table"));
  return found;
}

/** A table without its headings when they are empty: Markdown has them, and the cells that were copied had none. */
export function withoutHead(slice: Slice): Slice {
  const { firstChild: table, childCount } = slice.content;
  const head = table?.type.name === "table" && childCount === 1 && table.childCount > 1 ? table.firstChild! : null;
  return head && head.textContent === "" ? new Slice(Fragment.from(table!.copy(table!.content.cut(head.nodeSize))), slice.openStart, slice.openEnd) : slice;
}

/** What a slice is in a cell: its blocks are lines, one below the other. */
function cellOf(slice: Slice): Slice {
  const out: Node[] = [];
  slice.content.descendants((node) => {
    const { schema } = node.type;
    if (!node.isTextblock && !node.isAtom) return true;
    if (out.length > 0) out.push(schema.nodes.hard_break!.create({ mark: "<br>" }));
    if (node.isTextblock) node.forEach((child) => out.push(child.type.name === "hard_break" ? child.type.create({ mark: "<br>" }, null, child.marks) : child));
    else out.push(schema.text(String(node.attrs.source).replace(/\s+/g, " ")));
    return false;
  });
  return new Slice(Fragment.from(slice.content.firstChild?.type.schema.nodes.paragraph!.create(null, out)), 1, 1);
}

/** Puts items into the list that a range is in: in front of its item, behind it, or between its halves. false: it is in none. */
function putItems(tr: Transaction, from: number, to: number, items: Fragment): boolean {
  const $from = tr.doc.resolve(from), depth = $from.depth - 1;
  if (depth < 2 || $from.node(depth).type.name !== "list_item" || !$from.sameParent(tr.doc.resolve(to))) return false;
  tr.delete(from, to);
  const $at = tr.doc.resolve(from), item = $at.node(depth);
  const first = $at.parentOffset === 0, last = $at.parentOffset === $at.parent.content.size;
  if (first && last && item.childCount === 1) tr.replaceWith($at.before(depth), $at.after(depth), items);
  else if (first) tr.insert($at.before(depth), items);
  else if (last) tr.insert($at.after(depth), items);
  else tr.split(from, 2, [{ type: item.type, attrs: { ...item.attrs, marker: null } }]).insert(from + 2, items);
  return true;
}

/** The address that a slice is: one link, and no word but the one that was in the clipboard. */
export function addressIn(slice: Slice, clip: Clip): string | null {
  const words = clip.text.trim();
  const block = slice.content.childCount === 1 ? slice.content.firstChild! : null;
  const all: Node[] = [];
  block?.forEach((node) => void (node.text === " " || all.push(node)));
  const text = all.length === 1 ? all[0]! : null;
  const link = text?.marks.find((m) => m.type.name === "link");
  return link && text!.text === words && !/\s/.test(words) ? (link.attrs.href as string) : null;
}

/** An address that may be a link as it is typed, and is one over chosen words only; null: the clip is none. What is not sure is words. */
export function addressTyped(clip: Clip): string | null {
  const words = clip.text.trim();
  return /^(https:\/\/[^\s/]+\.\S+|\/[a-z0-9][\w\-/]*([?#]\S*)?|mailto:[^\s@]+@\S+\.\S+|tel:\+?[\d().\-,;]{3,}|sms:(\d{3}|\d{5,6}|\+?\d{7,15}))$/.test(words) ? words : null;
}

/** The lines of a clip as items; null when it has no two. */
export function plainItems(clip: Clip): Insertion | null {
  const items = linesOf(plain(blocks, plainWords(clip.text).replace(/\n+/g, "\n\n")));
  return items.length > 1 ? { form: "items", markdown: items.join("\n\n"), items, parts: [], removed: [] } : null;
}

/** Plain text as words: without what cannot be seen, and with one sign for the end of a line. The server does the same. */
export function plainWords(text: string): string {
  return text
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, "\n")
    .replace(/\t/g, " ")
    .replace(/[\u00ad\u200b\u2060\ufeff\ufffc\ufffe\u202a-\u202e\u2066-\u2069]|(?!\n)\p{Cc}/gu, "");
}

/** Makes of plain text what it looks like: a blank line begins a paragraph, a line end stays one. Signs are words. */
export function plain(schema: Schema, raw: string): Slice {
  const { nodes } = schema, text = plainWords(raw);
  if (!nodes.list_item) return inlineSlice(schema, Fragment.from(schema.text(text.replace(/\s+/g, " ") || " ")));
  const paragraphs = text.split(/\n[ \t]*\n+/).map((p) => {
    const content: Node[] = [];
    p.split("\n").forEach((l, i) => {
      if (i > 0) content.push(nodes.hard_break!.create());
      if (l !== "") content.push(schema.text(l));
    });
    return nodes.paragraph!.create(null, content);
  });
  return new Slice(Fragment.from(paragraphs), 1, 1);
}

/** Everything on one line, with its marks, and with what is kept as it is written. */
export function oneLine(schema: Schema, slice: Slice): Slice {
  const out: Node[] = [];
  const put = (text: string, node: Node): void => void (text !== "" && out.push(schema.text(text, marksIn(schema, node))));
  slice.content.descendants((node) => {
    if (node.isBlock && (node.isAtom || (node.isTextblock && node.content.size > 0)) && out.length > 0) put(" ", node);
    if (node.isText) put(node.text!.replace(/[ \t\n]+/g, " "), node);
    else if (node.type.name === "raw_inline") out.push(schema.nodes.raw_inline!.create(node.attrs, null, marksIn(schema, node)));
    else if (node.isAtom) put(node.isInline ? " " : String(node.attrs.source ?? "").replace(/\s+/g, " "), node);
    return true;
  });
  return inlineSlice(schema, Fragment.from(out));
}

/** The lines of a slice, each as Markdown for a field of one line. What has no words is no line. */
export function linesOf(slice: Slice): string[] {
  const out: string[] = [];
  const add = (node: Node): void => {
    const doc = line.topNodeType.create(null, oneLine(line, new Slice(Fragment.from(node), 0, 0)).content);
    const words = new Source(line, "").write(doc).trim();
    if (words !== "") out.push(words);
  };
  slice.content.descendants((node) => {
    if (!node.isTextblock && !node.isAtom) return true;
    add(node);
    return false;
  });
  return out;
}

/** A node's marks, from one schema into the other. */
const marksIn = (schema: Schema, node: Node) => node.marks.map((m) => schema.marks[m.type.name]!.create(m.attrs));

const inlineSlice = (schema: Schema, content: Fragment): Slice => new Slice(Fragment.from(schema.nodes.paragraph!.create(null, content)), 1, 1);
