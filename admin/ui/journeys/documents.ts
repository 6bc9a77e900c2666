// Texts as staff and their freelancers leave them: well kept, pasted together, and odd but legal.

/** Numbers that look random and are the same each time (mulberry32, by Tommy Ettinger, public domain). */
export function dice(seed: number): (sides: number) => number {
  return (sides) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
}

const words = "we listen first and then say what seems right for you . sessions last 50 minutes , at 9:30 or later — never hurried ; café & tea (if you like) cost 3 * 4 or 2 < 3 snake_case_word 1. not-a-list #hashtag [brackets] naïve 😊 שלום ß Ångström 100% £40 “quoted” it’s re-read C:\\old\\path".split(" ");

/** One way to write a document: which signs it uses, how it indents and ends its lines. */
interface Hand { bullet: string; numbered: string; em: string; strong: string; gap: string; indent: string; hard: string; end: string }

function hand(roll: (n: number) => number): Hand {
  return {
    bullet: ["-", "*", "+"][roll(3)]!, numbered: [".", ")"][roll(2)]!, em: ["*", "_"][roll(2)]!, strong: ["**", "__"][roll(2)]!,
    gap: ["\n\n", "\n\n\n", "\n \n"][roll(3)]!, indent: [" ", "   "][roll(2)]!, hard: ["\\\n", "  \n", "    \n"][roll(3)]!, end: ["", "\n", "\n\n"][roll(3)]!,
  };
}

function phrase(roll: (n: number) => number, most: number): string {
  return Array.from({ length: 2 + roll(most) }, () => words[roll(words.length)]!).join(" ").replace(/ ([.,;])/g, "$1");
}

/** Words with emphasis, links, code and references among them. */
function inline(roll: (n: number) => number, h: Hand): string {
  const out: string[] = [phrase(roll, 5)];
  for (let i = roll(4); i > 0; i--) {
    const inside = ["gently", "side by side", "no hurry", "once again"][roll(4)]!;
    out.push([
      () => h.strong + inside + h.strong, () => h.em + inside + h.em, () => `***${inside}***`, () => `~~${inside}~~`,
      () => `[${inside}](/services/emdr)`, () => `[${inside}](https://example.org/a_b_c?d=e&f "A title")`, () => `[${h.strong}${inside}${h.strong} here](<tel:+1 303>)`,
      () => "<https://example.org/>", () => "`code * here`", () => "&amp; &mdash; &#8203;", () => "\\*kept\\*", () => "<kbd>Esc</kbd>", () => `![${inside}](/a.png)`, () => h.em + "un" + h.em + "clear",
    ][roll(14)]!());
    out.push(phrase(roll, 4));
  }
  return out.join(" ");
}

/** A table with or without bars at its edges, in step or not, with rows that are short. */
function table(roll: (n: number) => number, h: Hand): string {
  const columns = 1 + roll(4), edges = columns === 1 || roll(3) > 0, space = [" ", "", "  "][roll(3)]!;
  const line = (cells: string[]): string => (edges ? `|${cells.map((c) => space + c + space + "|").join("")}` : cells.join(`${space}|${space}`));
  const rules = Array.from({ length: columns }, () => ["---", ":--", ":-:", "--:", "-"][roll(5)]!);
  const cell = (): string => [() => phrase(roll, 3), () => inline(roll, h).replaceAll("|", "\\|"), () => "a \\| b", () => `one<br>${h.strong}two${h.strong}`, () => "$150", () => (edges ? "" : "-")][roll(6)]!();
  const rows = Array.from({ length: roll(4) }, () => line(Array.from({ length: edges && roll(5) === 0 ? 1 + roll(columns) : columns }, cell)));
  return [line(rules.map(() => cell() || "head")), line(rules), ...rows].join("\n");
}

function block(roll: (n: number) => number, h: Hand): string {
  const list = (marker: (i: number) => string, between: string): string => Array.from({ length: 1 + roll(4) }, (_, i) => marker(i) + inline(roll, h)).join(between);
  switch (roll(13)) {
    case 0: return `### ${phrase(roll, 4)}${["", " ###"][roll(2)]}`;
    case 1: return `${phrase(roll, 3)}\n${["===", "---", "--------"][roll(3)]}`;
    case 2: return list(() => h.bullet + h.indent, "\n");
    case 3: return list(() => h.bullet + " ", "\n\n");
    case 4: return list((i) => `${i + 1}${h.numbered}${h.indent}`, "\n");
    case 5: return list(() => `1${h.numbered} `, "\n");
    case 6: return `${h.bullet} ${inline(roll, h)}\n  ${h.bullet} ${inline(roll, h)}\n  ${h.bullet} ${inline(roll, h)}\n${h.bullet} ${inline(roll, h)}`;
    case 7: return `> ${inline(roll, h)}\n>\n> ${inline(roll, h)}`;
    case 8: return inline(roll, h) + h.hard + inline(roll, h);
    case 9: return inline(roll, h) + "\n" + inline(roll, h);
    case 10: return ["<div>\n<b>raw</b>\n</div>", "```\nfenced\n```", "***", "[ref]: https://example.org/ref \"Ref\"", "- [ ] a task\n- [x] done", "<!-- kept -->"][roll(6)]!;
    case 11: return table(roll, h);
    default: return inline(roll, h);
  }
}

/** Documents of one to six blocks, each in a hand of its own. */
export function documents(many: number, seed: number): string[] {
  const roll = dice(seed);
  return Array.from({ length: many }, () => {
    const h = hand(roll);
    return Array.from({ length: 1 + roll(6) }, () => block(roll, h)).join(h.gap) + h.end;
  });
}

/** Texts of one line, as list items and headings have them. */
export function lines(many: number, seed: number): string[] {
  const roll = dice(seed);
  return Array.from({ length: many }, () => inline(roll, hand(roll)));
}

/** How many lines differ between two texts, counted from both ends. */
export function changed(was: string, now: string): number {
  const a = was.split(/\r\n?|\n/), b = now.split(/\r\n?|\n/);
  let head = 0, foot = 0;
  while (head < Math.min(a.length, b.length) && a[head] === b[head]) head++;
  while (foot < Math.min(a.length, b.length) - head && a[a.length - 1 - foot] === b[b.length - 1 - foot]) foot++;
  return Math.max(a.length, b.length) - head - foot;
}
