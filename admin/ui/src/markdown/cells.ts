// What the toolbar and the keys do to a table, and what keeps it one that Markdown can say.
import type { Node, NodeType, ResolvedPos, Schema } from "prosemirror-model";
import { type Command, type EditorState, NodeSelection, Plugin, Selection, TextSelection, type Transaction } from "prosemirror-state";
import { addColumnAfter, addColumnBefore, addRowAfter, addRowBefore, CellSelection, deleteColumn, deleteRow, deleteTable, goToNextCell, isInTable, selectedRect, tableEditing } from "prosemirror-tables";
import { type Align, maxCells, maxColumns, needsRoom } from "./table.ts";

export type TableCommand = "table" | "rowAbove" | "rowBelow" | "columnLeft" | "columnRight" | "align" | "dropRow" | "dropColumn" | "dropTable";

/** Set on a transaction that is an act of its own to undo, and no typing. */
export const act = "act";

export function tableCommand({ nodes }: Schema, name: TableCommand): Command {
  if (!nodes.table) return () => false;
  switch (name) {
    case "table": return insertTable;
    case "rowAbove": return withinLimits(1, 0, addRowBefore);
    case "rowBelow": return withinLimits(1, 0, addRowAfter);
    case "columnLeft": return withinLimits(0, 1, addColumnBefore);
    case "columnRight": return withinLimits(0, 1, addColumnAfter);
    case "align": return alignNext;
    case "dropRow": return (state, dispatch) => deleteRow(state, dispatch) || deleteTable(state, dispatch);
    case "dropColumn": return (state, dispatch) => deleteColumn(state, dispatch) || deleteTable(state, dispatch);
    case "dropTable": return deleteTable;
  }
}

/** How the column at the caret is aligned; null outside a table. */
export function columnAlign(state: EditorState): NonNullable<Align> | null {
  if (!isInTable(state)) return null;
  const { table, left } = selectedRect(state);
  return (table.firstChild!.child(left).attrs.align as Align) ?? "left";
}

const withinLimits = (rows: number, columns: number, add: Command): Command => (state, dispatch) => {
  if (!isInTable(state)) return false;
  const { map } = selectedRect(state);
  return map.width + columns <= maxColumns && (map.height + rows) * (map.width + columns) <= maxCells && add(state, dispatch);
};

/** Puts a table of three columns below the block at the caret, or in its place when it is empty. */
const insertTable: Command = (state, dispatch) => {
  if (isInTable(state)) return false;
  const { nodes } = state.schema;
  const row = (type: NodeType): Node => nodes.table_row!.create(null, [1, 2, 3].map(() => type.createAndFill()!));
  const table = nodes.table!.create(null, [row(nodes.table_header!), row(nodes.table_cell!), row(nodes.table_cell!)]);
  const { $to } = state.selection;
  const at = $to.depth === 0 ? $to.pos : $to.after(1);
  const { nodeBefore } = state.doc.resolve(at);
  const from = nodeBefore?.type === nodes.paragraph && nodeBefore.content.size === 0 ? at - nodeBefore.nodeSize : at;
  const tr = state.tr.replaceWith(from, at, table);
  dispatch?.(tr.setSelection(Selection.near(tr.doc.resolve(from + 1), 1)).scrollIntoView());
  return true;
};

/** Aligns the chosen columns to the left, the middle and the right in turn. */
const alignNext: Command = (state, dispatch) => {
  const now = columnAlign(state);
  if (!now) return false;
  const { left, right, table, tableStart } = selectedRect(state);
  const next = { left: "center", center: "right", right: null }[now];
  const { tr } = state;
  table.firstChild!.forEach((cell, offset, i) => {
    if (i >= left && i < right) tr.setNodeMarkup(tableStart + 1 + offset, null, { ...cell.attrs, align: next });
  });
  dispatch?.(tr);
  return true;
};

