// Reads Markdown into a document, in the dialect that the server renders.
import type MarkdownIt from "markdown-it";
import type { Mark, Node, Schema } from "prosemirror-model";
import { breakTag, dialect } from "./dialect.ts";
import { readTable } from "./table.ts";

type Token = ReturnType<MarkdownIt["parse"]>[number];

const md = dialect();

/** A block of a source, and the text between it and the one before. */
export interface Piece { node: Node; gap: string; text: string }

/** Reads a whole text. The last piece's end and tail give the source together with all pieces. */
export function parseBlocks(schema: Schema, source: string): { pieces: Piece[]; tail: string } {
  const env = {};
  const tokens = md.parse(source, env);
  const lines = source.replace(/\r\n?/g, "\n").split("\n").map((l, i, all) => (i < all.length - 1 ? l + "\n" : l));
  const pieces: Piece[] = [];
  let at = 0; // the first line that is not used up
  let gap = "";
  const skip = (to: number): void => {
    // What no token stands for is blank, or defines where links lead: that is kept.
    while (at < to) {
      if (lines[at]!.trim() === "") gap += lines[at++];
      else {
        let text = "";
        while (at < to && lines[at]!.trim() !== "") text += lines[at++];
        push(rawBlock(schema, text), text);
      }
    }
  };
  const push = (node: Node, text: string): void => {
    const end = /\n*$/.exec(text)![0]; // line ends belong to the gap behind
    pieces.push({ node: node.type.create({ ...node.attrs, src: pieces.length }, node.content), gap, text: text.slice(0, text.length - end.length) });
    gap = end;
  };
  for (let i = 0; i < tokens.length; ) {
    const end = closing(tokens, i);
    let [from, to] = tokens[i]!.map!;
    while (to > from && lines[to - 1]?.trim() === "") to--; // a list's range may reach over the blank lines after it
    skip(from);
    const text = lines.slice(from, to).join("");
    const group = tokens.slice(i, end);
    // A definition of a link inside a list or a quotation has no token: all of it is kept as it is written.
    const hides = group[0]!.type !== "paragraph_open" && /^[\s>]*(?:(?:[-+*]|\d{1,9}[.)])\s+)*\[(?!\^)[^\]]+\]:/m.test(text);
    push((hides ? null : block(schema, group, lines)) ?? rawBlock(schema, text), text);
    at = to;
    i = end;
  }
  skip(lines.length);
  return { pieces, tail: gap };
}

/** Reads a text of one line: what would begin a block is words. */
export function parseLine(schema: Schema, source: string): Node {
  const [inline] = md.parseInline(source.replace(/\s*[\r\n]+\s*/g, " "), {});
  return schema.nodes.paragraph!.create(null, new Inline(schema).read(inline?.children ?? [], inline?.content ?? "") ?? schema.text(source));
}

