// Writes a document as Markdown. Untouched blocks come back byte for byte; an edited one changes only the lines that its edit is in.
import { MarkdownSerializer, type MarkdownSerializerState } from "prosemirror-markdown";
import type { Mark, Node, Schema } from "prosemirror-model";
import { type Piece, parseBlocks, parseLine } from "./parse.ts";

/** The text of a field together with what it was read from. */
export class Source {
  private readonly pieces: Piece[];
  private readonly tail: string;
  readonly doc: Node;

  constructor(private readonly schema: Schema, private readonly text: string) {
    const { pieces, tail } = isLine(schema) ? { pieces: [], tail: "" } : parseBlocks(schema, text);
    this.pieces = pieces.map((p) => (p.node.type.name === "raw_block" || survives(schema, p.node) ? p : rawPiece(schema, p)));
    this.tail = tail;
    const content = isLine(schema) ? [kept(schema, text)] : this.pieces.map((p) => p.node);
    this.doc = schema.topNodeType.create(null, content.length > 0 ? content : [schema.nodes.paragraph!.create()]);
  }

  /** The Markdown of a document that grew out of this one. */
  write(doc: Node): string {
    if (doc.eq(this.doc)) return this.text;
    if (isLine(this.schema)) return writeLine(this.schema, doc.firstChild!);
    const wanted = shapes(doc);
    let text = "";
    for (const how of ["lines", "blocks", "all"] as const) {
      text = this.compose(doc, how);
      if (shapes(new Source(this.schema, text).doc) === wanted) break;
    }
    return text;
  }

  /** Puts a text together: edited blocks with the source's lines where the edit did not reach, edited blocks as a whole, or all of it anew. */
  private compose(doc: Node, how: "lines" | "blocks" | "all"): string {
    let out = "";
    let before = -1; // number of the piece written last; -1: none
    const used = new Set<number>();
    doc.forEach((node, _, i) => {
      if (isBlank(node)) return; // Markdown has no empty paragraph
      const from = node.attrs.src as number | null;
      const piece = from === null || used.has(from) || how === "all" ? undefined : this.pieces[from];
      const follows = piece !== undefined && from === before + 1 && (before >= 0) === (out !== "");
      if (piece) used.add(from!);
      out += follows ? piece.gap : out === "" ? "" : "\n\n";
      if (piece && piece.node.eq(node)) out += piece.text;
      else out += piece && how === "lines" ? this.patched(piece, node) : write(this.schema, node, how === "all" ? 1 : 0);
      before = piece ? from! : -2 - i;
    });
    return doc.lastChild!.attrs.src === this.pieces.length - 1 ? out + this.tail : out;
  }

  /** Writes an edited block, with the source's own lines wherever the edit did not reach. */
  private patched(piece: Piece, node: Node): string {
    const next = write(this.schema, node);
    const was = write(this.schema, piece.node).split("\n");
    const source = piece.text.split("\n");
    const now = next.split("\n");
    if (was.length !== source.length) return next;
    let head = 0;
    while (head < Math.min(was.length, now.length) && was[head] === now[head]) head++;
    let foot = 0;
    while (foot < Math.min(was.length, now.length) - head && was[was.length - 1 - foot] === now[now.length - 1 - foot]) foot++;
    return [...source.slice(0, head), ...now.slice(head, now.length - foot), ...source.slice(source.length - foot)].join("\n");
  }
}

const isBlank = (node: Node): boolean => node.type.name === "paragraph" && node.content.size === 0;

/** What a document says, block by block. */
export function shapes(doc: Node): string {
  const out: string[] = [];
  doc.forEach((node) => void (isBlank(node) || out.push(shape(node))));
  return out.join("\n");
}

const isLine = (schema: Schema): boolean => schema.nodes.list_item === undefined;

/** A line that is read and written without loss, or else the line as one piece that is kept. */
function kept(schema: Schema, text: string): Node {
  const node = parseLine(schema, text);
  if (shape(parseLine(schema, writeLine(schema, node))) === shape(node)) return node;
  return schema.nodes.paragraph!.create(null, schema.nodes.raw_inline!.create({ source: text }));
}

const rawPiece = (schema: Schema, p: Piece): Piece => ({ ...p, node: schema.nodes.raw_block!.create({ source: p.text, src: p.node.attrs.src }) });

/** Whether a block can be edited without loss: written and read again it is the same. */
const survives = (schema: Schema, node: Node): boolean => means(schema, write(schema, node), node);

/** Whether a text reads as a block. */
function means(schema: Schema, text: string, node: Node): boolean {
  const { pieces } = parseBlocks(schema, text);
  return pieces.length === 1 && shape(pieces[0]!.node) === shape(node);
}

