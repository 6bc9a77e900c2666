// On the paste screen: takes over the formatting that the clipboard holds beside the plain words, reads
// files, and counts what is left out. The server decides what it all means; without this script it reads
// the plain words, and counts when it is asked to look again.
import { kindOf, lettersOf, Refused, slim, type FromFile } from "./paste/file";
import { formatted, withoutPictureData, withPiece, type Piece } from "./paste/pieces";
import { wordsOf } from "./paste/words";

/** Above this many characters formatting is mostly a word processor's noise, and would not fit a form. */
const mostHTML = 400_000;

const find = <T extends Element>(selector: string): T | null => document.querySelector<T>(selector);
const words = find<HTMLTextAreaElement>("textarea[data-paste]");
const result = find<HTMLFormElement>("form[data-paste-result]");
if (words) begin(words);
if (result) decide(result);

/** The screen on which the text is pasted. */
function begin(words: HTMLTextAreaElement): void {
  const html = find<HTMLTextAreaElement>("textarea[data-paste-html]")!;
  const format = find<HTMLInputElement>("[data-paste-format]")!;
  const note = find<HTMLElement>("[data-paste-note]")!;
  const toPlain = note.querySelector<HTMLButtonElement>("[data-paste-plain]")!;
  const chooser = find<HTMLElement>("[data-paste-file]")!;
  const file = chooser.querySelector("input")!;
  const go = words.form!.querySelector<HTMLButtonElement>("button[value=look]")!;

  // The server may have sent back what was pasted before.
  let pieces: Piece[] = html.value === "" ? [] : [{ text: words.value, html: html.value }];
  let coming: (Piece & { at?: number }) | null = null; // what the next "input" puts in
  let fromFile = ""; // what a file gave, while nobody changed it

  const say = (text: string, bad = false) => {
    note.querySelector("span")!.textContent = text;
    note.classList.toggle("bad", bad);
    toPlain.hidden = html.value === "";
    note.hidden = text === "";
  };

  /** Brings the formatting up to what stands in the text area. */
  const follow = () => {
    const had = html.value !== "";
    const all = formatted(words.value, pieces);
    html.value = all.length > mostHTML ? "" : all;
    if (html.value !== "") say("Formatting was taken over: headings, lists and links.");
    else if (all !== "") say("There is too much formatting in it to take over, so only the plain text counts.");
    else if (had) say("You changed the words, so only the plain text counts now.");
    else if (note.classList.contains("bad")) say("");
    tooLong();
  };

  /** Whether the words are more than is read. It is said before they are sent. */
  const tooLong = (): boolean => {
    const long = html.value === "" && new Blob([words.value]).size > Number(words.dataset.paste);
    if (long) say("That is longer than a page can be. Paste one half first, save it, and then the other.", true);
    if (long) words.setAttribute("aria-invalid", "true");
    else words.removeAttribute("aria-invalid");
    return long;
  };

  const clip = (data: DataTransfer | null): Piece | null => {
    const html = slim(withoutPictureData(data?.getData("text/html") ?? ""));
    const text = (data?.getData("text/plain") ?? "").replace(/\r\n?/g, "\n");
    return html === "" ? null : { text, html };
  };

  words.addEventListener("paste", (event) => {
    const piece = clip(event.clipboardData);
    if (words.selectionStart === 0 && words.selectionEnd === words.value.length) format.value = "";
    if (!piece) return;
    coming = { ...piece, at: words.selectionStart };
    if (piece.text.trim() !== "") return; // the words go into the text area by themselves; "input" comes after this
    coming.text = wordsOf(piece.html);
    event.preventDefault();
    document.execCommand("insertText", false, coming.text); // the only way in that can be undone
  });
  words.addEventListener("drop", (event) => {
    coming = clip(event.dataTransfer);
  });
  words.addEventListener("input", () => {
    if (coming) pieces = withPiece(words.value, pieces, coming, coming.at ?? words.selectionStart);
    coming = null;
    follow();
  });
  words.form!.addEventListener("submit", (event) => {
    if (!tooLong()) return;
    event.preventDefault();
    words.focus();
  });
  toPlain.addEventListener("click", () => {
    pieces = [];
    html.value = "";
    say("Only the plain text counts now.");
    words.focus();
  });

  /** Takes what a file holds: in place of an earlier file, else below what is there. */
  const take = (name: string, from: FromFile) => {
    const before = words.value === fromFile ? "" : words.value.trimEnd();
    const at = before === "" ? 0 : before.length + 2;
    const kept = before === "" ? [] : pieces;
    words.value = before === "" ? from.text : `${before}\n\n${from.text}`;
    format.value = before === "" ? from.format : "";
    pieces = from.html === "" ? kept : withPiece(words.value, kept, { text: words.value.slice(at), html: from.html }, at);
    fromFile = before === "" ? words.value : "";
    follow();
    say(`“${name}” was read.` + (html.value === "" ? "" : " Headings, lists and links were taken over.") + (from.note ? " " + from.note : ""));
    if (!tooLong()) go.focus();
  };

  const open = async (files: readonly File[]) => {
    const [one, another] = files;
    if (!one) return;
    go.disabled = true;
    say(`Reading “${one.name}”…`);
    try {
      if (another) throw new Refused("One file at a time, please: each becomes a page of its own.");
      take(one.name, await read(one));
    } catch (why) {
      if (!(why instanceof Refused)) console.error(why);
      say(why instanceof Refused ? why.message : `“${one.name}” can’t be read. Open it, select the words, copy them and paste them here.`, true);
    } finally {
      file.value = "";
      go.disabled = false;
    }
  };
  chooser.hidden = false;
  file.addEventListener("change", () => void open([...(file.files ?? [])]));
  onDroppedFiles((files) => void open(files));
}

