// Says what just happened, once, and offers to take it back.
import { clone } from "./data.ts";

/** A toast stays long enough to be read and reached; with a button it stays longer, and a long one does too. */
const stays = { plain: 6_000, button: 15_000, letter: 60 };
let shown: HTMLElement | null = null;
let timer = 0;

/** act is what the button does; without it there is none. */
export function toast(text: string, act?: () => void, button = "Undo"): void {
  shown?.remove();
  window.clearTimeout(timer);
  document.querySelectorAll(".toast").forEach((old) => old.remove());
  const element = clone("live-toast")!;
  shown = element;
  element.querySelector("span")!.textContent = text;
  const press = element.querySelector("button")!;
  press.textContent = button;
  if (act) {
    press.addEventListener("click", () => {
      element.remove();
      act();
    });
  } else press.remove();
  document.body.append(element);
  const wait = () => {
    timer = window.setTimeout(() => (element.matches(":hover, :focus-within") ? wait() : element.remove()), act ? stays.button : Math.max(stays.plain, text.length * stays.letter));
  };
  afterPaint(() => element.isConnected && wait());
}

/** Its time begins when it can be seen: a page with much to paint, or one in the background, would take it away unread. */
function afterPaint(then: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(then));
}
