// The dialog in which a picture or a document is chosen from the library, or added to it.
import { type Asset, Refused, Upload } from "./upload.ts";

export type Kind = "picture" | "document";

/** How long the library may take to answer, in milliseconds. */
const patience = 15_000;

export class Chooser {
  private readonly dialog = document.getElementById("assets") as HTMLDialogElement;
  private readonly find = document.getElementById("assets-find") as HTMLInputElement;
  private readonly list = document.getElementById("assets-list")!;
  private readonly news = document.getElementById("assets-news")!;
  private readonly rows = document.getElementById("assets-rows")!;
  private readonly input = document.getElementById("assets-input") as HTMLInputElement;
  private chosen: ((asset: Asset) => void) | null = null;
  private kind: Kind = "picture";
  private asked = 0;
  private timer = 0;

  constructor(private readonly token: string) {
    this.find.addEventListener("input", () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.load(), 150);
    });
    this.find.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    this.input.addEventListener("change", () => {
      this.take([...(this.input.files ?? [])]);
      this.input.value = "";
    });
    this.dialog.addEventListener("dragover", (event) => event.preventDefault());
    this.dialog.addEventListener("drop", (event) => {
      event.preventDefault();
      this.take([...(event.dataTransfer?.files ?? [])]);
    });
    this.dialog.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length > 0) event.preventDefault(), this.take(files);
    });
  }

  /** Asks for one. Closing the dialog without a choice changes nothing. */
  ask(kind: Kind, chosen: (asset: Asset) => void): void {
    this.kind = kind;
    this.chosen = chosen;
    this.dialog.dataset.kind = kind;
    this.input.accept = kind === "picture" ? "image/*" : "";
    this.find.value = "";
    this.rows.replaceChildren();
    void this.load();
    this.dialog.showModal();
    this.find.focus();
  }

  /** Adds files to the library; one alone is chosen at once. */
  take(files: File[]): void {
    for (const file of files) void this.send(file, files.length === 1);
  }

  private pick(asset: Asset): void {
    const { chosen } = this;
    this.chosen = null;
    this.dialog.close();
    chosen?.(asset);
  }

  private async send(file: File, alone: boolean): Promise<void> {
    const row = new Row(file.name);
    this.rows.append(row.element);
    const upload = new Upload(file, this.token, (share, waiting) => row.say(share, waiting));
    row.stopped = () => upload.stop();
    for (;;) {
      try {
        const asset = await upload.send();
        row.done(asset);
        if (alone && this.dialog.open) this.pick(asset);
        else await this.load();
        return;
      } catch (why) {
        if (!(await row.failed(why instanceof Refused ? why.message : "The connection did not come back.", !(why instanceof Refused)))) return;
      }
    }
  }

  private async load(): Promise<void> {
    const turn = ++this.asked;
    let items: Asset[];
    try {
      const query = new URLSearchParams({ kind: this.kind, q: this.find.value });
      const response = await fetch(`/admin/library/choose?${query}`, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(patience) });
      if (!response.ok) throw new Error(String(response.status));
      items = ((await response.json()) as { items: Asset[] }).items;
    } catch {
      if (turn === this.asked) this.news.textContent = "The library cannot be reached at the moment. Try again in a moment.";
      return;
    }
    if (turn !== this.asked) return;
    this.list.replaceChildren(...items.map((asset) => this.tile(asset)));
    this.news.textContent = items.length > 0 ? (items.length === 1 ? "One is here." : `${items.length} are here.`)
      : this.find.value.trim() !== "" ? "Nothing is called that."
      : this.kind === "picture" ? "No pictures yet. Add the first one from this computer or phone." : "No documents yet. Add the first one from this computer or phone.";
  }

  private tile(asset: Asset): HTMLElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "tile";
    const name = document.createElement("span");
    name.textContent = asset.title;
    if (asset.src) {
      const image = document.createElement("img");
      image.src = asset.src;
      image.alt = "";
      image.loading = "lazy";
      button.append(image);
    }
    button.append(name);
    button.addEventListener("click", () => this.pick(asset));
    return button;
  }
}

/** One file on its way. */
export class Row {
  readonly element = document.createElement("div");
  stopped: () => void = () => {};
  private readonly bar = document.createElement("progress");
  private readonly text = document.createElement("span");
  private readonly acts = document.createElement("span");

  constructor(private readonly name: string) {
    this.element.className = "upload";
    this.bar.max = 1;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", `Sending ${name}`);
    this.text.setAttribute("role", "status");
    this.acts.className = "acts";
    this.element.append(this.text, this.bar, this.acts);
    this.acts.append(button("Stop", () => {
      this.stopped();
      this.element.remove();
    }));
    this.say(0, false);
  }
  say(share: number, waiting: boolean): void {
    this.bar.value = share;
    this.text.textContent = waiting ? `${this.name}: waiting for the connection` : share < 1 ? `${this.name}: on its way` : `${this.name}: being made ready`;
  }
  done(asset: Asset): void {
    this.bar.remove();
    this.acts.replaceChildren();
    this.element.classList.add("done");
    this.text.textContent = [asset.known ? `${asset.title} was here already.` : `${asset.title} is here.`, ...asset.told].join(" ");
  }
  /** Says why it did not work; resolves to whether it is to be tried again. */
  failed(why: string, again: boolean): Promise<boolean> {
    if (!this.element.isConnected) return Promise.resolve(false);
    this.element.classList.add("failed");
    this.text.textContent = `${this.name}: ${why}`;
    this.bar.hidden = true;
    return new Promise((resolve) => {
      const leave = button("Take away", () => (this.element.remove(), resolve(false)));
      const retry = button("Try again", () => {
        this.element.classList.remove("failed");
        this.bar.hidden = false;
        this.acts.replaceChildren();
        this.say(this.bar.value, false);
        resolve(true);
      });
      this.acts.replaceChildren(...(again ? [retry, leave] : [leave]));
    });
  }
}

function button(words: string, act: () => void): HTMLButtonElement {
  const b = document.createElement("button");
  b.type = "button";
  b.className = "btn quiet small";
  b.textContent = words;
  b.addEventListener("click", act);
  return b;
}
