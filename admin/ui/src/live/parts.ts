// Whole parts on the clipboard: for the editor as data, for elsewhere as they read.
import { carriedParts, carryParts, wordsOf } from "../markdown/copied.ts";
import { type Block, type Declared, type Field, type Fields, type Value, isObject, newID } from "./data.ts";

/** Puts parts on a clipboard; elements are how they look on the page. */
export function writeParts(data: DataTransfer, document: string, parts: readonly Block[], elements: readonly HTMLElement[]): void {
  const shown = readable(elements);
  data.setData("text/html", shown.innerHTML);
  data.setData("text/plain", wordsOf(shown));
  carryParts(data, parts.map(({ id, kind, fields }) => ({ from: document, id, kind, fields })));
}

/**
 * Reads the parts that the editor put on a clipboard, as far as a page takes them; null when there are none. A part that was
 * cut out of this document keeps its id, so that its story goes on.
 */
export function readParts(data: DataTransfer, document: string, declared: Declared, onPage: (id: string) => boolean): { parts: Block[]; refused: number } | null {
  const carried = carriedParts(data);
  if (!carried || !declared.kinds) return null;
  const parts: Block[] = [];
  for (const { from, id, kind, fields } of carried) {
    const known = declared.kinds.find((k) => k.name === kind);
    if (!known) continue;
    const own = from === document && isID(id) && !onPage(id) && !parts.some((p) => p.id === id);
    parts.push({ id: own ? id : newID(), kind, fields: fitting(known.fields, fields) });
  }
  return { parts, refused: carried.length - parts.length };
}

const isID = (id: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id) && !/^[0-]*$/.test(id);

/** What of some fields is declared, and of its type: nothing else can be typed. */
export function fitting(declared: Field[], fields: { [name: string]: unknown }): Fields {
  const out: Fields = {};
  for (const field of declared) {
    const v = Object.hasOwn(fields, field.name) ? fit(field, fields[field.name]) : undefined;
    if (v !== undefined) out[field.name] = v;
  }
  return out;
}

function fit(field: Field, v: unknown): Value | undefined {
  switch (field.type) {
    case "list": return Array.isArray(v) ? v.map((item) => fit(field.item!, item)).filter((item) => item !== undefined) : undefined;
    case "group": return isObject(v as Value) && v !== null ? fitting(field.fields ?? [], v as Fields) : undefined;
    case "money": return isObject(v as Value) && v !== null ? fitting([{ name: "amount", label: "", type: "number" }, { name: "currency", label: "", type: "text" }], v as Fields) : undefined;
    case "flag": return typeof v === "boolean" ? v : undefined;
    default: return typeof v === "string" || typeof v === "number" ? v : undefined;
  }
}

/** Parts as readers see them: without tools and forms, and with what is typed into as words. */
function readable(elements: readonly HTMLElement[]): HTMLElement {
  const out = document.createElement("div");
  for (const element of elements) {
    for (const body of element.querySelectorAll(":scope > .block-body")) {
      const twin = body.cloneNode(true) as HTMLElement;
      const typed = [...body.querySelectorAll("textarea")]; // a clone has not what was typed
      twin.querySelectorAll("textarea").forEach((area, i) => area.replaceWith(typed[i]!.value));
      twin.querySelectorAll("[data-empty], .settings, .fold, .item-tools, .item-add, button, .ProseMirror-trailingBreak, .ProseMirror-separator").forEach((e) => e.remove());
      twin.querySelectorAll<HTMLElement>("a[title]").forEach((a) => a.setAttribute("href", a.title)); // see schema.ts
      twin.querySelectorAll("*").forEach((e) => {
        for (const { name } of [...e.attributes]) if (!/^(href|start|colspan|rowspan)$/.test(name)) e.removeAttribute(name);
      });
      out.append(...twin.childNodes);
    }
  }
  return out;
}
