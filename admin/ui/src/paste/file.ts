// Reads a file that somebody dropped or chose: what its name says it is, and its letters.

/** What a file gives to the form: words, and what they mean. */
export interface FromFile {
  text: string;
  html: string; // "" when the text is all there is
  format: "" | "markdown" | "text";
  note?: string; // something to look at
}

/** Why a file is not read, in words for the person. */
export class Refused extends Error {}

type Kind = "docx" | "html" | "markdown" | "text";

const kinds: Record<string, Kind> = { docx: "docx", docm: "docx", html: "html", htm: "html", md: "markdown", markdown: "markdown", txt: "text", text: "text" };

const copyIt = "Open it, select the words, copy them and paste them here.";
const refusals: [RegExp, string][] = [
  [/^pdf$/, `A PDF holds pages, not a text. ${copyIt}`],
  [/^(doc|dot|rtf)$/, "This is a Word file of an older kind. Open it in Word, save it as a Word document (.docx), and choose that file."],
  [/^pages$/, "This is a file of Apple Pages. Open it, choose File, Export To, Word, and choose that file."],
  [/^(odt|ott|fodt)$/, "This is an OpenDocument file. Open it, save it as a Word document (.docx), and choose that file."],
  [/^(gdoc|url|webloc)$/, "This is only a link to a text. Open it and download it as a Word document (.docx), or copy the words and paste them here."],
  [/^(xlsx?|ods|numbers|csv|tsv)$/, "This is a spreadsheet. Open it, select the cells, copy them and paste them here."],
  [/^(pptx?|odp|key)$/, `These are slides. ${copyIt}`],
  [/^(png|jpe?g|gif|webp|avif|heic|heif|tiff?|bmp|svg)$/, "This is a picture, and the words in it can’t be read here. Find the text that it was made from, or type the words."],
  [/^(zip|rar|7z|gz)$/, "This is a packed folder. Unpack it, and choose the document in it."],
];

/** The largest Word document and the longest other file, in bytes. Pictures make the first large. */
export const mostDocx = 25_000_000;
export const mostText = 1_000_000;

/** What a file is by its name and size. Throws Refused. */
export function kindOf(name: string, size: number): Kind {
  const ending = /\.([^.]+)$/.exec(name.toLowerCase())?.[1] ?? "";
  const kind = kinds[ending];
  if (!kind) {
    const why = refusals.find(([which]) => which.test(ending))?.[1];
    throw new Refused(why ?? `This kind of file can’t be read here. A Word document (.docx), .md, .html and .txt can. For others: open it, select the words, copy them and paste them here.`);
  }
  if (size === 0) throw new Refused("This file is empty.");
  const most = kind === "docx" ? mostDocx : mostText;
  if (size > most) throw new Refused(`This file has ${Math.ceil(size / 1e6)} MB, and ${most / 1e6} MB is the most. ${copyIt}`);
  return kind;
}

/** The letters of a file: UTF-8, UTF-16 with its mark, what a page says of itself, or Western European as Windows writes it. Throws Refused. */
export function lettersOf(bytes: Uint8Array): { text: string; guessed: boolean } {
  const decode = (label: string) => new TextDecoder(label, { fatal: true }).decode(bytes).replace(/\r\n?/g, "\n");
  const unknown = new Refused("The letters in this file can’t be read for certain. Open it, save it as UTF-8 (in Windows: Save as, Encoding), and choose it again.");
  try {
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: decode("utf-16le"), guessed: false };
    if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: decode("utf-16be"), guessed: false };
  } catch {
    throw unknown;
  }
  if (bytes.includes(0)) throw new Refused("This is a file of another kind, not a text. " + copyIt);
  try {
    return { text: decode("utf-8"), guessed: false };
  } catch {
    // Not UTF-8: written by an older program.
  }
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 2048));
  const says = /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(head)?.[1];
  try {
    if (says && !/^utf-?8$/i.test(says)) return { text: decode(says), guessed: false };
  } catch {
    throw unknown;
  }
  // Few letters of a Western text are beyond ASCII; in others, most are.
  const beyond = bytes.reduce((n, b) => n + (b > 0x7f ? 1 : 0), 0);
  const undefinedThere = [0x81, 0x8d, 0x8f, 0x90, 0x9d].some((b) => bytes.includes(b));
  if (undefinedThere || beyond > bytes.length * 0.2) throw unknown;
  return { text: decode("windows-1252"), guessed: true };
}

/** A page's HTML without what holds no words, so that it fits a form. */
export function slim(html: string): string {
  return html
    .replace(/<(script|svg|noscript|template)\b[^>]*>[\s\S]*?<\/\1\s*>/gi, (_, tag: string) => `<${tag}></${tag}>`)
    .replace(/<link\b[^>]*>/gi, "");
}
