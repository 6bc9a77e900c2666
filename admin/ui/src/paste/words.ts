const blocks = new Set("ADDRESS ARTICLE ASIDE BLOCKQUOTE CAPTION DD DETAILS DIV DL DT FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION SUMMARY TABLE TR UL".split(" "));
const silent = new Set("HEAD IFRAME MATH NOSCRIPT OBJECT OPTION SCRIPT STYLE SVG TEMPLATE TITLE".split(" "));

/** The words of some HTML as plain lines, to show beside what it becomes. Styles are cut before, which a strict policy would report. */
export function wordsOf(html: string): string {
  const plain = html.replace(/<style\b[\s\S]*?<\/style\s*>/gi, "").replace(/\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, "");
  let out = "";
  const visit = (node: Node): void => {
    if (node.nodeType === Node.TEXT_NODE) out += node.parentElement?.closest("pre") ? node.nodeValue : (node.nodeValue ?? "").replace(/\s+/g, " ");
    if (!(node instanceof Element) || silent.has(node.nodeName.toUpperCase())) return;
    const apart = blocks.has(node.nodeName);
    if (apart) out += "\n";
    if (node.nodeName === "BR") out += "\n";
    node.childNodes.forEach(visit);
    if (/^T[DH]$/.test(node.nodeName)) out += "\t";
    if (apart) out += "\n";
  };
  visit(new DOMParser().parseFromString(plain, "text/html").body);
  return out.replace(/[ \t]*\n[ \t]*/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
}
