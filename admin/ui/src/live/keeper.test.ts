// The keeper with a server, a clock and a window of the tests' own.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";
import { type Answer, type Block, type Content, type Data, same } from "./data.ts";
import { Keeper } from "./keeper.ts";
import { Page } from "./page.ts";
import type { Kept, Left } from "./shelf.ts";

const block = (id: string, body = id): Block => ({ id, kind: "section", fields: { body } });
const content = (...blocks: Block[]): Content => ({ title: "T", path: "", fields: {}, blocks });
const start = content(block("a"), block("b"));

/** What the server was sent. from is "" when it was not sent along. */
interface Request { what: string; base: string; seen: string; from: string; words: string; note: string; keepalive: boolean }
type Reply = Response | Error;

const answer = (more: Partial<Answer> = {}): Response => Response.json({ base: 1, seen: "s1", working: true, clock: "", mend: [], parts: {}, ...more });
const problem = (status: number): Response => Response.json({ happened: "It went wrong", do: "Try again." }, { status });

let requests: Request[];
let reply: (request: Request) => Reply | Promise<Reply>;
let atOnce: number, mostAtOnce: number; // requests that wait for an answer

let shelf: { kept: Kept | null; aside: Kept[]; left: Left[]; full: boolean };
let bar: { dataset: { was?: string }; textContent: string; trouble: boolean; link: string };
let online: boolean;
let page: Page, keeper: Keeper;

const words = (c: Content): string => c.blocks.map((b) => b.fields.body).join(" ");
const type = (body: string, id = "a"): void => page.setBlock(id, { body }, "body", "typing");

/** Lets time pass by the millisecond, and what waits for answers go on. */
async function pass(time: number): Promise<void> {
  for (let n = 0; n < time; n++) mock.timers.tick(1);
  for (let n = 0; n < 10; n++) await new Promise((done) => setImmediate(done));
}

/** An answer that comes when it is told to. */
function held(): { come: (reply: Reply) => void; reply: Promise<Reply> } {
  let come!: (reply: Reply) => void;
  const reply = new Promise<Reply>((done) => (come = done));
  return { come, reply };
}

function open(more: Partial<Data> = {}): Keeper {
  const data = { page: "/admin/pages/1", token: "t", base: 1, seen: "s0", working: false, fields: [], kinds: null, ...more } as unknown as Data;
  page = new Page(start, data);
  keeper = new Keeper(data, page, {
    put: (kept) => (shelf.full ? false : ((shelf.kept = structuredClone(kept)), true)),
    clear: () => void (shelf.kept = null),
    own: () => shelf.kept,
    setAside: () => { if (shelf.kept) shelf.aside.push(shelf.kept); shelf.kept = null; },
    left: async () => shelf.left,
  }, () => {});
  return keeper;
}

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000_000_000 });
  requests = [];
  atOnce = mostAtOnce = 0;
  reply = () => answer();
  shelf = { kept: null, aside: [], left: [], full: false };
  bar = { dataset: {}, textContent: "Saved at noon", trouble: false, link: "" };
  online = true;
  const kept = Object.assign(bar, {
    classList: { toggle: (_: string, on: boolean) => (bar.trouble = on) },
    replaceChildren: (note: { textContent: string }) => (bar.textContent = note.textContent),
    append: (_: string, link: { textContent: string }) => (bar.link = link.textContent),
  });
  const document = Object.assign(new EventTarget(), { visibilityState: "visible", getElementById: (id: string) => (id === "kept" ? kept : null), createElement: () => ({}) });
  const window = Object.assign(new EventTarget(), { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout });
  const dropped = { removeItem: (name: string) => (shelf.left = shelf.left.filter((l) => l.name !== name)) };
  for (const [name, value] of Object.entries({ window, document, localStorage: dropped, navigator: { get onLine() { return online; } } })) Object.defineProperty(globalThis, name, { value, configurable: true });
  globalThis.fetch = async (url, init) => {
    const form = init!.body as URLSearchParams;
    const read = (name: string) => form.get(name) ?? "";
    const request: Request = {
      what: String(url).replace("/admin/pages/1/live/", ""), base: read("base"), seen: read("seen"), from: read("from") && words(JSON.parse(read("from"))),
      words: words(JSON.parse(read("content"))), note: read("note"), keepalive: init!.keepalive ?? false,
    };
    requests.push(request);
    mostAtOnce = Math.max(mostAtOnce, ++atOnce);
    const got = await reply(request);
    atOnce--;
    if (got instanceof Error) throw got;
    return got;
  };
  open();
});
afterEach(() => mock.timers.reset());