/** What a file gives to the form. Throws Refused. */
async function read(file: File): Promise<FromFile> {
  const kind = kindOf(file.name, file.size);
  const bytes = await file.arrayBuffer();
  if (kind === "docx") {
    const start = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
    if (start[0] !== 0x50 || start[1] !== 0x4b) throw new Refused("This is no Word document as Word saves it today, or it has a password. Open it in Word, take the password off, save it as a Word document (.docx), and choose that file.");
    const { docxAsHTML } = await import("./paste/docx");
    const html = await docxAsHTML(bytes);
    const text = wordsOf(html);
    if (text === "") throw new Refused("There are no words in this document. If it shows some, they are in a picture.");
    return { text, html, format: "" };
  }
  const { text, guessed } = lettersOf(new Uint8Array(bytes));
  if (text.trim() === "") throw new Refused("There are no words in this file.");
  const note = guessed ? "It was written by an older program, so have a look at the accents and signs." : undefined;
  if (kind !== "html") return { text, html: "", format: kind, ...(note && { note }) };
  return { text: wordsOf(text), html: slim(withoutPictureData(text)), format: "", ...(note && { note }) };
}

/** Calls back with the files that are dropped anywhere on the page, which the browser would leave for them. */
function onDroppedFiles(take: (files: File[]) => void): void {
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  const over = (is: boolean) => document.body.classList.toggle("dropping", is);
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    over(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) over(false); // it left the window
  });
  document.addEventListener("drop", (event) => {
    over(false);
    if (!hasFiles(event)) return;
    event.preventDefault();
    take([...event.dataTransfer!.files]);
  });
}

/** The screen on which the parts are looked over. */
function decide(form: HTMLFormElement): void {
  const counts = document.querySelectorAll<HTMLElement>("[data-count]");
  form.addEventListener("change", () => {
    const left = [...form.querySelectorAll<HTMLInputElement>("input[data-words]:checked")].reduce((n, out) => n + Number(out.dataset.words), 0);
    for (const count of counts) {
      const { count: all, none, some } = count.dataset;
      count.textContent = left === 0 ? none! : some!.replace("{kept}", String(Number(all) - left)).replace("{left}", String(left));
    }
  });
  onDroppedFiles(() => {
    const refused = find<HTMLElement>("[data-paste-refused]")!;
    refused.textContent = "To read another file, choose “Change the text” first. What you decided here is about this text.";
    refused.hidden = false;
    refused.scrollIntoView({ block: "center" });
  });
}
