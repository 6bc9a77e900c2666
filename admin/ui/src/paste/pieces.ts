// What a text area holds was pasted in pieces, with words typed around them. A piece keeps its
// formatting while its words stand unchanged on lines of their own; everything else counts as typed.

/** Something pasted: its words as the text area got them, and the same words with formatting. */
export interface Piece {
  text: string;
  html: string;
}

/** Finds the pieces in the text, in their order. Those whose words changed are not among them. */
function places(text: string, pieces: readonly Piece[]): { piece: Piece; at: number }[] {
  const found: { piece: Piece; at: number }[] = [];
  let from = 0;
  for (const piece of pieces) {
    for (let at = text.indexOf(piece.text, from); at >= 0 && piece.text.trim() !== ""; at = text.indexOf(piece.text, at + 1)) {
      if (!ownLines(text, at, at + piece.text.length)) continue;
      found.push({ piece, at });
      from = at + piece.text.length;
      break;
    }
  }
  return found;
}

/** Whether nothing but space stands beside text[from:to] on its first and last line. */
function ownLines(text: string, from: number, to: number): boolean {
  const before = text.slice(text.lastIndexOf("\n", from - 1) + 1, from);
  const end = text.indexOf("\n", to);
  const after = text.slice(to, end < 0 ? undefined : end);
  const starts = from === 0 || before.trim() === "" || text.startsWith("\n", from);
  return starts && (after.trim() === "" || text[to - 1] === "\n");
}

/** The pieces that still stand in the text, in the order in which they stand. */
export const standing = (text: string, pieces: readonly Piece[]): Piece[] => places(text, pieces).map((p) => p.piece);

/** The pieces after one more was pasted at an offset of the text, which holds it already. */
export function withPiece(text: string, pieces: readonly Piece[], piece: Piece, at: number): Piece[] {
  const before = standing(text.slice(0, at), pieces);
  const after = standing(text.slice(at + piece.text.length), pieces.filter((p) => !before.includes(p)));
  return standing(text, [...before, piece, ...after]);
}

/** The whole text with the formatting of its pieces; "" when it has none. */
export function formatted(text: string, pieces: readonly Piece[]): string {
  const found = places(text, pieces);
  if (found.length === 0) return "";
  // Beside others, a piece is not the only thing that was on the clipboard.
  const alone = found.length === 1 && text.trim() === found[0]!.piece.text.trim();
  let html = "";
  let from = 0;
  for (const { piece, at } of found) {
    html += typed(text.slice(from, at)) + (alone ? piece.html : piece.html.replace(/<!--(Start|End)Fragment-->/g, ""));
    from = at + piece.text.length;
  }
  return html + typed(text.slice(from));
}

/** Typed lines as HTML: a paragraph for each. */
function typed(text: string): string {
  const escape = (s: string) => s.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return text.split("\n").filter((line) => line.trim() !== "").map((line) => `<p>${escape(line.trim())}</p>`).join("");
}

/** Takes the data of pictures out, which are no words and would not fit a form. */
export const withoutPictureData = (html: string): string => html.replace(/(=\s*["']?)data:image\/[^"'\s>]*/gi, "$1data:,");
