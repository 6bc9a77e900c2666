// The page as readers will see it, beside the editor, at the width of a desk or of a phone. It follows the typing.
import type { Data } from "./data.ts";
import type { Keeper } from "./keeper.ts";

const desktop = 960; // CSS pixels that the preview is as wide as, scaled to its room

export class Preview {
  private readonly pane = document.getElementById("preview")!;
  private readonly frame = document.createElement("iframe");
  private narrow = false;
  private opener: HTMLElement | null = null;

  constructor(private readonly data: Data, private readonly keeper: Keeper) {
    this.frame.title = "The page as readers will see it";
    this.pane.querySelector(".preview-room")!.append(this.frame);
    this.pane.addEventListener("click", (event) => {
      const what = (event.target as Element).closest<HTMLElement>("[data-do]")?.dataset.do;
      if (what === "close") this.close();
      else if (what) this.width(what === "phone");
    });
    this.pane.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    new ResizeObserver(() => this.fit()).observe(this.pane);
    const { answered } = keeper;
    keeper.answered = (a) => {
      answered(a);
      if (this.open) void this.refresh();
    };
  }

  get open(): boolean { return !this.pane.hidden; }

  /** Opens the preview. It resolves to false, and nothing opens, when the page cannot be brought to the server. */
  async show(opener: HTMLElement): Promise<boolean> {
    if (!(await this.keeper.flush(true))) return false;
    this.opener = opener;
    this.keeper.following = true;
    document.getElementById("desk")!.classList.add("with-preview");
    this.pane.hidden = false;
    this.pane.querySelector<HTMLElement>('[data-do="desktop"]')!.focus();
    this.fit();
    await this.refresh();
    return true;
  }

  private close(): void {
    this.keeper.following = false;
    this.pane.hidden = true;
    document.getElementById("desk")!.classList.remove("with-preview");
    this.opener?.focus();
  }

  private width(narrow: boolean): void {
    this.narrow = narrow;
    this.pane.querySelector('[data-do="phone"]')!.setAttribute("aria-pressed", String(narrow));
    this.pane.querySelector('[data-do="desktop"]')!.setAttribute("aria-pressed", String(!narrow));
    this.fit();
  }

  /** A wide page is made small as a whole, so that its lines break as they will. */
  private fit(): void {
    const room = this.pane.clientWidth;
    const scale = this.narrow ? 1 : Math.min(1, room / desktop);
    const { style } = this.frame;
    style.width = this.narrow ? "390px" : `${room / scale}px`;
    style.height = `${100 / scale}%`;
    style.transform = scale === 1 ? "" : `scale(${scale})`;
  }

  /**
   * The first time the frame gets the whole page; after that only its words are exchanged, so that it stays where it was scrolled to.
   * It never loads anything by itself, and so it never shows the browser's own page about a connection.
   */
  private async refresh(): Promise<void> {
    const response = await fetch(`${this.data.page}/preview?working=1&frame=1`).catch(() => null);
    if (!response?.ok || response.redirected) return; // the keeper says what is wrong
    const text = await response.text();
    const inside = this.frame.contentDocument?.querySelector("#main");
    const next = inside && new DOMParser().parseFromString(text, "text/html").querySelector("#main");
    if (next) inside.replaceChildren(...next.childNodes);
    else this.frame.srcdoc = text;
  }
}
