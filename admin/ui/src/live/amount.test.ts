import assert from "node:assert/strict";
import { test } from "node:test";
import { amountIn } from "./amount.ts";

test("an amount in minor units is shown with the digits of its currency", () => {
  assert.deepEqual([amountIn("USD", 12_050), amountIn("USD", 0), amountIn("JPY", 1205), amountIn("KWD", 1205), amountIn("USD", 5)], ["120.50", "0.00", "1205", "1.205", "0.05"]);
});
test("an amount in what is no currency has two digits", () => assert.deepEqual([amountIn("", 100), amountIn("dollars", 100)], ["1.00", "1.00"]));
test("what was typed is shown as it was typed", () => assert.deepEqual([amountIn("USD", "12,5"), amountIn("USD", undefined)], ["12,5", ""]));
