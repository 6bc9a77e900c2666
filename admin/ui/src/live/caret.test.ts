import assert from "node:assert/strict";
import { test } from "node:test";
import { moved } from "./caret.ts";

/** Texts with the caret as a bar. */
const stays = (was: string, now: string): void => {
  const at = was.indexOf("|");
  const got = moved(was.replace("|", ""), now.replace("|", ""), at);
  assert.equal(now.replace("|", "").slice(0, got) + "|" + now.replace("|", "").slice(got), now);
};

test("the caret stays where it is when the text changed behind it", () => stays("one| two", "one| three"));
test("the caret goes along when the text changed before it", () => {
  stays("one| two", "once and one| two");
  stays("one, one| two", "one| two");
});
test("the caret stays when all before it is there still", () => stays("one|", "one|, and two"));
test("where its words are gone, the caret stays as far on as there is text", () => {
  stays("one two| three", "another| text");
  stays("one two| three", "x|");
  stays("one two|", "|");
});
