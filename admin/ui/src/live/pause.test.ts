import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Pause } from "./pause.ts";

let ran: number[];
/** Lets time pass by the millisecond: a mocked clock stands at the end of a tick while its timers run. */
const pass = (time: number): void => { for (; time > 0; time--) mock.timers.tick(1); };
let pause: Pause;
beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1 });
  Object.assign(globalThis, { window: globalThis });
  ran = [];
  pause = new Pause(1000, () => ran.push(Date.now() - 1));
});
afterEach(() => mock.timers.reset());

test("it is done when things were quiet, once", () => {
  pause.after(300);
  pass(299);
  pause.after(300);
  pass(2000);
  assert.deepEqual(ran, [599]);
});
test("it is done in the end although things are never quiet, and waits anew then", () => {
  for (let n = 0; n < 20; n++) {
    pause.after(300);
    pass(100);
  }
  assert.deepEqual(ran, [1000, 2000]);
});
test("it is not done when it was stopped, and what is asked for later waits as long as ever", () => {
  pause.after(300);
  pause.stop();
  pass(5000);
  assert.deepEqual(ran, []);
  pause.after(300);
  pass(299);
  assert.deepEqual(ran, []);
  pass(1);
  assert.deepEqual(ran, [5300]);
});
