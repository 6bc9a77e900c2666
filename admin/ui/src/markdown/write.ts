// Writes a document as Markdown. Untouched blocks come back byte for byte; an edited one changes only the lines that its edit is in.
import { MarkdownSerializer, type MarkdownSerializerState } from "prosemirror-markdown";
import { Fragment, Mark, type MarkType, type Node, type Schema } from "prosemirror-model";
import { linked } from "./addresses.ts";
import { type Piece, address, parseBlocks, parseLine } from "./parse.ts";
import { cellText, needsRoom, writeTable } from "./table.ts";

/** The text of a field together with what it was read from. */
export class Source {
  private readonly pieces: Piece[]; // those of the text, and behind them what came in since
  private readonly last: number; // the last piece of the text
  private readonly tail: string;
  readonly doc: Node;

  constructor(private readonly schema: Schema, private readonly text: string) {
    const { pieces, tail } = isLine(schema) ? { pieces: [], tail: "" } : parseBlocks(schema, text);
    this.pieces = pieces.map((p) => writable(schema, p));
    this.last = pieces.length - 1;
    this.tail = tail;
    const content = isLine(schema) ? [kept(schema, text)] : this.pieces.map((p) => p.node);
    this.doc = schema.topNodeType.create(null, content.length > 0 && !needsRoom(content.at(-1)!) ? content : [...content, schema.nodes.paragraph!.create()]);
  }

  /** Reads Markdown that comes in from elsewhere. Its blocks are written as they came wherever they stand whole in the document. */
  adopt(markdown: string): Node[] {
    const { schema, pieces } = this;
    const from = pieces.length;
    if (isLine(schema)) pieces.push({ node: parseLine(schema, markdown), gap: "", text: markdown });
    else
      for (const p of parseBlocks(schema, markdown).pieces) {
        const { node } = writable(schema, p);
        const gap = pieces.length > from ? p.gap : from > 0 ? "\n\n" : "";
        pieces.push({ gap, text: p.text, node: node.type.create({ ...node.attrs, src: pieces.length }, node.content) });
      }
    return pieces.slice(from).map((p) => p.node);
  }

  /** The Markdown of a document that grew out of this one. */
  write(doc: Node): string {
    if (doc.eq(this.doc)) return this.text;
    if (isLine(this.schema)) return this.pieces.find((p) => p.node.eq(doc.firstChild!))?.text ?? writeLine(this.schema, doc.firstChild!);
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
    return doc.children.findLast((node) => !isBlank(node))?.attrs.src === this.last ? out + this.tail : out;
  }

  /** Writes an edited block, with the source's own lines wherever the edit did not reach. */
  private patched(piece: Piece, node: Node): string {
    const care = careFor(this.schema, node);
    const source = piece.text.split("\n");
    const margin = /^ {0,3}/.exec(source[0]!)![0]; // lists in particular are often set in
    const written = (n: Node, how: How): string[] => writePlainly(this.schema, n, how).split("\n").map((l) => (l === "" ? l : margin + l));
    const now = written(node, { care, exact: false });
    // A line is the source's own when it is written the same before and after the edit, with whatever care the edit asked for.
    const was = cares.map((c) => written(piece.node, { care: c, exact: true })).filter((lines) => lines.length === source.length);
    const same = (at: number, then: number): boolean => was.some((lines) => lines[at] === now[then]);
    if (was.length === 0) return now.join("\n");
    const most = Math.min(source.length, now.length);
    let head = 0;
    while (head < most && same(head, head)) head++;
    let foot = 0;
    while (foot < most - head && same(source.length - 1 - foot, now.length - 1 - foot)) foot++;
    return [...source.slice(0, head), ...now.slice(head, now.length - foot), ...source.slice(source.length - foot)].join("\n");
  }
}

/** A paragraph without words; Markdown has none. */
function isBlank(node: Node): boolean {
  let blank = node.type.name === "paragraph";
  node.forEach((child) => void (blank &&= child.isText ? child.text!.trim() === "" : child.type.name.endsWith("_break")));
  return blank;
}

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
  if (inline(schema, node, { care: 0, exact: true }, false) === text || shape(parseLine(schema, writeLine(schema, node))) === shape(node)) return node;
  return schema.nodes.paragraph!.create(null, schema.nodes.raw_inline!.create({ source: text }));
}