const sent = (): string[] => requests.map((r) => `${r.what}: ${r.words}`);

describe("what is typed goes to the server", () => {
  test("0.7 seconds after a pause, and 1.5 once there is a working copy", async () => {
    type("a1");
    await pass(699);
    assert.deepEqual(sent(), []);
    await pass(1);
    assert.deepEqual(sent(), ["keep: a1 b"]);
    type("a2");
    await pass(1499);
    assert.equal(requests.length, 1);
    await pass(1);
    assert.deepEqual(sent(), ["keep: a1 b", "keep: a2 b"]);
  });
  test("0.5 seconds after a pause while a preview follows", async () => {
    keeper.following = true;
    type("a1");
    await pass(500);
    assert.deepEqual(sent(), ["keep: a1 b"]);
  });
  test("after 4 seconds although somebody types on", async () => {
    for (let n = 0; n < 45; n++) {
      type("a" + n);
      await pass(100);
    }
    assert.deepEqual(sent(), ["keep: a39 b"]);
  });
  test("once, and then no more", async () => {
    type("a1");
    assert.ok(keeper.dirty);
    await pass(60_000);
    assert.ok(!keeper.dirty);
    assert.equal(requests.length, 1);
    assert.equal(shelf.kept, null);
  });
  test("not when it was undone meanwhile", async () => {
    type("a1");
    await pass(300);
    page.undo();
    await pass(60_000);
    assert.deepEqual(sent(), []);
    assert.equal(shelf.kept, null);
    assert.equal(bar.textContent, "Saved at noon");
  });
  test("with what the server said last, so that it need not hear from where the edits began", async () => {
    reply = () => answer({ base: 2, seen: "s" + requests.length });
    type("a1");
    await pass(2000);
    type("a2");
    await pass(2000);
    assert.deepEqual(requests.map(({ base, seen, from }) => [base, seen, from]), [["1", "s0", ""], ["2", "s1", ""]]);
    assert.equal(keeper.from, 2);
  });
  test("at once when the window is left, and outlives it when it is small enough", async () => {
    type("a1");
    Object.assign(document, { visibilityState: "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
    await pass(0);
    assert.deepEqual(requests.map((r) => [r.words, r.keepalive]), [["a1 b", true]]);
    type("x".repeat(70_000));
    document.dispatchEvent(new Event("visibilitychange"));
    await pass(0);
    assert.deepEqual(requests.map((r) => r.keepalive), [true, false]);
  });
  test("one request after the other, each with the page as it is then", async () => {
    const slow = held();
    reply = () => (requests.length === 1 ? slow.reply : answer({ seen: "s2" }));
    type("a1");
    const first = keeper.keep();
    const second = keeper.send("save", { note: "n" });
    type("a2");
    await pass(0);
    slow.come(answer());
    await Promise.all([first, second]);
    assert.deepEqual(requests.map((r) => [r.what, r.words, r.seen, r.note]), [["keep", "a1 b", "s0", ""], ["save", "a2 b", "s1", "n"]]);
    assert.equal(mostAtOnce, 1);
    assert.ok(!keeper.dirty);
  });
});

describe("what the server put together", () => {
  const merged = content(block("a", "a1"), block("b", "theirs"));
  test("is on the page, and no step of undo", async () => {
    reply = () => answer({ content: merged });
    type("a1");
    await pass(700);
    assert.ok(same(page.now, merged));
    assert.ok(!keeper.dirty);
    page.undo();
    assert.equal(words(page.now), "a theirs");
  });
  test("waits while somebody types on, and is asked for with what they began from", async () => {
    const slow = held();
    reply = () => (requests.length === 1 ? slow.reply : requests.length === 2 ? problem(409) : answer({ seen: "s3", content: content(block("a", "a12"), block("b", "theirs")) }));
    type("a1");
    await pass(700);
    type("a12");
    slow.come(answer({ content: merged }));
    await pass(0);
    assert.equal(words(page.now), "a12 b");
    await pass(1500);
    assert.deepEqual(requests.slice(1).map(({ words, seen, from }) => [words, seen, from]), [["a12 b", "", ""], ["a12 b", "", "a1 b"]]);
    assert.equal(words(page.now), "a12 theirs");
    assert.ok(!keeper.dirty);
  });
  test("has parts of the screen, which are shown before anybody is told", async () => {
    const told: string[] = [];
    const data = { page: "/admin/pages/1", token: "t", base: 1, seen: "s0" } as unknown as Data;
    const other = new Keeper(data, page, { put: () => true, clear() {}, own: () => null, setAside() {}, left: async () => [] }, () => told.push("parts"));
    other.answered = () => told.push("answered");
    await other.keep();
    assert.deepEqual(told, ["parts", "answered"]);
  });
});

test("a server that has seen something else is told from what the edits began, once", async () => {
  reply = () => problem(409);
  type("a1");
  await pass(700);
  assert.deepEqual(requests.map((r) => r.from), ["", "a b"]);
  assert.match(keeper.why, /^Could not save: It went wrong\. Try again\./);
});

describe("when the server cannot be reached", () => {
  beforeEach(() => void (reply = () => new TypeError("no network")));

  test("it is tried again every 4 seconds until it works, and said meanwhile", async () => {
    type("a1");
    await pass(700);
    assert.ok(bar.trouble);
    assert.equal(bar.textContent, "Offline: kept on this computer, will save");
    assert.equal(keeper.why, "We cannot be reached at the moment. What you type is kept on this computer; saving works again when the connection is back.");
    await pass(3999);
    assert.equal(requests.length, 1);
    await pass(1);
    assert.equal(requests.length, 2);
    reply = () => answer();
    await pass(4000);
    assert.equal(requests.length, 3);
    assert.ok(!bar.trouble && !keeper.dirty);
    assert.equal(keeper.why, "");
    assert.equal(bar.textContent, "Saved at noon");
    assert.equal(shelf.kept, null);
    await pass(60_000);
    assert.equal(requests.length, 3);
  });
  test("it is tried every 20 seconds while the computer says that it is offline, and at once when it is back", async () => {
    online = false;
    type("a1");
    await pass(700);
    assert.match(keeper.why, /^You are offline\./);
    await pass(19_999);
    assert.equal(requests.length, 1);
    await pass(1);
    assert.equal(requests.length, 2);
    reply = () => answer();
    window.dispatchEvent(new Event("online"));
    await pass(0);
    assert.equal(requests.length, 3);
    assert.ok(!keeper.dirty);
  });
  test("the browser keeps what is typed on, a quarter of a second after a pause", async () => {
    type("a1");
    await pass(700);
    type("a2");
    await pass(249);
    assert.equal(words(shelf.kept!.content), "a1 b");
    await pass(1);
    assert.equal(words(shelf.kept!.content), "a2 b");
    assert.equal(words(shelf.kept!.from), "a b");
    assert.equal(words(shelf.kept!.sent!), "a1 b");
    assert.equal(requests.length, 1);
  });
  test("what may have arrived is sent again as it was before what was typed since", async () => {
    type("a1");
    await pass(700);
    type("a2");
    reply = () => answer();
    await pass(4000);
    assert.deepEqual(sent(), ["keep: a1 b", "keep: a1 b", "keep: a2 b"]);
    assert.ok(!keeper.dirty);
  });
  test("what may have arrived is not forgotten although it was undone", async () => {
    type("a1");
    await pass(700);
    page.undo();
    assert.ok(keeper.dirty);
    reply = () => answer();
    await pass(4000);
    assert.deepEqual(sent(), ["keep: a1 b", "keep: a1 b", "keep: a b"]);
    assert.ok(!keeper.dirty);
  });
  test("what is typed during the try that works is sent after a pause", async () => {
    type("a1");
    await pass(700);
    const slow = held();
    reply = () => slow.reply;
    await pass(4000);
    type("a2");
    reply = () => answer();
    slow.come(answer());
    await pass(0);
    assert.deepEqual(sent(), ["keep: a1 b", "keep: a1 b"]);
    await pass(1500);
    assert.deepEqual(sent().slice(2), ["keep: a2 b"]);
    assert.ok(!keeper.dirty);
  });
  test("a full browser is told of, and the window asks before it closes", async () => {
    shelf.full = true;
    type("a1");
    await pass(700);
    assert.equal(bar.textContent, "Offline: still on this page, will save");
    assert.match(keeper.why, /What you typed is still on this page, so leave it open/);
    const leave = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(leave);
    assert.ok(leave.defaultPrevented);
  });
  test("a try that nothing was typed for is over", async () => {
    assert.equal(await keeper.flush(true), false);
    assert.equal(bar.textContent, "Offline");
    await pass(60_000);
    assert.equal(requests.length, 1);
    assert.ok(!bar.trouble);
  });
});

test("the window closes without a question when the browser has what the server does not", () => {
  type("a1");
  const leave = new Event("beforeunload", { cancelable: true });
  window.dispatchEvent(leave);
  assert.ok(!leave.defaultPrevented);
  assert.equal(words(shelf.kept!.content), "a1 b");
});

describe("when the server refuses", () => {
  test("it says why, and what was refused is not sent for its own sake", async () => {
    reply = () => problem(422);
    type("a1");
    await pass(700);
    assert.equal(bar.textContent, "Could not save: It went wrong. Try again. Your words are kept on this computer, and we try again.");
    type("a2");
    reply = () => answer();
    await pass(4000);
    assert.deepEqual(sent(), ["keep: a1 b", "keep: a2 b"]);
    assert.equal(bar.textContent, "Saved at noon");
  });
  test("with a fault of its own, it may have kept it all the same", async () => {
    reply = () => new Response("<html>", { status: 502 });
    type("a1");
    await pass(700);
    assert.match(bar.textContent, /^Could not save: the answer was 502\./);
    type("a2");
    reply = () => answer();
    await pass(4000);
    assert.deepEqual(sent(), ["keep: a1 b", "keep: a1 b", "keep: a2 b"]);
  });
  test("because nobody is signed in, it asks to, and goes on trying", async () => {
    reply = () => problem(401);
    type("a1");
    await pass(700);
    assert.equal(bar.textContent, "You are signed out. Your words are kept on this computer.");
    assert.equal(bar.link, "Sign in again");
    assert.match(keeper.why, /^You are signed out\./);
    reply = () => answer();
    await pass(4000);
    assert.equal(bar.textContent, "Saved at noon");
    assert.ok(!keeper.dirty);
  });
  test("a session that ended while nothing was typed is said until somebody types and is let in", async () => {
    keeper.signedOut();
    await pass(60_000);
    assert.equal(bar.textContent, "You are signed out. Your words are kept.");
    assert.deepEqual(sent(), []);
    type("a1");
    await pass(4000);
    assert.deepEqual(sent(), ["keep: a1 b"]);
    assert.ok(!bar.trouble);
  });
});

describe("bringing everything to the server", () => {
  test("asks it only when there is something, or when it must be sure", async () => {
    assert.equal(await keeper.flush(), true);
    assert.equal(requests.length, 0);
    assert.equal(await keeper.flush(true), true);
    assert.equal(requests.length, 1);
    type("a1");
    assert.equal(await keeper.flush(), true);
    assert.deepEqual(sent().slice(1), ["keep: a1 b"]);
    await pass(10_000);
    assert.equal(requests.length, 2);
  });
  test("brings what was typed while it did, too", async () => {
    reply = () => {
      if (requests.length === 1) type("a2");
      return answer();
    };
    type("a1");
    assert.equal(await keeper.flush(), true);
    assert.deepEqual(sent(), ["keep: a1 b", "keep: a2 b"]);
  });
  test("says when it did not work", async () => {
    reply = () => problem(500);
    type("a1");
    assert.equal(await keeper.flush(), false);
    assert.equal(requests.length, 1);
  });
});

test("who throws their edits away has nothing kept, here or there", async () => {
  type("a1");
  await pass(300);
  assert.ok(shelf.kept);
  keeper.stop();
  assert.equal(shelf.kept, null);
  type("a2");
  window.dispatchEvent(new Event("pagehide"));
  await pass(60_000);
  assert.deepEqual(sent(), []);
  assert.equal(shelf.kept, null);
});

describe("what the tab kept before it was loaded anew", () => {
  const kept = (more: Partial<Kept> = {}): Kept => ({ base: 1, seen: "s0", from: start, content: content(block("a"), block("b", "kept")), at: Date.now(), ...more });
  const old = content(block("a", "old"), block("b"));

  test("is on the page again, as one step, and goes to the server", async () => {
    shelf.kept = kept();
    keeper.recover();
    assert.equal(words(page.now), "a kept");
    assert.deepEqual(page.next(true), { block: "b", path: "" });
    await pass(700);
    assert.deepEqual(sent(), ["keep: a kept"]);
    assert.equal(shelf.kept, null);
    page.undo();
    assert.equal(words(page.now), "a b");
  });
  test("is on the page again when the server's copy has another name but says the same", () => {
    shelf.kept = kept({ seen: "other" });
    keeper.recover();
    assert.equal(words(page.now), "a kept");
  });
  test("is set aside when it began from something else", () => {
    shelf.kept = kept({ seen: "other", from: old });
    keeper.recover();
    assert.equal(words(page.now), "a b");
    assert.equal(shelf.aside.length, 1);
    assert.ok(!keeper.dirty);
  });
  test("is set aside after twelve hours", () => {
    shelf.kept = kept({ at: Date.now() - 12 * 60 * 60 * 1000 - 1 });
    keeper.recover();
    assert.equal(words(page.now), "a b");
    assert.equal(shelf.aside.length, 1);
  });
  test("is let go when the server has it", () => {
    shelf.kept = kept({ seen: "other", from: old, content: content(block("a", "a \n"), block("b")) });
    keeper.recover();
    assert.equal(shelf.kept, null);
    assert.equal(shelf.aside.length, 0);
  });
  test("is on top of what was sent and had arrived", async () => {
    shelf.kept = kept({ seen: "other", from: old, sent: start });
    keeper.recover();
    await pass(700);
    assert.deepEqual(sent(), ["keep: a kept"]);
  });
  test("comes behind what was sent and may be on its way still", async () => {
    shelf.kept = kept({ sent: content(block("a", "a1"), block("b")) });
    keeper.recover();
    await pass(700);
    assert.deepEqual(sent(), ["keep: a1 b", "keep: a kept"]);
  });
  test("is nothing when it kept nothing", () => {
    keeper.recover();
    assert.equal(page.now, start);
  });
});

describe("what a closed tab kept", () => {
  const left = (name: string, c: Content): Left => ({ name, kept: { base: 1, seen: "gone", from: start, content: c, at: 1 } });
  test("is offered unless the server has it", async () => {
    shelf.left = [left("has", start), left("lacks", content(block("a", "left"), block("b")))];
    assert.deepEqual((await keeper.left()).map((l) => l.name), ["lacks"]);
    assert.deepEqual(shelf.left.map((l) => l.name), ["lacks"]);
  });
  test("is put on top of what the server has, as a step", async () => {
    const one = left("one", content(block("a", "left"), block("b")));
    shelf.left = [one];
    reply = (r) => (r.from ? answer({ content: content(block("a", "left"), block("b", "mine")) }) : answer());
    type("mine", "b");
    assert.equal(await keeper.takeUp(one), true);
    assert.deepEqual(requests.map(({ words, seen, from }) => [words, seen, from]), [["a mine", "s0", ""], ["left b", "", "a b"]]);
    assert.equal(words(page.now), "left mine");
    assert.ok(!keeper.dirty);
    assert.deepEqual(shelf.left, []);
    page.undo();
    assert.equal(words(page.now), "a mine");
  });
  test("stays where it is when that does not work", async () => {
    const one = left("one", content(block("a", "left"), block("b")));
    shelf.left = [one];
    reply = () => problem(500);
    assert.equal(await keeper.takeUp(one), false);
    assert.deepEqual(shelf.left, [one]);
    assert.equal(words(page.now), "a b");
  });
});

test("while something is not saved yet, the bar does not claim that all is", async () => {
  type("a1");
  assert.equal(bar.textContent, "Saving…");
  assert.ok(!bar.trouble);
  await pass(700);
  assert.equal(bar.textContent, "Saved at noon");
});