/** What a block says, without how its source writes it and without spaces that Markdown does not keep. */
export function shape(node: Node): string {
  const runs: unknown[] = [];
  node.forEach((child) => {
    if (!child.isInline) return void runs.push(shape(child));
    const marks = child.marks.map((m) => (m.type.name === "link" ? `link ${m.attrs.href} ${m.attrs.title ?? ""}` : m.type.name)).sort().join();
    const words = child.isText ? child.text! : child.type.name === "soft_break" ? " " : JSON.stringify([child.type.name, child.attrs.source ?? ""]);
    const last = runs.at(-1) as [string, string] | undefined;
    if (last && last[0] === marks) last[1] += words;
    else runs.push([marks, words]);
  });
  const { level: height, start, tight, source } = node.attrs as { level?: number; start?: number; tight?: boolean; source?: string };
  const level = [height, start, tight, source].filter((a) => a !== undefined).join(" ");
  const text = JSON.stringify(runs.filter((r) => !(Array.isArray(r) && r[1].trim() === "" && r[0] === "")).map((r) => (Array.isArray(r) ? [r[0], r[1].trim()] : r)));
  return `${node.type.name} ${level} ${text}`;
}

/** How a block is written: with the signs and spaces that its source uses, with the usual ones, or with references where signs would not be read. */
type Care = 0 | 1 | 2;
const cares: Care[] = [0, 1, 2];

/** Writes a block with as little care as it needs to be read as what it is. */
function write(schema: Schema, node: Node, least: Care = 0): string {
  const care = cares.find((c) => c >= least && means(schema, writePlainly(schema, node, c), node));
  return writePlainly(schema, node, care ?? least);
}

function writePlainly(schema: Schema, node: Node, care: Care): string {
  switch (node.type.name) {
    case "raw_block": return node.attrs.source as string;
    case "heading": {
      const text = inline(schema, node, care, true);
      if (node.attrs.underline !== "" && text !== "") return `${text}\n${node.attrs.underline}`;
      return `${"#".repeat(node.attrs.level as number)} ${text.replace(/\n/g, " ").replace(/(\s)(#+)\s*$/, "$1\\$2")}`.trimEnd();
    }
    case "blockquote": return blocksOf(schema, node, care).split("\n").map((l) => (l === "" ? ">" : "> " + l)).join("\n");
    case "bullet_list":
    case "ordered_list": return listOf(schema, node, care);
  }
  return inline(schema, node, care, true);
}

function blocksOf(schema: Schema, node: Node, care: Care, tight = false): string {
  let out = "";
  node.forEach((child, _, i) => {
    const text = writePlainly(schema, child, care);
    const least = isWords(child) && i > 0 && isWords(node.child(i - 1)) ? 1 : 0;
    const blank = Math.max(least, care > 0 ? 0 : ((child.attrs.before as number | null) ?? 0), child.attrs.before === null || care > 0 ? (tight && child.type.name.endsWith("_list") ? 0 : 1) : 0);
    out += (i === 0 ? "" : "\n" + "\n".repeat(blank)) + text;
  });
  return out;
}

const isWords = (node: Node): boolean => node.type.name === "paragraph";

function listOf(schema: Schema, node: Node, care: Care): string {
  const ordered = node.type.name === "ordered_list";
  const { tight, start, delimiter, bullet } = node.attrs as { tight: boolean; start: number; delimiter: string; bullet: string };
  const markers: string[] = [];
  node.forEach((item) => markers.push((item.attrs.marker as string | null) ?? ""));
  const numbers = markers.map((m) => parseInt(m, 10)).filter((n) => !Number.isNaN(n));
  const same = numbers.length > 1 && numbers.every((n) => n === numbers[0]); // 1. 1. 1. is a list too
  let out = "";
  node.forEach((item, _, i) => {
    const sign = ordered ? `${same ? numbers[0] : start + i}${delimiter}` : bullet;
    const spaces = / *$/.exec(markers[i]!)![0] || " ";
    const marker = sign + spaces;
    const text = blocksOf(schema, item, care, tight).split("\n");
    const indent = " ".repeat(marker.length);
    const lines = text.map((l, n) => (n === 0 ? marker + l : l === "" ? "" : indent + l).trimEnd());
    const before = i === 0 ? 0 : care > 0 || item.attrs.before === null ? (tight ? 0 : 1) : (item.attrs.before as number);
    out += (i === 0 ? "" : "\n" + "\n".repeat(before)) + lines.join("\n");
  });
  return out;
}

function writeLine(schema: Schema, paragraph: Node): string {
  const written = cares.map((c) => inline(schema, paragraph, c, false).replace(/\n/g, " "));
  return written.find((text) => shape(parseLine(schema, text)) === shape(paragraph)) ?? written[0]!;
}

/** Writes the words of a block. At the starts of lines, what would begin another block is escaped. */
function inline(schema: Schema, node: Node, care: Care, isBlock: boolean): string {
  const holder = schema.nodes.paragraph!.create(null, node.content);
  const text = writers[care].serialize(schema.topNodeType.create(null, holder)).replace(/^\n+|\n+$/g, "");
  const lines = text.split("\n").map((l) => l.replace(/^[ \t]+/, ""));
  const last = lines.length - 1;
  return lines.map((l, i) => {
    const end = i === last ? l.replace(/(?<!\\)[ \t]+$/, "") : l;
    return isBlock ? escapeStart(end, i > 0) : end;
  }).join("\n");
}

