// What is typed as an address is saved as one whole link to it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { EditorState } from "prosemirror-state";
import cases from "../../../../content/paste/testdata/addresses.json";
import saved from "../../../../content/richtext/testdata/typed.json";
import { addresses } from "./addresses.ts";
import { blocks, line } from "./schema.ts";
import { Source, shapes } from "./write.ts";

const found = (text: string): string[] => addresses(text).map(({ from, to }) => text.slice(from, to));

/** What an empty text is saved as when something is typed into it. */
function typed(words: string, schema = blocks): string {
  const source = new Source(schema, "");
  return source.write(EditorState.create({ doc: source.doc }).tr.insertText(words, 1).doc);
}

describe("an address is saved as a link to what was typed", () => {
  for (const [words, want] of [
    ["See https://people.example.org/~drsmith/ for more", "See <https://people.example.org/~drsmith/> for more"],
    ["https://example.org/_next_/a_b_c?x[]=1", "<https://example.org/_next_/a_b_c?x[]=1>"],
    ["https://example.org/*new*", "<https://example.org/*new*>"],
    ["https://example.org/a_(b)", "<https://example.org/a_(b)>"],
    ["https://example.org/a<b>c", "[https://example.org/a\\<b>c](https://example.org/a%3Cb%3Ec)"],
    ["www.example.org/a_b", "[www.example.org/a_b](https://www.example.org/a_b)"],
    ["www.example.org/_next_/", "[www.example.org/\\_next\\_/](https://www.example.org/_next_/)"],
    ["Write to first_last@example.org.", "Write to <first_last@example.org>."],
    ["mailto:a_b@example.org", "[mailto:a_b@example.org](mailto:a_b@example.org)"],
    ["https://example.org/a?b=1&copy;=2", "<https://example.org/a?b=1&copy;=2>"],
  ] as const)
    test(words, () => {
      assert.equal(typed(words), want);
      assert.equal(typed(words, line), want);
    });
});

describe("what is saved of it is what the server delivers: content/richtext/render_test.go runs the same file", () => {
  for (const { address, markdown } of saved)
    test(address, () => {
      assert.equal(typed(address), markdown);
      assert.equal(typed(`See ${address} for more`), `See ${markdown} for more`);
    });
});

describe("what ends a sentence, or stands around it, is not part of an address", () => {
  for (const { text, addresses } of cases) test(text, () => assert.deepEqual(found(text), addresses));
});

describe("every sign that can be printed", () => {
  const signs = Array.from({ length: 0x7f - 0x21 }, (_, i) => String.fromCharCode(0x21 + i));
  for (const sign of [...signs, "é", "ß", "م", "ש", "я", "漢", "한", "か", "😀", "–", "—", "’", "”", "…", "•", "¡", "·", "§", "€", "&amp;", "%20", "%", "\\_", "](", "**"])
    test(sign, () => {
      for (const address of [`https://example.org/a${sign}b?c${sign}d#e${sign}f`, `https://example.org/${sign}${sign}b`, `www.example.org/a${sign}b?c${sign}d`]) {
        for (const [words, around] of [[address, ""], [`See ${address} for more`, "x"]] as const) {
          const written = typed(words);
          const doc = new Source(blocks, written).doc;
          assert.equal(doc.textContent, words, written);
          const links = doc.firstChild!.children.filter((n) => n.marks.length > 0);
          assert.deepEqual(links.map((n) => n.text), [address], written);
          const target = (address.startsWith("www") ? "https://" : "") + address;
          assert.equal(links[0]!.marks[0]!.attrs.href, target.replace(/[<>|]/g, encodeURIComponent), written + around);
        }
      }
    });
});

test("every sign that can be printed, in a cell", () => {
  const source = new Source(blocks, "| a |\n| --- |\n| x |");
  let at = 0;
  source.doc.descendants((node, pos) => void (node.text === "x" && (at = pos)));
  for (let c = 0x21; c < 0x7f; c++) {
    const address = `https://example.org/a${String.fromCharCode(c)}b`;
    const written = source.write(EditorState.create({ doc: source.doc }).tr.insertText(address, at, at + 1).doc);
    const read = new Source(blocks, written).doc;
    const found: string[] = [];
    read.descendants((node) => void (node.isText && node.marks.length > 0 && found.push(node.text!, node.marks[0]!.attrs.href as string)));
    assert.deepEqual(found, [address, address.replace(/[<>|]/g, encodeURIComponent)], written);
  }
});

test("a text that nobody touched keeps its bare addresses, and so do its other lines", () => {
  const text = "one https://example.org/a_b\ntwo https://example.org/c_d\n\nthree www.example.org/e_f";
  const source = new Source(blocks, text);
  assert.equal(source.write(source.doc), text);
  const { tr } = EditorState.create({ doc: source.doc });
  const written = source.write(tr.insertText("x", 4).doc);
  assert.equal(written, text.replace("one https://example.org/a_b", "onex <https://example.org/a_b>"));
  assert.equal(shapes(new Source(blocks, written).doc), shapes(tr.doc));
});

test("marks on an address, and links and code that hold one, stay what they are", () => {
  const changed = (text: string): string => {
    const source = new Source(blocks, text);
    return source.write(EditorState.create({ doc: source.doc }).tr.insertText("x", 1).doc);
  };
  assert.equal(changed("a `https://example.org/a_b` [https://example.org/c_d](/e)"), "xa `https://example.org/a_b` [https://example.org/c_d](/e)");
  const bold = changed("a **https://example.org/a_b**");
  assert.equal(shapes(new Source(blocks, bold).doc), shapes(new Source(blocks, "xa **<https://example.org/a_b>**").doc), bold);
});
