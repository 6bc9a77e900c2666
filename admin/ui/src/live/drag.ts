// Moving blocks with mouse, pen or finger: one by the grip in its tools, chosen ones by themselves. Buttons and keys do the same.

/** How near to the edge of the window, in pixels, the page scrolls along. */
const edge = 80;
/** How far, in pixels, a pointer goes before that is a drag and no click. */
const slack = 4;

/** Watches a grip. blocks gives the blocks as they stand, dragged those that a grip moves; drop is told where they go, among the others, or that they were not moved. */
export function drag(grip: HTMLElement, blocks: () => HTMLElement[], dragged: (down: PointerEvent) => HTMLElement[], drop: (to: number | null, up: PointerEvent) => void): void {
  const line = document.createElement("div");
  line.className = "drop-line";
  grip.addEventListener("pointerdown", (down) => {
    if (down.button !== 0) return;
    const moving = dragged(down);
    if (moving.length === 0) return;
    down.preventDefault();
    grip.setPointerCapture(down.pointerId);
    const others = blocks().filter((b) => !moving.includes(b));
    let to: number | null = null;
    let y = down.clientY;
    let scrolling = 0;
    const place = () => {
      for (const b of moving) b.classList.add("dragged");
      to = others.findIndex((b) => y < b.getBoundingClientRect().top + b.offsetHeight / 2);
      if (to < 0) to = others.length;
      if (to < others.length) others[to]!.before(line);
      else others.at(-1)?.after(line);
    };
    const scroll = () => {
      const by = y < edge ? -12 : y > innerHeight - edge ? 12 : 0;
      if (by !== 0 && to !== null) {
        window.scrollBy(0, by);
        place();
      }
      scrolling = requestAnimationFrame(scroll);
    };
    const move = (event: PointerEvent) => {
      y = event.clientY;
      if (to !== null || Math.abs(y - down.clientY) > slack) place();
    };
    const end = (event: Event) => {
      grip.removeEventListener("pointermove", move);
      grip.removeEventListener("pointerup", end);
      grip.removeEventListener("pointercancel", end);
      document.removeEventListener("keydown", cancel, true);
      cancelAnimationFrame(scrolling);
      line.remove();
      for (const b of moving) b.classList.remove("dragged");
      if (event.type === "pointerup") drop(to, event as PointerEvent);
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