/** Goes on to the next cell; behind the last one a row is added. */
const nextCell: Command = (state, dispatch) => {
  if (!isInTable(state)) return false;
  if (goToNextCell(1)(state, dispatch)) return true;
  let added: Transaction | undefined;
  if (!withinLimits(1, 0, addRowAfter)(state, (tr) => (added = tr)) || !added) return false;
  const { tableStart, map } = selectedRect(state);
  const last = state.doc.resolve(tableStart + map.map.at(-1)!);
  dispatch?.(added.setMeta(act, true).setSelection(Selection.near(added.doc.resolve(last.after() + 1), 1)).scrollIntoView());
  return true;
};

/** Breaks the line in a cell. Where a text begins with a table, Enter at the very start makes a place above it. */
const newLine: Command = (state, dispatch) => {
  if (!isInTable(state)) return false;
  const { selection, schema } = state;
  const { tableStart } = selectedRect(state);
  if (selection instanceof CellSelection) dispatch?.(state.tr.setSelection(Selection.near(selection.$headCell, 1)));
  else if (selection.empty && selection.from === 4 && tableStart === 1) dispatch?.(room(state, 0));
  else dispatch?.(state.tr.replaceSelectionWith(schema.nodes.hard_break!.create({ mark: "<br>" })).scrollIntoView());
  return true;
};

/** Leaves a table by its first or last row. Where no words stand there, a place for them is made. */
const leave = (dir: -1 | 1): Command => (state, dispatch, view) => {
  if (!isInTable(state) || !(state.selection instanceof TextSelection) || !state.selection.empty) return false;
  const { tableStart, table, map, top, bottom } = selectedRect(state);
  if (dir < 0 ? top > 0 : bottom < map.height) return false;
  if (!view?.endOfTextblock(dir < 0 ? "up" : "down")) return false;
  const edge = state.doc.resolve(tableStart - 1 + (dir < 0 ? 0 : table.nodeSize));
  const beside = dir < 0 ? edge.nodeBefore : edge.nodeAfter;
  if (beside && !needsRoom(beside)) return false;
  dispatch?.(room(state, edge.pos));
  return true;
};

/** Puts an empty paragraph between two blocks, with the caret in it. Markdown says nothing of it until it has words. */
function room(state: EditorState, at: number): Transaction {
  const tr = state.tr.insert(at, state.schema.nodes.paragraph!.create());
  return tr.setSelection(TextSelection.create(tr.doc, at + 1)).scrollIntoView();
}

/** Chooses the whole table first; everything when it is chosen already. */
const chooseTable: Command = (state, dispatch) => {
  if (!isInTable(state)) return false;
  dispatch?.(state.tr.setSelection(NodeSelection.create(state.doc, selectedRect(state).tableStart - 1)));
  return true;
};

/** Takes away a table whose cells are all chosen, and empty. */
const deleteEmptied: Command = (state, dispatch) => isWhole(state.selection) && (state.selection as CellSelection).$anchorCell.node(-1).textContent === "" && deleteTable(state, dispatch);

/** A key held down in the words beside a table stops there, and does not take the table. */
const stopAt = (dir: -1 | 1): Command => ({ selection }) => {
  const { $from, empty } = selection;
  if (!empty || $from.depth !== 1 || $from.parent.content.size === 0 || $from.parentOffset !== (dir < 0 ? 0 : $from.parent.content.size)) return false;
  return $from.doc.maybeChild($from.index(0) + dir)?.type.name === "table";
};

const isWhole = (selection: Selection): boolean => selection instanceof CellSelection && selection.isRowSelection() && selection.isColSelection();

/** What a cut takes: all cells of a table are the table. */
export const cutOf = ({ doc, selection }: EditorState): Selection =>
  isWhole(selection) ? NodeSelection.create(doc, (selection as CellSelection).$anchorCell.before(-1)) : selection;

const either = (...commands: Command[]): Command => (state, dispatch, view) => commands.some((c) => c(state, dispatch, view));

