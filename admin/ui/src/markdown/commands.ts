// What the toolbar and the keys do to rich text.
import { baseKeymap, chainCommands, setBlockType, toggleMark } from "prosemirror-commands";
import { inputRules, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import type { Node, NodeType, Schema } from "prosemirror-model";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { type Command, type EditorState, Plugin } from "prosemirror-state";
import { columnAlign, type TableCommand, tableCommand, tableKeys, tablePlugins } from "./cells.ts";
import type { Align } from "./table.ts";

export type RichCommand = "bold" | "italic" | "bullets" | "numbers" | "heading" | "link" | "unlink" | TableCommand;

/** What stands at the caret. link is where it leads, or null; align is how the column of a table is aligned, null outside one. */
export interface RichState { bold: boolean; italic: boolean; link: string | null; bullets: boolean; numbers: boolean; heading: boolean; align: Align }

/** Set on a transaction that is an act of its own to undo, and no typing. */
export { act } from "./cells.ts";

export function commandFor(schema: Schema, name: RichCommand, link = ""): Command {
  const { nodes, marks } = schema;
  switch (name) {
    case "bold": return toggleMark(marks.strong!);
    case "italic": return toggleMark(marks.em!);
    case "bullets": return nodes.bullet_list ? toggleList(nodes.bullet_list) : () => false;
    case "numbers": return nodes.ordered_list ? toggleList(nodes.ordered_list) : () => false;
    case "heading": return nodes.heading ? toggleHeading(schema) : () => false;
    case "link": return setLink(schema, link);
    case "unlink": return setLink(schema, "");
    default: return tableCommand(schema, name);
  }
}

export function stateOf(state: EditorState): RichState {
  const { $from, empty, from, to } = state.selection;
  const { marks, nodes } = state.schema;
  const has = (name: string): boolean => {
    const type = marks[name]!;
    return empty ? type.isInSet(state.storedMarks ?? $from.marks()) !== undefined : state.doc.rangeHasMark(from, to, type);
  };
  const list = listAround(state);
  const range = linkRange(state);
  return {
    bold: has("strong"), italic: has("em"), link: range ? (range.href as string) : null,
    bullets: list !== null && list.type === nodes.bullet_list, numbers: list !== null && list.type === nodes.ordered_list, heading: $from.parent.type === nodes.heading,
    align: columnAlign(state),
  };
}

function listAround(state: EditorState): Node | null {
  const { $from } = state.selection;
  for (let d = $from.depth; d > 0; d--) if ($from.node(d).type.name.endsWith("_list")) return $from.node(d);
  return null;
}

function toggleList(type: NodeType): Command {
  return (state, dispatch) => {
    const list = listAround(state);
    const item = state.schema.nodes.list_item!;
    if (list?.type === type) return liftListItem(item)(state, dispatch);
    if (!list) return wrapInList(type)(state, dispatch);
    const { $from } = state.selection;
    for (let d = $from.depth; d > 0; d--) {
      if ($from.node(d) !== list) continue;
      const tr = state.tr.setNodeMarkup($from.before(d), type, { tight: list.attrs.tight });
      list.forEach((child, offset) => void tr.setNodeMarkup($from.start(d) + offset, null, { ...child.attrs, marker: null }));
      dispatch?.(tr);
      return true;
    }
    return false;
  };
}

function toggleHeading(schema: Schema): Command {
  return (state, dispatch) =>
    state.selection.$from.parent.type === schema.nodes.heading ? setBlockType(schema.nodes.paragraph!)(state, dispatch) : setBlockType(schema.nodes.heading!, { level: 3 })(state, dispatch);
}

interface LinkRange { from: number; to: number; href: unknown }

/** The words of the link that the caret is in, whatever other marks some of them have. */
function linkRange(state: EditorState): LinkRange | null {
  const type = state.schema.marks.link!;
  const { $from, from, to } = state.selection;
  const links: LinkRange[] = [];
  $from.parent.forEach((child, offset) => {
    const mark = type.isInSet(child.marks);
    if (!mark) return;
    const start = $from.start() + offset, end = start + child.nodeSize;
    const last = links.at(-1);
    if (last?.to === start && last.href === mark.attrs.href) last.to = end;
    else links.push({ from: start, to: end, href: mark.attrs.href });
  });
  return links.findLast((link) => link.from <= to && link.to >= from) ?? null;
}

/** Links the chosen words, or those of the link at the caret; with nothing chosen the address itself becomes the words. */
function setLink(schema: Schema, href: string): Command {
  return (state, dispatch) => {
    const type = schema.marks.link!;
    const around = linkRange(state);
    let { from, to } = state.selection;
    if (state.selection.empty && around) ({ from, to } = around);
    const tr = state.tr.removeMark(from, to, type);
    if (href !== "") {
      const mark = type.create({ href });
      if (from === to) tr.insert(from, schema.text(href.replace(/^(mailto|tel|sms):/, ""), mark.addToSet(state.selection.$from.marks().filter((m) => m.type !== schema.marks.code))));
      else tr.addMark(from, to, mark);
    }
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

/** Keys and typed shortcuts. openLink is asked to let the person give an address. */
export function plugins(schema: Schema, openLink: () => void): Plugin[] {
  const { nodes, marks } = schema;
  const keys: { [key: string]: Command } = {
    "Mod-b": toggleMark(marks.strong!),
    "Mod-i": toggleMark(marks.em!),
    "Mod-k": () => (openLink(), true),
  };
  if (nodes.list_item) {
    keys.Enter = chainCommands(splitListItem(nodes.list_item, { marker: null, before: null }), baseKeymap.Enter!);
    keys["Shift-Enter"] = (state, dispatch) => (state.selection.$from.parent.type === nodes.heading || dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break!.create()).scrollIntoView()), true);
    keys["Mod-]"] = sinkListItem(nodes.list_item);
    keys["Mod-["] = liftListItem(nodes.list_item);
  } else keys["Shift-Enter"] = () => true;
  const rules = nodes.list_item
    ? [inputRules({ rules: [wrappingInputRule(/^\s*[-*•]\s$/, nodes.bullet_list!), wrappingInputRule(/^1[.)]\s$/, nodes.ordered_list!)] })]
    : [];
  return [...rules, ...(nodes.list_item ? [settled] : []), ...(nodes.table ? [keymap(tableKeys)] : []), keymap(keys), ...(nodes.table ? tablePlugins() : []), keymap(baseKeymap)];
}

