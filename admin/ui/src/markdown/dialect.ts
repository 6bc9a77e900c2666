// What is ours in Markdown, as the server reads it: content/richtext/doc.go says what, testdata/dialect.json there shows it.
import MarkdownIt from "markdown-it";
import cjkFriendly from "markdown-it-cjk-friendly";

/** A reference to a footnote, or at the start of a paragraph, with a colon, what it begins with. Before ( it is the words of a link. */
const noteReference = /^\[\^[^\s[\]]{1,99}\](?!\():?/;
const noteStart = /^\[\^[^\s[\]]{1,99}\]:/;
/** A line that begins with one of these is text, though CommonMark would take a tag that stands alone for HTML. */
const lineTag = /^<\/?(?:br|sup|sub)(?=[\s/>])/i;

/** What has the look of an address and may be referred to, rather than of words such as $150 or 9:30: target in content/richtext/url.go. */
const target = /^\s*(?:(?:https?|mailto|tel|sms|document|file|data|javascript|vbscript):|[a-z][a-z0-9+.-]*:\/\/|\.{0,2}\/|[#?]|(?:[^\s:/\\?#]+\.)+\p{L}[\p{L}\p{M}\p{N}-]+(?:[\s:/?#]|$))/iu;

/** A break that a tag stands for. */
export const breakTag = /^<\/?br(?=[\s/>])[^>]*>$/i;

type BlockRule = Parameters<MarkdownIt["block"]["ruler"]["push"]>[1];
type InlineRule = Parameters<MarkdownIt["inline"]["ruler"]["push"]>[1];

/** A parser of the dialect. HTML is recognised so that it can be kept. Addresses in the text become links at delivery; here they are words. */
export function dialect(): MarkdownIt {
  const md = new MarkdownIt("default", { html: true, linkify: false, typographer: false }).use(cjkFriendly);
  md.validateLink = () => true; // which addresses may be delivered, and in which form, is the server's to say
  md.normalizeLink = md.normalizeLinkText = (url) => url;
  md.core.ruler.after("block", "targets", ({ env }) => {
    for (const [label, { href }] of Object.entries<{ href: string }>(env.references ?? {})) if (!target.test(href)) delete env.references[label];
  });
  md.inline.ruler.before("strikethrough", "tildes", tildes);
  md.inline.ruler.before("link", "note_reference", reference);
  md.block.ruler.before("reference", "note", lines(noteStart), { alt: ["paragraph", "reference", "blockquote", "list"] });
  md.block.ruler.before("html_block", "line_tag", lines(lineTag));
  return md;
}

/** Two tildes strike; any other number of them is text. */
const tildes: InlineRule = (state, silent) => {
  const run = /^~+/.exec(state.src.slice(state.pos, state.posMax))?.[0];
  if (run === undefined || run.length === 2) return false;
  if (!silent) state.pending += run;
  state.pos += run.length;
  return true;
};

const reference: InlineRule = (state, silent) => {
  if (state.src[state.pos] !== "[") return false;
  const found = noteReference.exec(state.src.slice(state.pos, state.posMax))?.[0];
  if (found === undefined) return false;
  // The colon belongs to it where a paragraph, or a line of one, begins.
  const sign = state.pos === 0 ? found : found.replace(/:$/, "");
  if (!silent) state.push("note_reference", "", 0).content = sign;
  state.pos += sign.length;
  return true;
};

/** A paragraph that begins with a line of this form. */
const lines = (form: RegExp): BlockRule => (state, from, end, silent) => {
  if (state.sCount[from]! - state.blkIndent >= 4) return false;
  if (!form.test(state.src.slice(state.bMarks[from]! + state.tShift[from]!, state.eMarks[from]))) return false;
  if (silent) return true;
  const others = state.md.block.ruler.getRules("paragraph");
  const outside = state.parentType;
  state.parentType = "paragraph";
  let to = from + 1;
  for (; to < end && !state.isEmpty(to); to++) {
    if (state.sCount[to]! - state.blkIndent > 3 || state.sCount[to]! < 0) continue;
    if (others.some((rule) => rule(state, to, end, true))) break;
  }
  state.parentType = outside;
  const map: [number, number] = [from, to];
  state.line = to;
  state.push("paragraph_open", "p", 1).map = map;
  Object.assign(state.push("inline", "", 0), { content: state.getLines(from, to, state.blkIndent, false).trim(), map, children: [] });
  state.push("paragraph_close", "p", -1);
  return true;
};