function escapeStart(line: string, follows: boolean): string {
  if (/^([-+*]|#{1,6})(\s|$)/.test(line) || line.startsWith(">") || /^(~~~|```)/.test(line)) return "\\" + line;
  if (/^\d{1,9}[.)](\s|$)/.test(line)) return line.replace(/[.)]/, "\\$&");
  if (/^(-[ \t]*){3,}$/.test(line)) return "\\" + line;
  if (follows && (/^(=+|-+)[ \t]*$/.test(line) || /^[|:]?[-:| ]*-[-:| ]*$/.test(line))) return "\\" + line;
  return line;
}

type NodeWriter = (state: MarkdownSerializerState, node: Node, parent: Node, index: number) => void;
/** state.text breaks lines that state.write would indent. */
const out = (state: MarkdownSerializerState, text: string): void => state.text(text, false);

const nodeWriters: { [name: string]: NodeWriter } = {
  paragraph: (state, node) => {
    state.renderInline(node);
    state.closeBlock(node);
  },
  raw_inline: (state, node) => out(state, node.attrs.source as string),
  hard_break: (state, node) => out(state, `${(node.attrs.mark as string).trim() === "\\" ? "\\" : "  "}\n`),
  soft_break: (state) => out(state, "\n"),
  text: (state, node) => {
    const auto = node.marks.some((m) => m.type.name === "link" && m.attrs.auto && m.attrs.href.replace(/^mailto:/, "") === node.text);
    state.text(node.text!, !auto);
  },
};

const isAuto = (mark: Mark, parent: Node, index: number): boolean => {
  const text = parent.maybeChild(index);
  return Boolean(mark.attrs.auto && text?.isText && text.marks.length === 1 && (mark.attrs.href as string).replace(/^mailto:/, "") === text.text);
};

const target = (mark: Mark): string => {
  const href = mark.attrs.href as string;
  const address = href === "" || /[\s()<>\\]/.test(href) ? `<${href.replace(/[<>\\]/g, "\\$&")}>` : href;
  return mark.attrs.title === null ? address : `${address} "${(mark.attrs.title as string).replace(/["\\]/g, "\\$&")}"`;
};

const signs = (mark: Mark, care: Care): string => (care > 0 ? { strong: "**", em: "*", strike: "~~" }[mark.type.name]! : (mark.attrs.delimiter as string));

const markWriters = (care: Care): ConstructorParameters<typeof MarkdownSerializer>[1] => ({
  strong: { open: (_, m) => signs(m, care), close: (_, m) => signs(m, care), mixable: true, expelEnclosingWhitespace: true },
  em: { open: (_, m) => signs(m, care), close: (_, m) => signs(m, care), mixable: true, expelEnclosingWhitespace: true },
  strike: { open: "~~", close: "~~", mixable: true, expelEnclosingWhitespace: true },
  link: {
    open: (_, mark, parent, index) => (isAuto(mark, parent, index) ? "<" : "["),
    close: (_, mark, parent, index) => (isAuto(mark, parent, index - 1) ? ">" : `](${target(mark)})`),
    mixable: true,
  },
  code: {
    open: (_, __, parent, index) => ticks(parent.child(index), true),
    close: (_, __, parent, index) => ticks(parent.child(index - 1), false),
    escape: false,
  },
});

/** A fence longer than any run of backticks inside; a space keeps backticks and spaces at the ends. */
function ticks(node: Node, opening: boolean): string {
  const text = node.text ?? "";
  const fence = "`".repeat(1 + Math.max(0, ...[...text.matchAll(/`+/g)].map((m) => m[0].length)));
  const space = /^`|`$/.test(text) || (/^ .* $/.test(text) && text.trim() !== "") ? " " : "";
  return opening ? fence + space : space + fence;
}

const escapes = { escapeExtraCharacters: /<(?=[A-Za-z/!?])|&(?=#?\w+;)/g };

/** A letter beside emphasis can keep its signs from being read; written as a reference it cannot (CommonMark 0.31, section 6.2). */
class WithReferences extends MarkdownSerializer {
  override serialize(content: Node): string {
    const reference = (letter: string) => `&#x${letter.codePointAt(0)!.toString(16)};`;
    return super.serialize(content)
      .replace(/([^\s\p{L}\p{N}*])(\*+|~~)([\p{L}\p{N}])/gu, (_, before: string, signs: string, letter: string) => before + signs + reference(letter))
      .replace(/([\p{L}\p{N}])(\*+|~~)(?=[^\s\p{L}\p{N}*])/gu, (_, letter: string, signs: string) => reference(letter) + signs);
  }
}
const writers = [new MarkdownSerializer(nodeWriters, markWriters(0), escapes), new MarkdownSerializer(nodeWriters, markWriters(1), escapes), new WithReferences(nodeWriters, markWriters(1), escapes)];
