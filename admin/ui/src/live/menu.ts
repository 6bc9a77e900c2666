// The menu of kinds: found by typing, chosen by mouse, thumb or keyboard.

export class Menu {
  private readonly dialog = document.getElementById("menu") as HTMLDialogElement;
  private readonly find = document.getElementById("menu-find") as HTMLInputElement;
  private readonly none = document.getElementById("menu-none")!;
  private readonly count = document.getElementById("menu-count")!;
  private readonly buttons = [...this.dialog.querySelectorAll<HTMLButtonElement>("[data-kind]")];
  private chosen: ((kind: string) => void) | null = null;

  constructor() {
    this.find.addEventListener("input", () => this.filter());
    this.find.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        this.shown()[0]?.click();
      } else if (event.key === "ArrowDown") {
        event.preventDefault();
        this.shown()[0]?.focus();
      }
    });
    this.dialog.addEventListener("keydown", (event) => {
      const shown = this.shown();
      const at = shown.indexOf(document.activeElement as HTMLButtonElement);
      if (at < 0) return;
      const columns = Math.max(1, shown.filter((b) => b.offsetTop === shown[0]!.offsetTop).length);
      const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      if (at + step < 0) this.find.focus();
      else shown[Math.min(at + step, shown.length - 1)]!.focus();
    });
    for (const button of this.buttons)
      button.addEventListener("click", () => {
        const { chosen } = this;
        this.dialog.close();
        chosen?.(button.dataset.kind!);
      });
  }

  /** Asks for a kind. Closing the menu without a choice leaves the focus where it was. */
  ask(chosen: (kind: string) => void): void {
    this.chosen = chosen;
    this.find.value = "";
    this.filter();
    this.dialog.showModal();
    this.find.focus();
  }

  private shown(): HTMLButtonElement[] { return this.buttons.filter((b) => !b.hidden); }

  /** Words match the beginning of words in a kind's label and help, and its label first. */
  private filter(): void {
    const asked = this.find.value.trim().toLowerCase();
    for (const b of this.buttons) b.hidden = asked !== "" && !asked.split(/\s+/).every((w) => (b.textContent ?? "").toLowerCase().includes(w));
    const n = this.shown().length;
    this.none.hidden = n > 0;
    this.count.textContent = asked === "" ? "" : n === 1 ? "One part found." : `${n} parts found.`;
  }
}
