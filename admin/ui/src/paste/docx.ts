// Word documents as HTML, for the server's importer. mammoth reads them; what it does not read is
// written into the document before (what a style strikes out, hidden text) or carried past it
// (the numbers of list items). Loaded only when somebody chooses such a file.
import JSZip from "jszip";
import mammoth from "mammoth";

const main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/** Styles that say something, beside those that mammoth knows. */
const styleMap = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Subtitle'] => p:fresh",
  "p[style-name='Quote'] => blockquote > p:fresh",
  "p[style-name='Intense Quote'] => blockquote > p:fresh",
  "r[style-name='Emphasis'] => em",
  "r[style-name='Subtle Emphasis'] => em",
  "r[style-name='Intense Emphasis'] => em",
  "strike => s",
  "u => u",
];

/** More than this is no page, in bytes unpacked. */
const mostUnpacked = 20_000_000;

/** The words of a Word document with what they mean, as HTML. Throws when it is none. */
export async function docxAsHTML(file: ArrayBuffer): Promise<string> {
  const zip = await JSZip.loadAsync(file);
  const parts = await Promise.all(["word/document.xml", "word/styles.xml", "word/numbering.xml"].map((name) => read(zip, name)));
  const [body, styles, numbering] = parts as [Document | null, Document | null, Document | null];
  if (!body) throw new Error("there is no text in it");
  const look = stylesOf(styles);
  sayWhatStylesSay(body, look);
  markNumbers(body, look, numbersOf(numbering));
  zip.file("word/document.xml", new XMLSerializer().serializeToString(body));
  const prepared = await zip.generateAsync({ type: "arraybuffer" });
  const { value } = await mammoth.convertToHtml({ arrayBuffer: prepared }, {
    styleMap,
    convertImage: mammoth.images.imgElement(async () => ({ src: "" })), // a picture is told as not taken over
  });
  const html = new DOMParser().parseFromString(value, "text/html");
  numberLists(html);
  notesAsWordDoes(html);
  return html.body.innerHTML.replace(numberMark, "");
}

async function read(zip: JSZip, name: string): Promise<Document | null> {
  const text = (await zip.file(name)?.async("string")) ?? "";
  if (text.length > mostUnpacked) throw new Error("it is too large");
  return text === "" ? null : new DOMParser().parseFromString(text, "text/xml");
}

const all = (within: Document | Element | null | undefined, name: string): Element[] => [...(within?.getElementsByTagNameNS(main, name) ?? [])];
const child = (of: Element | null | undefined, name: string): Element | null => [...(of?.children ?? [])].find((c) => c.localName === name && c.namespaceURI === main) ?? null;
const value = (of: Element | null | undefined, name = "val"): string => of?.getAttributeNS(main, name) ?? "";
const isOn = (of: Element | null): boolean => of !== null && !["0", "false", "off", "none"].includes(value(of));

/** Looks up a property of a style, or of the style that it is based on. */
type Styles = (style: string, ...path: string[]) => Element | null;

function stylesOf(styles: Document | null): Styles {
  const byID = new Map(all(styles, "style").map((s) => [value(s, "styleId"), s]));
  return (style, ...path) => {
    const seen = new Set<string>();
    for (let id = style; id !== "" && !seen.has(id); ) {
      seen.add(id);
      const found = path.reduce<Element | null>((at, name) => child(at, name), byID.get(id) ?? null);
      if (found) return found;
      id = value(child(byID.get(id), "basedOn"));
    }
    return null;
  };
}

/** Writes into each run what its style says of its words, and takes hidden ones out. */
function sayWhatStylesSay(body: Document, styles: Styles): void {
  for (const run of all(body, "r")) {
    const own = child(run, "rPr");
    const style = value(child(own, "rStyle"));
    const paragraph = run.closest("p");
    const inherited = (name: string) => styles(style, "rPr", name) ?? styles(value(child(child(paragraph, "pPr"), "pStyle")), "rPr", name);
    const said = (name: string, heir = inherited) => child(own, name) ?? heir(name);
    if (isOn(said("vanish"))) {
      run.remove();
      continue;
    }
    const set = own ?? run.insertBefore(body.createElementNS(main, "w:rPr"), run.firstChild);
    const say = (name: string, val: string) => {
      child(set, name)?.remove();
      const element = set.appendChild(body.createElementNS(main, "w:" + name));
      if (val !== "") element.setAttributeNS(main, "w:val", val);
    };
    if (isOn(said("strike")) || isOn(said("dstrike"))) say("strike", "");
    const height = value(said("vertAlign"));
    if (height !== "") say("vertAlign", height);
    // A paragraph's style makes it a heading, not its words bold.
    for (const name of ["b", "i"]) if (isOn(said(name, (n) => styles(style, "rPr", n)))) say(name, "");
  }
}

interface Level {
  start: number;
  format: string; // decimal, lowerLetter, upperRoman, bullet, none …
}

interface Numbering {
  abstract: string; // lists of one kind count on together
  levels: Map<string, Level>;
  starts: Map<string, number>; // where this list begins anew
}

