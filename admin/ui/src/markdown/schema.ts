// What rich text may hold in the editor. Whatever else a source has is kept as it is, in raw nodes that show their source.
import { Schema, type DOMOutputSpec, type MarkSpec, type Node, type NodeSpec } from "prosemirror-model";
import { tableNodes } from "./table.ts";

/** src numbers the block of the source that a node came from, and before counts the blank lines above it; null for what was typed or pasted. */
const src = { src: { default: null }, before: { default: null } };

const raw = (inline: boolean): NodeSpec => ({
  inline, group: inline ? "inline" : "block", atom: true, selectable: true, marks: "",
  attrs: inline ? { source: {} } : { source: {}, ...src },
  toDOM: (node: Node): DOMOutputSpec => [inline ? "span" : "div", { class: "raw", title: "Kept as it is written" }, node.attrs.source as string],
});

const list = (tag: "ul" | "ol", attrs: NodeSpec["attrs"]): NodeSpec => ({
  group: "block", content: "list_item+", attrs: { ...attrs, tight: { default: true }, ...src },
  parseDOM: [{ tag, getAttrs: (dom) => (tag === "ol" ? { start: Number((dom as HTMLElement).getAttribute("start") ?? 1) } : null) }],
  toDOM: (node) => (tag === "ol" && node.attrs.start !== 1 ? [tag, { start: String(node.attrs.start) }, 0] : [tag, 0]),
});

const breaks = (toDOM: DOMOutputSpec, attrs?: NodeSpec["attrs"]): NodeSpec => ({ inline: true, group: "inline", selectable: false, attrs: attrs ?? {}, toDOM: () => toDOM });

const nodes: { [name: string]: NodeSpec } = {
  doc: { content: "(block | table)+" },
  paragraph: { group: "block", content: "inline*", attrs: src, parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
  heading: {
    group: "block", content: "inline*", defining: true, attrs: { level: { default: 3 }, underline: { default: "" }, ...src },
    parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: Math.max(3, level) } })),
    // Delivered headings begin at h3, below the block's own; see richtext.
    toDOM: (node) => [`h${Math.max(3, node.attrs.level as number)}`, 0],
  },
  bullet_list: list("ul", { bullet: { default: "-" } }),
  ordered_list: list("ol", { start: { default: 1 }, delimiter: { default: "." } }),
  // marker is how the source writes it, with its spaces.
  list_item: { content: "paragraph block*", defining: true, attrs: { marker: { default: null }, before: { default: null } }, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
  blockquote: { group: "block", content: "block+", defining: true, attrs: src, parseDOM: [{ tag: "blockquote" }], toDOM: () => ["blockquote", 0] },
  ...tableNodes(src),
  raw_block: raw(false),
  raw_inline: raw(true),
  // The order matters: the first of two nodes that a <br> could be wins.
  hard_break: { ...breaks(["br"], { mark: { default: "\\" } }), parseDOM: [{ tag: "br" }] },
  soft_break: breaks(["span", { class: "soft-break" }, " "]),
  text: { group: "inline" },
};

const emphasis = (tag: string, delimiter: string, others: NonNullable<MarkSpec["parseDOM"]>): MarkSpec => ({
  attrs: { delimiter: { default: delimiter } }, parseDOM: [{ tag }, ...others], toDOM: () => [tag, 0],
});

const marks: { [name: string]: MarkSpec } = {
  link: {
    attrs: { href: {}, title: { default: null }, auto: { default: false } }, inclusive: false,
    parseDOM: [{
      tag: "a[href]",
      getAttrs: (dom) => {
        const href = (dom as HTMLElement).getAttribute("href") ?? "";
        return /^(https?:|mailto:|tel:|sms:|document:|\/(?!\/)|#)/i.test(href) ? { href } : false;
      },
    }],
    // No href in the DOM: a click puts the caret there, and nobody leaves the page by accident.
    toDOM: (mark) => ["a", { title: mark.attrs.href as string }, 0],
  },
  strong: emphasis("strong", "**", [{ tag: "b", getAttrs: (dom) => ((dom as HTMLElement).style.fontWeight !== "normal" ? null : false) }, { style: "font-weight=bold" }, { style: "font-weight=700" }]),
  em: emphasis("em", "*", [{ tag: "i", getAttrs: (dom) => ((dom as HTMLElement).style.fontStyle !== "normal" ? null : false) }, { style: "font-style=italic" }]),
  strike: emphasis("s", "~~", [{ tag: "del" }]),
  code: { code: true, excludes: "strong em strike link", parseDOM: [{ tag: "code" }], toDOM: () => ["code", 0] },
};

/** For fields of paragraphs and lists. */
export const blocks = new Schema({ nodes, marks });

/** For fields of one line: what it holds is the inline part of the same dialect. */
export const line = new Schema({
  nodes: { doc: { content: "paragraph" }, paragraph: nodes.paragraph!, raw_inline: nodes.raw_inline!, text: nodes.text! },
  marks,
});
