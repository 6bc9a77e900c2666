// Moving a block with mouse, pen or finger, by the grip in its tools. Buttons and keys do the same.

/** How near to the edge of the window, in pixels, the page scrolls along. */
const edge = 80;

/** Watches a grip. blocks gives the blocks as they stand; drop is told where the dragged one goes. */
export function drag(grip: HTMLElement, blocks: () => HTMLElement[], dragged: () => HTMLElement | null, drop: (to: number) => void): void {
  const line = document.createElement("div");
  line.className = "drop-line";
  grip.addEventListener("pointerdown", (down) => {
    const block = dragged();
    if (!block || down.button !== 0) return;
    down.preventDefault();
    grip.setPointerCapture(down.pointerId);
    const others = blocks().filter((b) => b !== block);
    let to = blocks().indexOf(block);
    let y = down.clientY;
    let scrolling = 0;
    block.classList.add("dragged");
    const place = () => {
      to = others.findIndex((b) => y < b.getBoundingClientRect().top + b.offsetHeight / 2);
      if (to < 0) to = others.length;
      if (to < others.length) others[to]!.before(line);
      else others.at(-1)?.after(line);
    };
    const scroll = () => {
      const by = y < edge ? -12 : y > innerHeight - edge ? 12 : 0;
      if (by !== 0) {
        window.scrollBy(0, by);
        place();
      }
      scrolling = requestAnimationFrame(scroll);
    };
    const move = (event: PointerEvent) => {
      y = event.clientY;
      place();
    };
    const end = (event: Event) => {
      grip.removeEventListener("pointermove", move);
      grip.removeEventListener("pointerup", end);
      grip.removeEventListener("pointercancel", end);
      document.removeEventListener("keydown", cancel, true);
      cancelAnimationFrame(scrolling);
      line.remove();
      block.classList.remove("dragged");
      if (event.type === "pointerup") drop(to);
    };
    const cancel = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      end(event);
    };
    grip.addEventListener("pointermove", move);
    grip.addEventListener("pointerup", end);
    grip.addEventListener("pointercancel", end);
    document.addEventListener("keydown", cancel, true);
    scrolling = requestAnimationFrame(scroll);
  });
}