function numbersOf(numbering: Document | null): Map<string, Numbering> {
  const level = (l: Element): [string, Level] => [value(l, "ilvl") || "0", { start: Number(value(child(l, "start")) || "1"), format: value(child(l, "numFmt")) || "decimal" }];
  const kinds = new Map(all(numbering, "abstractNum").map((a) => [value(a, "abstractNumId"), new Map(all(a, "lvl").map(level))]));
  return new Map(all(numbering, "num").map((n) => {
    const abstract = value(child(n, "abstractNumId"));
    const levels = new Map(kinds.get(abstract));
    const starts = new Map<string, number>();
    for (const o of all(n, "lvlOverride")) {
      for (const l of all(o, "lvl")) levels.set(value(o, "ilvl"), level(l)[1]);
      const start = child(o, "startOverride");
      if (start) starts.set(value(o, "ilvl"), Number(value(start)));
    }
    return [value(n, "numId"), { abstract, levels, starts }];
  }));
}

/** What is put before the words of a list item: its list, its number and how that is written. */
const numberMark = /\uE000(\d+):(\d+):(\w+)\uE001/g;

/** Counts the ordered lists as Word does, and puts its number before each item. */
function markNumbers(body: Document, styles: Styles, lists: Map<string, Numbering>): void {
  const counts = new Map<string, number[]>(); // of each abstract list, by level
  const begun = new Set<string>();
  for (const p of all(body, "p")) {
    const properties = child(p, "pPr");
    const numbered = child(properties, "numPr") ?? styles(value(child(properties, "pStyle")), "pPr", "numPr");
    const id = value(child(numbered, "numId"));
    const at = value(child(numbered, "ilvl")) || "0";
    const list = lists.get(id);
    const level = list?.levels.get(at);
    if (!list || !level || level.format === "bullet" || p.textContent?.trim() === "") continue;
    const count = counts.get(list.abstract) ?? [];
    counts.set(list.abstract, count);
    const depth = Number(at);
    const start = list.starts.get(at);
    if (start !== undefined && !begun.has(id + ":" + at)) count[depth] = start;
    else count[depth] = (count[depth] ?? level.start - 1) + 1;
    begun.add(id + ":" + at);
    count.length = depth + 1; // deeper levels begin anew
    if (level.format === "none") {
      child(properties, "numPr")?.remove();
      continue;
    }
    const run = body.createElementNS(main, "w:r");
    run.appendChild(body.createElementNS(main, "w:t")).textContent = `\uE000${id}:${count[depth]}:${level.format}\uE001`;
    p.insertBefore(run, properties ? properties.nextSibling : p.firstChild);
  }
}

const ownNumber = new RegExp("^\\s*" + numberMark.source);

const types: Record<string, string> = { lowerLetter: "a", upperLetter: "A", lowerRoman: "i", upperRoman: "I" };

/** Gives lists the numbers that their items had: mammoth makes one list of two that follow each other. */
function numberLists(html: Document): void {
  for (const list of [...html.querySelectorAll("ol")]) {
    let into: Element = list;
    let last: { list: string; number: number } | null = null;
    for (const item of [...list.children]) {
      const [, id, number, format] = ownNumber.exec(item.textContent ?? "") ?? [];
      if (id && number && format) {
        const now = { list: id, number: Number(number) };
        if (last && (last.list !== id || last.number + 1 !== now.number)) {
          const next = html.createElement("ol");
          into.after(next);
          into = next;
          last = null;
        }
        if (!last) {
          if (now.number !== 1) into.setAttribute("start", number);
          if (types[format]) into.setAttribute("type", types[format]);
        }
        last = now;
      }
      if (into !== list) into.append(item);
    }
  }
}

/** Writes notes as Word's own clipboard does, which the importer knows; mammoth lists them with arrows back. */
function notesAsWordDoes(html: Document): void {
  let count = 0;
  for (const reference of [...html.querySelectorAll<HTMLAnchorElement>("a[id^='footnote-ref-'], a[id^='endnote-ref-']")]) {
    const note = html.getElementById(reference.id.replace("-ref", ""));
    if (!note) continue;
    const n = ++count;
    const sign = (href: string, name: string) => {
      const a = html.createElement("a");
      a.setAttribute("href", href);
      a.setAttribute("name", name);
      a.innerHTML = `<span class="MsoFootnoteReference"><sup>[${n}]</sup></span>`;
      return a;
    };
    for (const back of note.querySelectorAll(`a[href='#${reference.id}']`)) back.remove();
    (reference.closest("sup") ?? reference).replaceWith(sign(`#_ftn${n}`, `_ftnref${n}`));
    const at = html.createElement("div");
    at.id = `ftn${n}`;
    at.append(...note.childNodes);
    for (const p of at.querySelectorAll("p")) p.className = "MsoFootnoteText";
    (at.querySelector("p") ?? at).prepend(sign(`#_ftnref${n}`, `_ftn${n}`), " ");
    html.body.append(at);
    const list = note.parentElement;
    note.remove();
    if (list?.childElementCount === 0) list.remove();
  }
}