/** Keeps to what Markdown can say: two lists with the same sign side by side are one list, a heading is one line, and an empty line ends a paragraph. */
const settled = new Plugin({
  appendTransaction: (transactions, _, state) => {
    if (!transactions.some((t) => t.docChanged)) return null;
    const { tr, schema } = state;
    const changes: (() => void)[] = [];
    state.doc.descendants((node, pos, parent, index) => {
      if (node.type.name === "table") return false; // its cells hold lines, empty ones too
      const next = parent?.maybeChild(index + 1);
      if (node.type.name.endsWith("_list") && next?.type === node.type && next.attrs.bullet === node.attrs.bullet && next.attrs.delimiter === node.attrs.delimiter) changes.push(() => tr.join(pos + node.nodeSize));
      if (node.type.name !== "hard_break") return true;
      if (parent!.type.name === "heading") changes.push(() => tr.replaceWith(pos, pos + 1, schema.text(" ")));
      else if (next?.type === node.type && (index === 0 || parent!.child(index - 1).type !== node.type)) {
        let many = 2;
        while (parent!.maybeChild(index + many)?.type === node.type) many++;
        changes.push(() => tr.delete(pos, pos + many).split(pos));
      }
      return true;
    });
    for (const change of changes.reverse()) change();
    return tr.docChanged ? tr : null;
  },
});
