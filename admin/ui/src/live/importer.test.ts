import assert from "node:assert/strict";
import { test } from "node:test";
import { notRead } from "./importer.ts";

test("where plain words went in, they are to be undone before the next try", () => {
  assert.equal(notRead("You are offline.", "When the connection is back", "Fees"), "You are offline. Only the plain words went in. When the connection is back, undo this and paste again.");
  assert.equal(notRead("It went wrong.", "", "Fees"), "It went wrong. Only the plain words went in. Undo this and paste again.");
});

test("where nothing went in, nothing is to be undone", () => {
  for (const text of ["", " \n"]) {
    assert.equal(notRead("You are offline.", "When the connection is back", text), "You are offline. Nothing went in. When the connection is back, paste again.");
    assert.equal(notRead("It went wrong.", "", text), "It went wrong. Nothing went in. Paste again.");
  }
});
