// The dialog that says what of a picture must stay in sight when a site shows a part of it.

export interface Point { x: number; y: number } // percent from the left and the top, from 1 to 99

export class Aim {
  private readonly dialog = document.getElementById("aim") as HTMLDialogElement;
  private readonly image = document.getElementById("aim-image") as HTMLImageElement;
  private readonly mark = document.getElementById("aim-mark")!;
  private readonly x = document.getElementById("aim-x") as HTMLInputElement;
  private readonly y = document.getElementById("aim-y") as HTMLInputElement;
  private readonly crops = [...this.dialog.querySelectorAll<HTMLImageElement>(".aim-crops img")];
  private done: ((to: Point) => void) | null = null;

  constructor() {
    for (const slider of [this.x, this.y]) slider.addEventListener("input", () => this.show());
    this.image.addEventListener("click", (event) => {
      const box = this.image.getBoundingClientRect();
      this.put({ x: (100 * (event.clientX - box.left)) / box.width, y: (100 * (event.clientY - box.top)) / box.height });
    });
    this.dialog.addEventListener("close", () => {
      if (this.dialog.returnValue === "keep") this.done?.({ x: Number(this.x.value), y: Number(this.y.value) });
      this.done = null;
    });
  }

  ask(src: string, at: Point, done: (to: Point) => void): void {
    this.done = done;
    for (const image of [this.image, ...this.crops]) image.src = src;
    this.put(at);
    this.dialog.returnValue = "";
    this.dialog.showModal();
    this.x.focus();
  }

  private put(at: Point): void {
    const percent = (n: number): string => String(Math.min(99, Math.max(1, Math.round(n))));
    [this.x.value, this.y.value] = [percent(at.x), percent(at.y)];
    this.show();
  }

  private show(): void {
    const [x, y] = [`${this.x.value}%`, `${this.y.value}%`];
    this.mark.style.left = x;
    this.mark.style.top = y;
    for (const image of this.crops) image.style.objectPosition = `${x} ${y}`;
  }
}