/** A piece that can be edited without loss, or else the piece as it is written. */
const writable = (schema: Schema, p: Piece): Piece => (p.node.type.name === "raw_block" || survives(schema, p) ? p : rawPiece(schema, p));

const rawPiece = (schema: Schema, p: Piece): Piece => ({ ...p, node: schema.nodes.raw_block!.create({ source: p.text, src: p.node.attrs.src }) });

/** Whether a block can be edited without loss: written and read again it is the same. Most are written just as they came, which is found out without reading. */
const survives = (schema: Schema, { node, text }: Piece): boolean => writePlainly(schema, node, { care: 0, exact: true }) === text || means(schema, write(schema, node), node);

/** Whether a text reads as a block. */
function means(schema: Schema, text: string, node: Node): boolean {
  const { pieces } = parseBlocks(schema, text);
  return pieces.length === 1 && shape(pieces[0]!.node) === shape(node);
}

/** What a block says, without how its source writes it, and without what Markdown does not keep: spaces at its edges, and marks on spaces. */
export function shape(node: Node): string {
  const runs: [marks: string, words: string][] = [];
  const put = (marks: string, words: string): void => {
    const last = runs.at(-1);
    if (last?.[0] === marks) last[1] += words;
    else runs.push([marks, words]);
  };
  linked(node.type.schema, node.children).forEach((child) => {
    if (!child.isInline) return void runs.push(["block", shape(child)]);
    if (child.type.name === "soft_break") return put("", " ");
    const marks = child.marks.map((m) => (m.type.name === "link" ? `link ${m.attrs.href} ${m.attrs.title ?? ""}` : m.type.name)).sort().join();
    if (child.type.name === "hard_break") return put("", "\n");
    if (!child.isText) return put(marks, JSON.stringify([child.type.name, child.attrs.source ?? ""]));
    for (const part of child.text!.split(/(\s+)/)) if (part !== "") put(part.trim() === "" && !marks.includes("code") ? "" : marks, part.replace(/[ \t\n]+/g, " "));
  });
  if (runs[0]?.[0] === "") runs[0][1] = runs[0][1].trimStart();
  if (runs.at(-1)?.[0] === "") runs.at(-1)![1] = runs.at(-1)![1].trimEnd();
  const { level, start, tight, source, align } = node.attrs as { level?: number; start?: number; tight?: boolean; source?: string; align?: string | null };
  return `${node.type.name} ${[level, start, tight, source, align].filter((a) => a !== undefined).join(" ")} ${JSON.stringify(runs.filter(([, words]) => words !== "").map(([m, w]) => [m, w.replace(/ *\n */g, "\n").replace(/ +/g, " ")]))}`;
}

/** How a block is written: with the signs and spaces that its source uses, with the usual ones, with references where signs would not be read, or without italics where bold and italics overlap so that no signs can say it. */
type Care = 0 | 1 | 2 | 3;
const cares: Care[] = [0, 1, 2, 3];
/** exact: with this care everywhere; otherwise with more where words need it. */
interface How { care: Care; exact: boolean }

/** The least care that a block needs to be read as what it is. */
const careFor = (schema: Schema, node: Node, least: Care = 0): Care => cares.find((c) => c >= least && means(schema, writePlainly(schema, node, { care: c, exact: false }), node)) ?? least;

const write = (schema: Schema, node: Node, least: Care = 0): string => writePlainly(schema, node, { care: careFor(schema, node, least), exact: false });

function writePlainly(schema: Schema, node: Node, how: How): string {
  switch (node.type.name) {
    case "raw_block": return node.attrs.source as string;
    case "heading": {
      const text = inline(schema, oneLine(schema, node), how, true);
      if (node.attrs.underline !== "" && text !== "") return `${text}\n${node.attrs.underline}`;
      return `${"#".repeat(node.attrs.level as number)} ${text.replace(/\n/g, " ").replace(/(\s)(#+)\s*$/, "$1\\$2")}`.trimEnd();
    }
    case "blockquote": return blocksOf(schema, node, how).split("\n").map((l) => (l === "" ? ">" : "> " + l)).join("\n");
    case "bullet_list":
    case "ordered_list": return listOf(schema, node, how);
    case "table": return writeTable(node, (words) => inline(schema, cellText(words), how, false));
  }
  return inline(schema, node, how, true);
}

