// What the editor copies: for itself in a form of its own, in which nothing is lost, and for elsewhere as HTML and as plain words.
import { DOMSerializer, Fragment, type Node as Inner, type Schema, Slice } from "prosemirror-model";
import { unsourced } from "./paste.ts";
import { blocks } from "./schema.ts";

/** Browsers carry a type that they do not know from page to page, and keep it from other programs. */
const ownType = "application/x-practicecms+json";

/** A whole part, with the document and the place in it that it came from. */
export interface Part { from: string; id: string; kind: string; fields: { [name: string]: unknown } }

/** Either words, as ProseMirror writes a slice, or whole parts. */
type Own = { words: object } | { parts: Part[] };

const carry = (data: DataTransfer, own: Own): void => data.setData(ownType, JSON.stringify(own));
export const carryWords = (data: DataTransfer, slice: Slice): void => carry(data, { words: slice.toJSON() as object });
export const carryParts = (data: DataTransfer, parts: Part[]): void => carry(data, { parts });

/**
 * The words that the editor itself copied, for a text of blocks; null when there are none. They are read by the schema,
 * so that they are nothing that could not be typed.
 */
export function carriedWords(data: DataTransfer): Slice | null {
  const own = carried(data);
  if (!own || !("words" in own)) return null;
  try {
    const { content, openStart, openEnd } = Slice.fromJSON(blocks, own.words);
    const nodes: Inner[] = [];
    content.forEach((node) => nodes.push(unsourced(node)));
    const slice = new Slice(Fragment.from(nodes), openStart, openEnd);
    return slice.size > 0 ? slice : null;
  } catch {
    return null; // of another version of the editor, or of nobody we know
  }
}

/** The whole parts that the editor itself copied; null when there are none. */
export function carriedParts(data: DataTransfer): Part[] | null {
  const own = carried(data);
  if (!own || !("parts" in own) || !Array.isArray(own.parts)) return null;
  const isPart = (p: Part | null): boolean => typeof p?.kind === "string" && typeof p.id === "string" && typeof p.fields === "object" && p.fields !== null && !Array.isArray(p.fields);
  return own.parts.length > 0 && own.parts.every(isPart) ? own.parts : null;
}

function carried(data: DataTransfer): Own | null {
  try {
    const own: unknown = JSON.parse(data.getData(ownType));
    return typeof own === "object" ? (own as Own | null) : null;
  } catch {
    return null;
  }
}

/** An address that may stand in a page elsewhere. */
const leads = /^(https?:|mailto:|tel:|sms:|document:|\/(?!\/)|#)/i;

/** Writes words for elsewhere: there a link leads somewhere, and what is kept as it is written is its source. */
export function serializerFor(schema: Schema): DOMSerializer {
  const link = (mark: { attrs: { href?: string } }): [string, { href: string } | 0, 0?] => (leads.test(mark.attrs.href ?? "") ? ["a", { href: mark.attrs.href! }, 0] : ["span", 0]);
  return new DOMSerializer(DOMSerializer.nodesFromSchema(schema), { ...DOMSerializer.marksFromSchema(schema), link });
}

/** The words of some HTML as plain text: paragraphs stand apart, an item has its sign, and the cells of a row are tabs apart. */
export function wordsOf(root: ParentNode): string {
  let out = "";
  const begin = (gap: string): void => void (out = out.trim() === "" ? "" : out.replace(/\s+$/, "") + gap);
  const walk = (node: Node): void => {
    if (node.nodeType === Node.TEXT_NODE) out += node.textContent!.replace(/[ \t\n]+/g, " ");
    if (!(node instanceof HTMLElement)) return;
    const { tagName, parentElement: within, previousElementSibling: before } = node;
    if (tagName === "BR" && !node.classList.contains("ProseMirror-trailingBreak")) out += "\n";
    if (/^(LI|TR)$/.test(tagName)) begin("\n");
    else if (/^(P|DIV|H[1-6]|UL|OL|BLOCKQUOTE|PRE|TABLE)$/.test(tagName) && !(before === null && within?.matches("li, td, th"))) begin(within?.closest("li, td, th") ? "\n" : "\n\n");
    if (tagName === "LI") out += sign(node);
    if (/^T[DH]$/.test(tagName) && before) out += "\t";
    node.childNodes.forEach(walk);
  };
  root.childNodes.forEach(walk);
  return out.trim();
}

function sign(item: HTMLElement): string {
  const list = item.parentElement;
  if (list?.tagName !== "OL") return "• ";
  return `${Number(list.getAttribute("start") ?? 1) + [...list.children].indexOf(item)}. `;
}
