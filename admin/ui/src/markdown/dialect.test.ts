// The editor shows what readers get: content/richtext/dialect_test.go runs the same file.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { EditorState } from "prosemirror-state";
import type { Node } from "prosemirror-model";
import cases from "../../../../content/richtext/testdata/dialect.json";
import { blocks } from "./schema.ts";
import { Source, shapes } from "./write.ts";

const escaped = (s: string): string => s.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const tags: { [name: string]: string } = { strong: "strong", em: "em", strike: "del", code: "code" };
/** The order in which readers get marks. */
const outside = ["strong", "em", "strike", "link", "code"];

/** A document as the HTML that readers get of it, with what is kept in <raw>. */
function html(node: Node): string {
  const inside = (between = ""): string => node.children.map(html).join(between);
  switch (node.type.name) {
    case "doc": return inside("\n");
    case "paragraph": return `<p>${inline(node)}</p>`;
    case "heading": return `<h${node.attrs.level}>${inline(node)}</h${node.attrs.level}>`;
    case "blockquote": return `<blockquote>\n${inside("\n")}\n</blockquote>`;
    case "bullet_list": return `<ul>\n${inside("\n")}\n</ul>`;
    case "list_item": return `<li>${node.children.map((c) => (c.type.name === "paragraph" ? inline(c) : html(c))).join("\n")}</li>`;
  }
  return node.type.name.startsWith("raw") ? `<raw>${escaped(node.attrs.source as string)}</raw>` : node.toString();
}

function inline(node: Node): string {
  let out = "";
  let open: string[] = [];
  const to = (wanted: string[]): void => {
    while (open.some((tag, i) => tag !== wanted[i])) out += `</${open.pop()!.split(" ")[0]}>`;
    for (const tag of wanted.slice(open.length)) out += `<${tag}>`;
    open = wanted;
  };
  node.forEach((child) => {
    const marks = child.marks.toSorted((a, b) => outside.indexOf(a.type.name) - outside.indexOf(b.type.name));
    if (!child.isInline || child.type.name !== "soft_break") to(marks.map((m) => (m.type.name === "link" ? `a href="${m.attrs.href}"` : tags[m.type.name]!)));
    out += child.isText ? escaped(child.text!) : child.type.name === "hard_break" ? "<br/>\n" : child.type.name === "soft_break" ? (/<br\/>\n$/.test(out) ? "" : "\n") : html(child);
  });
  to([]);
  return out;
}

for (const c of cases)
  describe(c.name, () => {
    const source = new Source(blocks, c.markdown);
    const shown = "editor" in c ? c.editor : c.html;
    test("is shown as readers get it, or kept", () => {
      if (shown !== null) assert.equal(html(source.doc).replace(/\n<p><\/p>$/, ""), shown); // an empty paragraph behind what is kept is for the caret
    });
    test("comes back byte for byte", () => assert.equal(source.write(source.doc), c.markdown));
    test("reads the same when a letter was typed in it", () => {
      source.doc.descendants((node, pos) => {
        if (!node.isText) return;
        const { tr } = EditorState.create({ doc: source.doc });
        const written = source.write(tr.insertText("x", pos + Math.ceil(node.nodeSize / 2)).doc);
        assert.equal(shapes(new Source(blocks, written).doc), shapes(tr.doc), written);
      });
    });
  });
