// Bare addresses in a text: what somebody typed becomes one whole link, whatever signs it holds.
// They are found as in what is pasted: content/paste/address.go. Both run testdata/addresses.json there.
import type { Node, Schema } from "prosemirror-model";

/** What may stand behind the name of a website: all that is seen but for the full stops and brackets of scripts without spaces, behind which other words go on. */
const seen = String.raw`[!-~\p{L}\p{M}\p{N}\p{S}¡-¬®-¿‐-‧‰-⁞]`;
const website = String.raw`[\p{L}\p{M}\p{N}.:_[\]@%-]*(?:[/?#]${seen}*)?`;
const bare = new RegExp(
  [
    String.raw`(?<![A-Za-z0-9+.-])https?://[\p{L}\p{N}[]${website}`,
    String.raw`(?<![A-Za-z0-9@/._-])www\.[\p{L}\p{N}]${website}`,
    String.raw`(?<![A-Za-z0-9.!#$%&+/=?^_{|}~-])(?:mailto:)?[A-Za-z0-9_][A-Za-z0-9.!#$%&'*+/=?^_\x60{|}~-]*@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}`,
  ].join("|"),
  "giu",
);
/** In languages without spaces the words go on right behind the name of a website. */
const wordsBehind = /^(?:https?:\/\/)?[a-z0-9.-]+\.[a-z]{2,}(?=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}])/iu;
/** The end of a shortcode. */
const closingCode = /\[\/([A-Za-z][\w-]*)\]/;
/** What the server refuses: a name and a password before the website, and a port that is not encrypted. */
const refused = /^(?:https?:\/\/|www\.)[^/?#]*@|^http:\/\/[^/?#]*:\d|^www\.(?![^/?#]+\.\p{L}{2})/iu;

export interface Address { from: number; to: number; href: string }

/** The addresses that stand in a text. */
export function addresses(text: string): Address[] {
  if (!/:\/\/|www\.|@/i.test(text)) return [];
  const found: Address[] = [];
  bare.lastIndex = 0;
  for (let match; (match = bare.exec(text)); ) {
    const { 0: all, index } = match;
    const inside = within(text.slice(0, index), wordsBehind.exec(all)?.[0] ?? all);
    bare.lastIndex = index + inside.length;
    const address = withoutEnd(inside);
    if (refused.test(address)) continue;
    const href = /^https:|^mailto:/i.test(address) ? address : /^http:/i.test(address) ? `https${address.slice(4)}` : /^www\./i.test(address) ? `https://${address}` : `mailto:${address}`;
    found.push({ from: index, to: index + address.length, href: href.replace(/[<>|]/g, encodeURIComponent) });
  }
  return found;
}

/** An address without what closes something that was opened before it: a shortcode, as [link]https://example.org[/link], or a quotation mark. */
function within(before: string, address: string): string {
  const code = closingCode.exec(address);
  if (code && !address.slice(0, code.index).includes(`[${code[1]}`)) address = address.slice(0, code.index);
  const quoted = /["“”]$/.test(before) || before.split('"').length % 2 === 0;
  return quoted ? address.replace(/["“”].*$/s, "") : address;
}

/** An address without what ends the sentence or closes a bracket around it. */
function withoutEnd(address: string): string {
  for (;;) {
    const last = address.at(-1)!;
    const opening = { ")": "(", "]": "[", "}": "{", ">": "<" }[last];
    const count = (sign: string): number => address.split(sign).length - 1;
    if (!(opening ? count(last) > count(opening) : /[.,;:!?'"]|[^!-~\P{P}]/u.test(last))) return address;
    address = address.slice(0, -1);
  }
}

/** The bare addresses in some words of a document: a link is none, and nothing in code is one. */
const bareIn = (node: Node): Address[] => (node.isText && !node.marks.some((m) => m.type.name === "link" || m.type.spec.code) ? addresses(node.text!) : []);

/** Calls f for every bare address in a document, with where it stands. */
export function eachAddress(doc: Node, f: (address: Address) => void): void {
  doc.descendants((node, pos) => bareIn(node).forEach(({ from, to, href }) => f({ from: pos + from, to: pos + to, href })));
}

/** Text with the links that its bare addresses are. */
export function linked(schema: Schema, nodes: readonly Node[]): Node[] {
  const { link } = schema.marks;
  return nodes.flatMap((node) => {
    const found = bareIn(node);
    if (found.length === 0) return [node];
    const out: Node[] = [];
    let at = 0;
    for (const { from, to, href } of found) {
      if (from > at) out.push(node.cut(at, from));
      const words = node.cut(from, to);
      out.push(words.mark(link!.create({ href, auto: href.replace(/^mailto:/, "") === words.text }).addToSet(words.marks)));
      at = to;
    }
    return at < node.text!.length ? [...out, node.cut(at)] : out;
  });
}
