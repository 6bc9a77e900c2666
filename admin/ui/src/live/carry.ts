// Puts what came in from elsewhere under a state of the page that was there before it.
import { type Block, type Content, type Declared, type Field, type Fields, isObject, sameLine, sameValue } from "./data.ts";

/**
 * Returns state with what changed between was and next; what did not change there stays as it is in state, and is shared with it.
 * It is content.Merge with next for theirs and state for mine, and content/testdata/merge-cases.json holds the two together. But a
 * state that can be undone asks nobody: what went there is gone, what is put back comes as it is there, and where both changed the
 * order, that of next is taken.
 */
export function carry(declared: Declared, was: Content, next: Content, state: Content): Content {
  const title = sameLine(was.title, next.title) ? state.title : next.title;
  const path = sameLine(was.path, next.path) ? state.path : next.path;
  const fields = carryFields(declared.fields, was.fields, next.fields, state.fields);
  const blocks = carryBlocks(declared, was.blocks, next.blocks, state.blocks);
  return title === state.title && path === state.path && fields === state.fields && blocks === state.blocks ? state : { title, path, fields, blocks };
}

/** Whether two states that share what they have in common say the same. */
export function alike(a: Content, b: Content): boolean {
  return a.title === b.title && a.path === b.path && sameValue(a.fields, b.fields) && a.blocks.length === b.blocks.length &&
    a.blocks.every((block, i) => block === b.blocks[i] || (block.id === b.blocks[i]!.id && block.kind === b.blocks[i]!.kind && sameValue(block.fields, b.blocks[i]!.fields)));
}

/** Goes through fields one by one, and through the members of a group; anything else is one value. */
function carryFields(declared: Field[], was: Fields, next: Fields, state: Fields): Fields {
  if (was === next) return state;
  const out = { ...state };
  let changed = false;
  for (const name of new Set([...Object.keys(was), ...Object.keys(next)])) {
    if (sameValue(was[name], next[name])) continue;
    changed = true;
    const w = was[name] ?? {}, n = next[name] ?? {}, here = state[name] ?? {};
    const isGroup = declared.some((f) => f.name === name && f.type === "group");
    if (isGroup && isObject(w) && isObject(n) && isObject(here))
      out[name] = carryFields([], w, n, here);
    else if (next[name] === undefined) delete out[name];
    else out[name] = next[name];
  }
  return changed ? out : state;
}

function carryBlocks(declared: Declared, was: readonly Block[], next: readonly Block[], state: readonly Block[]): readonly Block[] {
  if (was === next) return state;
  const before = new Map(was.map((b) => [b.id, b]));
  const after = new Map(next.map((b) => [b.id, b]));
  const carried = new Map<string, Block>();
  for (const b of state) {
    const w = before.get(b.id), n = after.get(b.id);
    if (w && !n) continue; // taken off there
    carried.set(b.id, w && n ? carryBlock(declared, w, n, b) : b);
  }
  for (const b of next) if (!before.has(b.id)) carried.set(b.id, b); // added there, or taken off here and put back there with other words
  const leads = reordered(before, state) && !reordered(before, next);
  const out = leads ? arrange(state, next, carried, before) : arrange(next, state, carried, before);
  return out.length === state.length && out.every((b, i) => b === state[i]) ? state : out;
}

function carryBlock(declared: Declared, was: Block, next: Block, state: Block): Block {
  if (was.kind !== next.kind) return next; // it became another kind of part there
  if (state.kind !== next.kind) return sameValue(was.fields, next.fields) ? state : next;
  const kind = declared.kinds?.find((k) => k.name === next.kind);
  const fields = carryFields(kind?.fields ?? [], was.fields, next.fields, state.fields);
  return fields === state.fields ? state : { ...state, fields };
}

/** Whether the blocks that were there before stand in another order. */
function reordered(before: Map<string, Block>, side: readonly Block[]): boolean {
  const places = [...before.keys()];
  const order = side.filter((b) => before.has(b.id)).map((b) => places.indexOf(b.id));
  return order.some((place, i) => i > 0 && place < order[i - 1]!);
}

/**
 * Puts the carried blocks in the order of lead, and those that only guest has behind the block that they follow there. What both
 * added in one place stands in that order too.
 */
function arrange(lead: readonly Block[], guest: readonly Block[], carried: Map<string, Block>, before: Map<string, Block>): Block[] {
  const inLead = new Set(lead.map((b) => b.id)), inGuest = new Set(guest.map((b) => b.id));
  const out = lead.flatMap((b) => carried.get(b.id) ?? []);
  let at = -1; // where guest's previous block stands in out
  for (const { id } of guest) {
    const block = carried.get(id);
    if (!block) continue;
    if (inLead.has(id)) {
      at = out.indexOf(block);
      continue;
    }
    at++;
    while (at < out.length && !before.has(out[at]!.id) && !inGuest.has(out[at]!.id)) at++; // lead added it here as well
    out.splice(at, 0, block);
  }
  return out;
}