function blocksOf(schema: Schema, node: Node, how: How, tight = false): string {
  const blocks: Node[] = [];
  node.forEach((child) => void (isBlank(child) || blocks.push(child)));
  return blocks.map((child, i) => {
    const text = writePlainly(schema, child, how);
    if (i === 0) return text;
    const least = isWords(child) && isWords(blocks[i - 1]!) ? 1 : 0;
    const blank = Math.max(least, how.care > 0 ? 0 : ((child.attrs.before as number | null) ?? 0), child.attrs.before === null || how.care > 0 ? (tight && child.type.name.endsWith("_list") ? 0 : 1) : 0);
    return "\n" + "\n".repeat(blank) + text;
  }).join("");
}

const isWords = (node: Node): boolean => node.type.name === "paragraph";

function listOf(schema: Schema, node: Node, how: How): string {
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
    const text = blocksOf(schema, item, how, tight).split("\n");
    const indent = " ".repeat(marker.length);
    const lines = text.map((l, n) => (l === "" ? (n === 0 ? sign : "") : (n === 0 ? marker : indent) + l));
    const before = i === 0 ? 0 : how.care > 0 || item.attrs.before === null ? (tight ? 0 : 1) : (item.attrs.before as number);
    out += (i === 0 ? "" : "\n" + "\n".repeat(before)) + lines.join("\n");
  });
  return out;
}

const writeLine = (schema: Schema, paragraph: Node): string => inline(schema, paragraph, { care: 0, exact: false }, false).replace(/\n/g, " ");

/** A heading is one line: what breaks it becomes a space. */
function oneLine(schema: Schema, heading: Node): Node {
  const words: Node[] = [];
  heading.forEach((child) => words.push(child.type.name === "hard_break" ? schema.text(" ", child.marks) : child));
  return heading.copy(Fragment.from(words));
}

/** The words of a block as Markdown can say them: no break at the end, no mark that begins or ends with a space. With care, no space stands where any mark changes. */
function words(node: Node, care: Care): Fragment {
  let all = linked(node.type.schema, node.children);
  while (all.at(-1)?.type.name === "hard_break") all.pop();
  const { strong, em } = node.type.schema.marks;
  if (isBox(all[0])) all = [all[0]!.mark([]), ...(/^\s/.test(all[1]?.text ?? " ") ? [] : [node.type.schema.text(" ")]), ...all.slice(1)];
  if (care === 3 && all.some((n) => strong!.isInSet(n.marks) && em!.isInSet(n.marks))) all = all.map((n) => n.mark(em!.removeFromSet(n.marks)));
  return Fragment.from(Object.values(node.type.schema.marks).filter((type) => type.name !== "code").reduce((nodes, type) => {
    const fromLeft = nodes.reduce<Node[]>((done, n) => [...done, ...withoutEdge(n, type, done.at(-1), /^\s+/, care)], []);
    return fromLeft.reduceRight<Node[]>((done, n) => [...withoutEdge(n, type, done[0], /\s+$/, care), ...done], []);
  }, all));
}

/** The box of a task, which is read as one only before a space, and never in a link. */
const isBox = (node: Node | undefined): boolean => node?.type.name === "raw_inline" && /^\[[ xX]\]$/.test(node.attrs.source as string);

/** Takes a mark off the spaces with which it begins, or ends, next to a neighbour that has none. */
function withoutEdge(node: Node, type: MarkType, neighbour: Node | undefined, edge: RegExp, care: Care): Node[] {
  const mark = type.isInSet(node.marks);
  if (!mark || (neighbour && (care > 0 ? Mark.sameSet(node.marks, neighbour.marks) : mark.isInSet(neighbour.marks)))) return [node];
  const bare = (n: Node): Node => n.mark(mark.removeFromSet(n.marks));
  if (!node.isText) return [node.type.name.endsWith("_break") ? bare(node) : node];
  const spaces = edge.exec(node.text!);
  if (!spaces) return [node];
  const at = spaces.index === 0 ? spaces[0].length : spaces.index;
  if (spaces[0] === node.text) return [bare(node)];
  return [node.cut(0, at), node.cut(at)].map((n) => (n.text!.trim() === "" ? bare(n) : n));
}

