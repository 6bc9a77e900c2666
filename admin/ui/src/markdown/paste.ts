// What comes from the clipboard: a word processor's lists become lists, plain text stays plain, and one line stays one line.
import { Fragment, type Node, type Schema, Slice } from "prosemirror-model";

/** Takes out what no reader should see, and makes lists of what Word only draws as lists. */
export function clean(html: string): string {
  const page = new DOMParser().parseFromString(html, "text/html");
  page.querySelectorAll("script, style, meta, link, title, xml, template").forEach((e) => e.remove());
  // Word writes each bullet into the text, in a part that it marks as not to be read.
  page.querySelectorAll<HTMLElement>("[style*='mso-list']").forEach((e) => /mso-list:\s*ignore/i.test(e.getAttribute("style") ?? "") && e.remove());
  let list: HTMLElement | null = null;
  for (const p of [...page.querySelectorAll<HTMLElement>("p")]) {
    const isItem = /mso-list:/i.test(p.getAttribute("style") ?? "") || /MsoListParagraph/.test(p.className);
    if (!isItem) continue;
    if (!list || list !== p.previousElementSibling) {
      list = page.createElement(/^\s*\d+[.)]/.test(html.slice(Math.max(0, html.indexOf(p.innerHTML) - 200), html.indexOf(p.innerHTML))) ? "ol" : "ul");
      p.before(list);
    }
    const item = page.createElement("li");
    item.append(...p.childNodes);
    list.append(item);
    p.remove();
  }
  // A document of Google's is wrapped in one <b> that is not bold.
  page.querySelectorAll<HTMLElement>("b[id^='docs-internal']").forEach((b) => b.replaceWith(...b.childNodes));
  return page.body.innerHTML;
}

/** Makes of plain text what it looks like: a blank line begins a paragraph, a line end stays one. Signs are words. */
export function plain(schema: Schema, text: string): Slice {
  const { nodes } = schema;
  if (!nodes.list_item) return inlineSlice(schema, [schema.text(text.replace(/\s+/g, " ") || " ")]);
  const paragraphs = text.replace(/\r\n?/g, "\n").split(/\n[ \t]*\n+/).map((p) => {
    const content: Node[] = [];
    p.split("\n").forEach((l, i) => {
      if (i > 0) content.push(nodes.soft_break!.create());
      if (l !== "") content.push(schema.text(l));
    });
    return nodes.paragraph!.create(null, content);
  });
  return new Slice(Fragment.from(paragraphs), 1, 1);
}

/** Everything on one line, with its marks. */
export function oneLine(schema: Schema, slice: Slice): Slice {
  const out: Node[] = [];
  slice.content.descendants((node) => {
    if (node.isTextblock && out.length > 0) out.push(schema.text(" "));
    if (node.isText) out.push(schema.text(node.text!.replace(/\s+/g, " "), node.marks.map((m) => schema.marks[m.type.name]!.create(m.attrs)))); // from one schema into the other
    return true;
  });
  return inlineSlice(schema, out);
}

const inlineSlice = (schema: Schema, nodes: Node[]): Slice => new Slice(Fragment.from(schema.nodes.paragraph!.create(null, nodes)), 1, 1);