export const tableKeys: { [key: string]: Command } = {
  Tab: nextCell,
  "Shift-Tab": (state, dispatch) => isInTable(state) && goToNextCell(-1)(state, dispatch),
  Enter: newLine,
  "Shift-Enter": newLine,
  ArrowUp: leave(-1),
  ArrowDown: leave(1),
  "Mod-a": chooseTable,
  Backspace: either(deleteEmptied, stopAt(-1)),
  Delete: either(deleteEmptied, stopAt(1)),
};

/** Cells that are chosen together, tables that stay whole, and a place to write on below a last one. */
export const tablePlugins = (): Plugin[] => [
  new Plugin({
    appendTransaction: (transactions, before, state) => {
      const tr = transactions.some((t) => t.docChanged) ? tidied(before, state) : null;
      const selection = snapped((tr ?? state).selection);
      return selection ? (tr ?? state.tr).setSelection(selection) : tr;
    },
    props: {
      // The browser's own scrolling knows of the bars over the page, and of tables that scroll sideways.
      handleScrollToSelection: (view) => {
        if (!isInTable(view.state)) return false;
        const { node } = view.domAtPos(view.state.selection.head);
        (node instanceof Element ? node : node.parentElement)?.scrollIntoView({ block: "nearest", inline: "nearest" });
        return true;
      },
    },
  }),
  tableEditing({ allowTableNodeSelection: true }),
];

/** Keeps to what Markdown can say: the first row is the heading, and a column is aligned as its heading is. */
function tidied(before: EditorState, state: EditorState): Transaction | null {
  const { tr, schema: { nodes } } = state;
  const known = new Set(before.doc.children);
  state.doc.forEach((table, at) => {
    if (table.type !== nodes.table || known.has(table)) return;
    const head = table.firstChild!;
    table.forEach((row, offset, r) => row.forEach((cell, inRow, c) => {
      const type = r === 0 ? nodes.table_header! : nodes.table_cell!;
      const align = (head.maybeChild(c)?.attrs.align ?? null) as Align;
      if (cell.type !== type || cell.attrs.align !== align) tr.setNodeMarkup(at + 1 + offset + 1 + inRow, type, { ...cell.attrs, align });
    }));
  });
  if (needsRoom(state.doc.lastChild!)) tr.insert(state.doc.content.size, nodes.paragraph!.create());
  return tr.docChanged ? tr : null;
}

/** A choice that begins or ends in a table takes whole cells of it, or all of it: what is typed over the choice would tear the table. */
function snapped(selection: Selection): Selection | null {
  if (!(selection instanceof TextSelection) || selection.empty) return null;
  const { $anchor, $head } = selection;
  const a = cellAt($anchor), h = cellAt($head);
  if (a?.pos === h?.pos) return null;
  if (a && h && a.node(1) === h.node(1) && a.before(1) === h.before(1)) return new CellSelection(a, h);
  const forward = $head.pos > $anchor.pos;
  return TextSelection.between(beyond($anchor, forward ? -1 : 1), beyond($head, forward ? 1 : -1));
}

/** The cell around a place, as a position in its row. */
const cellAt = ($pos: ResolvedPos): ResolvedPos | null => ($pos.depth > 2 && $pos.node(1).type.name === "table" ? $pos.doc.resolve($pos.before(3)) : null);

/** The nearest words beyond the tables at a place, in one direction, or else in the other. */
function beyond($pos: ResolvedPos, dir: -1 | 1): ResolvedPos {
  const { doc } = $pos;
  const search = (way: -1 | 1): ResolvedPos | null => {
    let $at: ResolvedPos | null = $pos;
    while ($at && cellAt($at)) {
      const found: Selection | null = Selection.findFrom(doc.resolve(way < 0 ? $at.before(1) : $at.after(1)), way, true);
      $at = found?.$head ?? null;
    }
    return $at;
  };
  return search(dir) ?? search(dir < 0 ? 1 : -1) ?? $pos;
}
