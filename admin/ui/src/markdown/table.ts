// Tables, as GitHub's Markdown has them: a row of headings, columns that are aligned, and a line of text in each cell.
import type MarkdownIt from "markdown-it";
import { Fragment, type Node, type NodeSpec, type Schema } from "prosemirror-model";

type Token = ReturnType<MarkdownIt["parse"]>[number];

/** How a column is aligned; null where its source does not say. */
export type Align = "left" | "center" | "right" | null;

/** The most columns of a table, and the most cells; see content/richtext/limits.go. */
export const maxColumns = 64, maxCells = 10_000;

const aligned = (value: string | null): Align => (value === "left" || value === "center" || value === "right" ? value : null);

// Markdown has no merged cells and no widths: the attributes are there because prosemirror-tables reads them.
const cell = (tag: "th" | "td", tableRole: string): NodeSpec => ({
  content: "paragraph", isolating: true, tableRole,
  attrs: { align: { default: null }, colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null } },
  parseDOM: [{ tag, getAttrs: (dom) => ({ align: aligned((dom as HTMLElement).getAttribute("align")) }) }],
  toDOM: ({ attrs }) => [tag, { ...(tag === "th" && { scope: "col" }), ...(attrs.align && { align: attrs.align as string }) }, 0],
});

/** A table stands between blocks, never in a list or a quotation. */
export const tableNodes = (attrs: NonNullable<NodeSpec["attrs"]>): { [name: string]: NodeSpec } => ({
  table: { content: "table_row+", tableRole: "table", isolating: true, attrs, parseDOM: [{ tag: "table" }], toDOM: () => ["table", ["tbody", 0]] },
  table_row: { content: "(table_header | table_cell)+", tableRole: "row", parseDOM: [{ tag: "tr" }], toDOM: () => ["tr", 0] },
  table_header: cell("th", "header_cell"),
  table_cell: cell("td", "cell"),
});

/** Whether a block leaves no place to write beside it. */
export const needsRoom = ({ type }: Node): boolean => type.name === "table" || type.name === "raw_block";

/**
 * Makes a node of a table's tokens; words reads the text of a cell. It is null when the editor cannot hold the table without loss: inside
 * another block, too wide, or with a row that says more than readers see of it.
 */
export function readTable({ nodes }: Schema, group: Token[], lines: string[], words: (inline: Token) => Node[] | null): Node | null {
  const columns = group.filter((t) => t.type === "th_open").length;
  if (group[0]!.level > 0 || columns > maxColumns) return null;
  const rows: Node[] = [];
  let cells: Node[] = [];
  for (const [i, t] of group.entries()) {
    switch (t.type) {
      case "tr_open":
        if (!isWhole(lines[t.map![0]]!, columns)) return null;
        cells = [];
        break;
      case "th_open":
      case "td_open": {
        const content = words(group[i + 1]!);
        if (!content) return null;
        const align = aligned(/^text-align:(\w+)$/.exec(t.attrGet("style") ?? "")?.[1] ?? null);
        cells.push(nodes[t.type === "th_open" ? "table_header" : "table_cell"]!.create({ align }, nodes.paragraph!.create(null, content)));
        break;
      }
      case "tr_close":
        rows.push(nodes.table_row!.create(null, cells));
        break;
    }
  }
  return nodes.table!.create(null, rows);
}

/** Whether readers see all that a line of a table says: what stands beyond the last column is not delivered. */
function isWhole(line: string, columns: number): boolean {
  if (/(?<!\\)(?:\\\\)+\|/.test(line)) return false; // an escaped backslash before a bar is read in two ways
  return line.trim().replace(/^\||(?<!\\)\|$/g, "").split(/(?<!\\)\|/).length <= columns;
}

const rules: { [align: string]: string } = { left: ":---", center: ":---:", right: "---:" };

/** Writes a table; words writes the text of a cell, in one line. */
export function writeTable(table: Node, words: (paragraph: Node) => string): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const [head, ...rows] = table.children.map((row) => line(row.children.map((c) => words(c.firstChild!).replace(/\|/g, "\\|"))));
  return [head, line(table.firstChild!.children.map((c) => rules[c.attrs.align as string] ?? "---")), ...rows].join("\n");
}

/** The text of a cell as one line can say it: <br> keeps lines apart, and code that holds a bar behind a backslash becomes words. */
export function cellText(paragraph: Node): Node {
  const { nodes, marks } = paragraph.type.schema;
  return paragraph.copy(Fragment.from(paragraph.children.map((n) => {
    if (n.type === nodes.soft_break) return paragraph.type.schema.text(" ", n.marks);
    if (n.type === nodes.hard_break && !(n.attrs.mark as string).startsWith("<")) return n.type.create({ mark: "<br>" }, null, n.marks);
    return n.isText && n.text!.includes("\\|") ? n.mark(marks.code!.removeFromSet(n.marks)) : n;
  })));
}
