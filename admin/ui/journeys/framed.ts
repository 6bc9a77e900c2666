// A page as somebody copies it from their website: with all that stands around its text.
import { readFileSync } from "node:fs";

// Chromium reads what a page puts on the clipboard, and a strict policy reports styles in it.
export const framed = readFileSync("../../content/paste/testdata/website.html", "utf8").replace(/ style="[^"]*"/g, "");

/** The same, as a browser puts it on the clipboard without formatting. */
export const framedText = framed.replace(/<head>.*?<\/head>/s, "").replace(/<\/?(?!a\b|b\b|button\b|em\b|span\b|strong\b)[a-z][^>]*>/g, "\n").replace(/<[^>]+>/g, "").replace(/\s*\n\s*/g, "\n").trim();
