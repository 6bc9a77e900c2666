// Puts what came in from elsewhere under a state of the page that was there before it.
import { type Block, type Content, type Fields, sameValue } from "./data.ts";

/** Returns state with what changed between was and next; what did not change there stays as it is in state, and is shared with it. */
export function carry(was: Content, next: Content, state: Content): Content {
  const title = sameValue(was.title, next.title) ? state.title : next.title;
  const path = sameValue(was.path, next.path) ? state.path : next.path;
  const fields = carryFields(was.fields, next.fields, state.fields);
  const blocks = carryBlocks(was.blocks, next.blocks, state.blocks);
  return title === state.title && path === state.path && fields === state.fields && blocks === state.blocks ? state : { title, path, fields, blocks };
}

/** Whether two states that share what they have in common say the same. */
export function alike(a: Content, b: Content): boolean {
  return a.title === b.title && a.path === b.path && sameValue(a.fields, b.fields) && a.blocks.length === b.blocks.length &&
    a.blocks.every((block, i) => block === b.blocks[i] || (block.id === b.blocks[i]!.id && sameValue(block.fields, b.blocks[i]!.fields)));
}

function carryFields(was: Fields, next: Fields, state: Fields): Fields {
  if (was === next) return state;
  const out = { ...state };
  let changed = false;
  for (const name of new Set([...Object.keys(was), ...Object.keys(next)])) {
    if (sameValue(was[name], next[name])) continue;
    changed = true;
    if (next[name] === undefined) delete out[name];
    else out[name] = next[name];
  }
  return changed ? out : state;
}

function carryBlocks(was: readonly Block[], next: readonly Block[], state: readonly Block[]): readonly Block[] {
  const before = new Map(was.map((b) => [b.id, b]));
  const after = new Map(next.map((b) => [b.id, b]));
  const out: Block[] = [];
  for (const b of state) {
    const w = before.get(b.id), n = after.get(b.id);
    if (w && !n) continue; // taken off elsewhere
    if (!w && n) out.push(n); // taken off here and put back there, with other words
    else {
      const fields = w && n ? carryFields(w.fields, n.fields, b.fields) : b.fields;
      out.push(fields === b.fields ? b : { ...b, fields });
    }
  }
  // What was added there stands behind the part that it follows there.
  next.forEach((b, i) => {
    if (before.has(b.id) || out.some((o) => o.id === b.id)) return;
    const previous = out.findIndex((o) => o.id === next[i - 1]?.id);
    out.splice(previous + 1, 0, b);
  });
  const order = (blocks: readonly Block[], known: Map<string, Block>) => blocks.filter((b) => known.has(b.id)).map((b) => b.id).join();
  if (order(was, after) !== order(next, before)) {
    // Moved there: those parts take their places among each other, and the rest stay where they are.
    const moved = next.filter((b) => out.some((o) => o.id === b.id)).map((b) => out.find((o) => o.id === b.id)!);
    out.forEach((b, i) => after.has(b.id) && (out[i] = moved.shift()!));
  }
  return out.length === state.length && out.every((b, i) => b === state[i]) ? state : out;
}