/** Where a link leads, as Markdown holds it. What looks like a reference in it is none. */
export function address(leads: string): string {
  const href = leads.replace(/&(?=#?\w+;)/g, "&amp;");
  return href === "" || /[\s()<>\\]/.test(href) ? `<${href.replace(/[<>\\]/g, "\\$&")}>` : href;
}

const rawBlock = (schema: Schema, text: string): Node => schema.nodes.raw_block!.create({ source: text.replace(/\n+$/, "") });

/** The index behind the token that closes the one at i. */
function closing(tokens: Token[], i: number): number {
  for (let depth = 0; i < tokens.length; i++) {
    depth += tokens[i]!.nesting;
    if (depth === 0) return i + 1;
  }
  return i;
}

/** Makes a node of the tokens of one block; null when the editor has none for it. */
function block(schema: Schema, group: Token[], lines: string[]): Node | null {
  const [first] = group;
  const { nodes } = schema;
  switch (first!.type) {
    case "paragraph_open":
    case "heading_open": {
      const oneLine = first!.type === "heading_open";
      const content = new Inline(schema, oneLine).read(group[1]!.children ?? [], group[1]!.content);
      if (!content || (content.length > 0 && content.every((n) => n.type.name.endsWith("_break")))) return null;
      if (!oneLine) return nodes.paragraph!.create(null, content);
      const underline = first!.markup.startsWith("#") ? "" : lines[first!.map![1] - 1]!.trim();
      return nodes.heading!.create({ level: Number(first!.tag.slice(1)), underline }, content);
    }
    case "blockquote_open": {
      const inside = children(schema, group, lines);
      return inside && nodes.blockquote!.create(null, inside);
    }
    case "table_open": return readTable(schema, group, lines, (t) => new Inline(schema).read(t.children ?? [], t.content));
    case "bullet_list_open":
    case "ordered_list_open": {
      const items = list(schema, group, lines);
      if (!items) return null;
      const tight = !group.some((t) => t.type === "paragraph_open" && t.level === first!.level + 2 && !t.hidden);
      if (first!.type === "bullet_list_open") return nodes.bullet_list!.create({ bullet: first!.markup, tight }, items);
      return nodes.ordered_list!.create({ start: Number(first!.attrGet("start") ?? 1), delimiter: first!.markup, tight }, items);
    }
  }
  return null;
}

function children(schema: Schema, group: Token[], lines: string[]): Node[] | null {
  const out: Node[] = [];
  for (let i = 1; i < group.length - 1; ) {
    const end = closing(group, i);
    const node = block(schema, group.slice(i, end), lines);
    if (!node) return null;
    out.push(i === 1 ? node : node.type.create({ ...node.attrs, before: blankAbove(lines, group[i]!.map![0]) }, node.content));
    i = end;
  }
  return out;
}

/** How many lines above one are blank, but for the signs of quotations. */
function blankAbove(lines: string[], at: number): number {
  let n = 0;
  while (n < at && lines[at - 1 - n]!.replace(/[> ]/g, "").trim() === "") n++;
  return n;
}

function list(schema: Schema, group: Token[], lines: string[]): Node[] | null {
  const out: Node[] = [];
  for (let i = 1; i < group.length - 1; ) {
    const end = closing(group, i);
    const item = group.slice(i, end);
    const inside = children(schema, item, lines);
    if (!inside) return null;
    if (inside[0]?.type !== schema.nodes.paragraph) inside.unshift(schema.nodes.paragraph!.create()); // an item that is empty, or begins with a list
    const [from] = item[0]!.map!;
    const marker = /^[ >]*?( {0,3}(?:[-+*]|\d{1,9}[.)]) {1,4})(?=\S)/.exec(lines[from]!)?.[1] ?? null;
    out.push(schema.nodes.list_item!.create({ marker: marker?.trimStart() ?? null, before: i === 1 ? null : blankAbove(lines, from) }, inside));
    i = end;
  }
  return out;
}

/** Reads the tokens of a line of text. */
class Inline {
  private out: Node[] = [];
  private marks: Mark[] = [];
  private breaks: string[];
  /** oneLine: a tag that stands for a break is kept as it is written. */
  constructor(private readonly schema: Schema, private readonly oneLine = false) { this.breaks = []; }

  /** null when something in it cannot be shown without loss. */
  read(tokens: Token[], source: string): Node[] | null {
    // How each line ends in the source: the tokens do not say.
    this.breaks = [...source.matchAll(/(\\| *)\n/g)].map((m) => m[1]!);
    if (this.breaks.length !== tokens.filter((t) => t.type === "softbreak" || t.type === "hardbreak").length) this.breaks = [];
    for (const t of tokens) if (!this.token(t)) return null;
    return this.out;
  }

  private text(words: string, marks: readonly Mark[] = this.marks): void {
    if (words !== "") this.out.push(this.schema.text(words, marks));
  }

  private token(t: Token): boolean {
    const { nodes, marks } = this.schema;
    switch (t.type) {
      case "text": {
        const task = this.out.length === 0 ? /^\[[ xX]\](?=\s|$)/.exec(t.content)?.[0] : undefined;
        if (task) this.out.push(nodes.raw_inline!.create({ source: task }));
        this.text(t.content.slice(task?.length ?? 0));
        return true;
      }
      case "softbreak":
      case "hardbreak": {
        const mark = this.breaks.shift() ?? "\\";
        if (t.type === "hardbreak") this.out.push((nodes.hard_break ?? nodes.raw_inline!).create({ mark: mark === "" ? "\\" : mark }, null, this.marks));
        else if (nodes.soft_break) this.out.push(nodes.soft_break.create(null, null, this.marks));
        else this.text(" ");
        return true;
      }
      case "code_inline":
        this.text(t.content, marks.code!.create().addToSet([]));
        return this.marks.length === 0; // marks around code do not survive being typed in
      case "html_inline":
        if (nodes.hard_break && !this.oneLine && breakTag.test(t.content)) this.out.push(nodes.hard_break.create({ mark: t.content }, null, this.marks));
        else this.out.push(nodes.raw_inline!.create({ source: t.content }, null, this.marks));
        return true;
      case "note_reference":
        this.out.push(nodes.raw_inline!.create({ source: t.content }, null, this.marks));
        return true;
      case "image":
        this.out.push(nodes.raw_inline!.create({ source: `![${t.content}](${address(t.attrGet("src") ?? "")}${t.attrGet("title") ? ` "${t.attrGet("title")}"` : ""})` }, null, this.marks));
        return true;
      case "strong_open": return this.open(marks.strong!.create({ delimiter: t.markup }));
      case "em_open": return this.open(marks.em!.create({ delimiter: t.markup }));
      case "s_open": return this.open(marks.strike!.create());
      case "link_open": return this.open(marks.link!.create({ href: t.attrGet("href") ?? "", title: t.attrGet("title"), auto: t.markup === "autolink" }));
      case "strong_close": case "em_close": case "s_close": case "link_close":
        this.marks = this.close(t.type.slice(0, -6));
        return true;
    }
    return false;
  }

  private open(mark: Mark): boolean {
    if (this.marks.some((m) => m.type === mark.type)) return false; // emphasis inside emphasis of its kind
    this.marks = [...mark.addToSet(this.marks)];
    return true;
  }
  private close(name: string): Mark[] {
    const type = { strong: "strong", em: "em", s: "strike", link: "link" }[name]!;
    return this.marks.filter((m) => m.type.name !== type);
  }
}
