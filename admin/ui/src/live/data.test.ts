import assert from "node:assert/strict";
import { describe, mock, test } from "node:test";
import { type Content, type Value, isEmpty, isObject, newID, same, sameLine, sameValue, words } from "./data.ts";

describe("a value says nothing", () => {
  for (const v of [undefined, "", " \t\r\n", false, [], [""], [[], [" "]], {}, { a: "" }, { a: { b: [false] } }] as (Value | undefined)[])
    test(`when it is ${JSON.stringify(v)}`, () => assert.ok(isEmpty(v)));
  for (const v of ["a", "\u00a0", 0, true, [0], ["", "a"], { a: "", b: 0 }] as Value[]) test(`but not when it is ${JSON.stringify(v)}`, () => assert.ok(!isEmpty(v)));
});

describe("two values say the same", () => {
  for (const [a, b] of [["a", "a \n"], [undefined, ""], [false, undefined], [["", "a"], ["a "]], [{ a: "1", b: "2" }, { b: "2", a: "1", c: "" }], ["a\r\nb", "a\nb"]] as [Value | undefined, Value][])
    test(`${JSON.stringify(a)} and ${JSON.stringify(b)}`, () => {
      assert.ok(sameValue(a, b));
      assert.ok(sameValue(b, a));
    });
  for (const [a, b] of [["a", "b"], ["a", " a"], ["a", "a\u00a0"], [0, undefined], [0, false], [1, "1"], [["a", "b"], ["b", "a"]], [["a"], "a"], [{ a: "1" }, { a: "2" }], [{ a: "1" }, { b: "1" }]] as [Value, Value | undefined][])
    test(`but not ${JSON.stringify(a)} and ${JSON.stringify(b)}`, () => {
      assert.ok(!sameValue(a, b));
      assert.ok(!sameValue(b, a));
    });
});

test("two lines say the same without what stands around them", () => {
  assert.ok(sameLine(" T\u00a0", "T"));
  assert.ok(!sameLine("T", "T T"));
  assert.ok(!sameLine("", "T"));
});

test("two contents say the same only when their blocks are of one kind and id, in one order", () => {
  const block = (id: string, kind: string) => ({ id, kind, fields: { body: "words" } });
  const page = (...blocks: Content["blocks"]): Content => ({ title: "T", path: "", fields: {}, blocks });
  const [a, b] = [block("a", "section"), block("b", "section")];
  assert.ok(same(page(a, b), page({ ...a, fields: { body: "words ", heading: "" } }, b)));
  for (const other of [page(a), page(b, a), page(a, block("b", "callout")), page(a, block("c", "section")), { ...page(a, b), title: "U" }, { ...page(a, b), path: "/" }]) assert.ok(!same(page(a, b), other));
});

test("a number is shown as words, and what is no text as none", () => {
  assert.deepEqual(["a", 0, 12, undefined, true, ["a"], { a: "a" }].map((v) => words(v)), ["a", "0", "12", "", "", "", ""]);
  assert.deepEqual([{}, [], "a", undefined].map((v) => isObject(v as Value)), [true, false, false, false]);
});

describe("a new id", () => {
  test("is a UUID of version 7", () => assert.match(newID(), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/));
  test("stands behind those of a millisecond before, and says when it was made", () => {
    mock.timers.enable({ apis: ["Date"], now: 0x0190_1234_5678 });
    const first = newID();
    mock.timers.setTime(0x0190_1234_5679);
    const second = newID();
    mock.timers.reset();
    assert.ok(first < second);
    assert.ok(first.startsWith("01901234-5678-7"), first);
  });
  test("is another one each time", () => assert.equal(new Set(Array.from({ length: 1000 }, newID)).size, 1000));
});
