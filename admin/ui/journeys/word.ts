// Word documents for the journeys, written as Word writes them.
import JSZip from "jszip";

const namespaces = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const xml = (root: string, inner: string) => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<${root} ${namespaces}>${inner}</${root.split(" ")[0]}>`;

/** A run of words; properties are the inside of w:rPr. */
export const run = (text: string, properties = "") => `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
/** A paragraph of runs, or of plain words; properties are the inside of w:pPr. */
export const paragraph = (inner: string, properties = "") => `<w:p><w:pPr>${properties}</w:pPr>${inner.startsWith("<") ? inner : run(inner)}</w:p>`;
export const styled = (style: string, inner: string) => paragraph(inner, `<w:pStyle w:val="${style}"/>`);
export const item = (list: number, inner: string, level = 0) => paragraph(inner, `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr>`);
export const table = (...rows: string[][]) => `<w:tbl><w:tblPr/>${rows.map((cells) => `<w:tr>${cells.map((c) => `<w:tc><w:tcPr/>${paragraph(c)}</w:tc>`).join("")}</w:tr>`).join("")}</w:tbl>`;
export const note = (id: number) => `<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="${id}"/></w:r>`;

const style = (id: string, name: string, type = "paragraph", inner = "") => `<w:style w:type="${type}" w:styleId="${id}"><w:name w:val="${name}"/>${inner}</w:style>`;
const styles = [
  style("Normal", "Normal"), style("Title", "Title"), ...[1, 2, 3, 4, 5, 6].map((n) => style(`Heading${n}`, `heading ${n}`)), style("FootnoteText", "footnote text"),
  style("FootnoteReference", "footnote reference", "character", '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'), style("OldPrice", "Old price", "character", "<w:rPr><w:dstrike/></w:rPr>"),
].join("");

const level = (n: number, format: string, start = 1) => `<w:lvl w:ilvl="${n}"><w:start w:val="${start}"/><w:numFmt w:val="${format}"/><w:lvlText w:val="%${n + 1}."/></w:lvl>`;
const list = (id: number, levels: string) => `<w:abstractNum w:abstractNumId="${id}">${levels}</w:abstractNum>`;
/** Lists: 1 is of bullets, 2 and 3 count from 1 (3 anew), 4 counts from 4, 5 in letters. */
const numbering = list(0, level(0, "bullet")) + list(1, level(0, "decimal") + level(1, "lowerLetter")) + list(2, level(0, "decimal", 4)) + list(3, level(0, "lowerLetter")) +
  '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>' +
  '<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>' +
  '<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num><w:num w:numId="5"><w:abstractNumId w:val="3"/></w:num>';

/** A .docx file with this body; notes are the texts of footnotes 1, 2 … */
export async function docx(body: string, notes: string[] = []): Promise<Buffer> {
  const zip = new JSZip();
  const kinds = { document: "document.main", styles: "styles", numbering: "numbering", footnotes: "footnotes", comments: "comments" };
  const parts: Record<keyof typeof kinds, string> = {
    document: xml("w:document", `<w:body>${body}</w:body>`),
    styles: xml("w:styles", styles),
    numbering: xml("w:numbering", numbering),
    footnotes: xml("w:footnotes", notes.map((n, i) => `<w:footnote w:id="${i + 1}">${styled("FootnoteText", `<w:r><w:footnoteRef/></w:r>${run(" " + n)}`)}</w:footnote>`).join("")),
    comments: xml("w:comments", `<w:comment w:id="0" w:author="Kim">${paragraph("Is this still so?")}</w:comment>`),
  };
  const names = Object.keys(parts) as (keyof typeof kinds)[];
  zip.file("[Content_Types].xml", `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${names.map((n) => `<Override PartName="/word/${n}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.${kinds[n]}+xml"/>`).join("")}</Types>`);
  const relations = (inner: string) => `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`;
  zip.file("_rels/.rels", relations(`<Relationship Id="r1" Type="${office}/officeDocument" Target="word/document.xml"/>`));
  zip.file("word/_rels/document.xml.rels", relations(names.slice(1).map((n, i) => `<Relationship Id="r${i + 2}" Type="${office}/${n}" Target="${n}.xml"/>`).join("") + `<Relationship Id="r9" Type="${office}/hyperlink" Target="https://example.org/visit" TargetMode="External"/>`));
  for (const n of names) zip.file(`word/${n}.xml`, parts[n]);
  return zip.generateAsync({ type: "nodebuffer" });
}
