import assert from "node:assert/strict";
import { after, before, describe, mock, test } from "node:test";
import { when } from "./when.ts";

const denver = "America/Denver";
/** In Denver it is Thursday, 5 November 2026, 9:15 pm; in UTC it is Friday. */
const now = Date.parse("2026-11-06T04:15:00Z");

describe("when something was", () => {
  before(() => mock.timers.enable({ apis: ["Date"], now }));
  after(() => mock.timers.reset());
  for (const [at, zone, said] of [
    ["2026-11-06T04:15:00Z", denver, "today, 9:15 pm"],
    ["2026-11-05T07:00:00Z", denver, "today, 12:00 am"],
    ["2026-11-05T06:59:00Z", denver, "yesterday, 11:59 pm"],
    ["2026-11-04T07:00:00Z", denver, "yesterday, 12:00 am"],
    ["2026-11-04T06:59:00Z", denver, "Tuesday, 11:59 pm"],
    ["2026-10-30T18:00:00Z", denver, "Friday, 12:00 pm"],
    ["2026-10-29T18:00:00Z", denver, "29 October, 12:00 pm"],
    ["2025-11-03T21:40:00Z", denver, "3 November 2025, 2:40 pm"],
    ["2026-11-06T08:00:00Z", denver, "today, 1:00 am"], // another computer's clock is ahead
    ["2026-11-05T23:59:00Z", "UTC", "yesterday, 11:59 pm"],
    ["2026-11-05T14:59:00Z", "Asia/Tokyo", "yesterday, 11:59 pm"],
  ] as const)
    test(`${at} is "${said}" in ${zone}`, () => assert.equal(when(Date.parse(at), zone), said));

  test("days are counted across the end of summer time, which is 25 hours long", () => {
    mock.timers.setTime(Date.parse("2026-11-02T07:30:00Z")); // 12:30 am on Monday
    assert.equal(when(Date.parse("2026-11-01T06:30:00Z"), denver), "yesterday, 12:30 am");
    assert.equal(when(Date.parse("2026-11-01T05:59:00Z"), denver), "Saturday, 11:59 pm");
  });
});
