// Says what just happened, once, and offers to take it back.
import { clone } from "./data.ts";

/** A toast stays long enough to be read and reached; with Undo it stays longer. */
const stays = { plain: 6_000, undo: 15_000 };
let shown: HTMLElement | null = null;
let timer = 0;

export function toast(text: string, undo?: () => void): void {
  shown?.remove();
  window.clearTimeout(timer);
  document.querySelectorAll(".toast").forEach((old) => old.remove());
  const element = clone("live-toast")!;
  shown = element;
  element.querySelector("span")!.textContent = text;
  const button = element.querySelector("button")!;
  if (undo) {
    button.addEventListener("click", () => {
      element.remove();
      undo();
    });
  } else button.remove();
  document.body.append(element);
  const wait = () => {
    timer = window.setTimeout(() => (element.matches(":hover, :focus-within") ? wait() : element.remove()), undo ? stays.undo : stays.plain);
  };
  wait();
}