/** Writes the words of a block, with as little care as they need. At the starts of lines, what would begin another block is escaped. */
function inline(schema: Schema, node: Node, how: How, isBlock: boolean): string {
  const { paragraph } = schema.nodes;
  const wanted = shape(paragraph!.create(null, node.content));
  let text = "";
  for (const care of how.exact ? [how.care] : cares.slice(how.care)) {
    const lines = writers[care].serialize(schema.topNodeType.create(null, paragraph!.create(null, words(node, care)))).replace(/^\n+|\n+$/g, "").split("\n").map((l) => l.replace(/^[ \t]+/, ""));
    const last = lines.length - 1;
    text = lines.map((l, i) => {
      const end = i === last ? l.replace(/(?<!\\)[ \t]+$/, "") : l;
      return isBlock ? escapeStart(end, i > 0) : end;
    }).join("\n");
    if (how.exact || shape(isBlock ? firstBlock(schema, text) : parseLine(schema, text.replace(/\n/g, " "))) === wanted) break;
  }
  return text;
}

const firstBlock = (schema: Schema, text: string): Node => parseBlocks(schema, text).pieces[0]?.node ?? schema.nodes.paragraph!.create();

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
  hard_break: (state, node) => {
    const mark = node.attrs.mark as string;
    out(state, mark.startsWith("<") ? mark : `${mark.trim() === "\\" ? "\\" : "  "}\n`);
  },
  soft_break: (state) => out(state, "\n"),
  text: (state, node, parent, index) => state.text(node.text!, !isAddress(parent, index)),
};

/** Whether a link is written as nothing but the address between < and >. In a cell that could hold no line that parts cells. */
const isAuto = (mark: Mark, parent: Node, index: number): boolean => {
  const text = parent.maybeChild(index);
  return Boolean(mark.attrs.auto && text?.isText && text.marks.length === 1 && !text.text!.includes("|") && (mark.attrs.href as string).replace(/^mailto:/, "") === text.text);
};
const isAddress = (parent: Node, index: number): boolean => parent.child(index).marks.some((m) => isAuto(m, parent, index));

const target = (mark: Mark): string => {
  const leads = address(mark.attrs.href as string);
  return mark.attrs.title === null ? leads : `${leads} "${(mark.attrs.title as string).replace(/["\\]/g, "\\$&")}"`;
};

const emphases: { [name: string]: string } = { strong: "**", em: "*", strike: "~~" };
const signs = (mark: Mark, care: Care): string => (care > 0 ? emphases[mark.type.name]! : (mark.attrs.delimiter as string));

const markWriters = (care: Care): ConstructorParameters<typeof MarkdownSerializer>[1] => ({
  strong: { open: (_, m) => signs(m, care), close: (_, m) => signs(m, care), mixable: true },
  em: { open: (_, m) => signs(m, care), close: (_, m) => signs(m, care), mixable: true },
  strike: { open: "~~", close: "~~", mixable: true },
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

// Beside what the library escapes: tags, references, and the second of two underscores, which it takes for a letter.
const escapes = { escapeExtraCharacters: /<(?=[A-Za-z/!?])|&(?=#?\w+;)|(?<=_)_/g };

/** A letter beside emphasis can keep its signs from being read; written as a reference it cannot (CommonMark 0.31, section 6.2). */
const withReferences: { [name: string]: NodeWriter } = {
  ...nodeWriters,
  text: (state, node, parent, index) => {
    if (isAddress(parent, index)) return nodeWriters.text!(state, node, parent, index);
    const more = (other: Node | null): boolean => other?.marks.some((m) => m.type.name in emphases && !m.isInSet(node.marks)) ?? false;
    const letters = [...node.text!];
    const first = more(parent.maybeChild(index - 1)) && isLetter(letters[0]!) ? reference(letters.shift()!) : "";
    const last = more(parent.maybeChild(index + 1)) && letters.length > 0 && isLetter(letters.at(-1)!) ? reference(letters.pop()!) : "";
    state.write(first);
    state.text(letters.join(""));
    state.write(last);
  },
};
const isLetter = (s: string): boolean => /[\p{L}\p{N}]/u.test(s);
const reference = (letter: string): string => `&#x${letter.codePointAt(0)!.toString(16)};`;

const plainly = new MarkdownSerializer(nodeWriters, markWriters(1), escapes);
const referring = new MarkdownSerializer(withReferences, markWriters(1), escapes);
const writers = [new MarkdownSerializer(nodeWriters, markWriters(0), escapes), plainly, referring, referring];
