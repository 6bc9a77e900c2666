// A picture or a document where it is used: chosen, described, and what of it must stay in sight.
import { pictureAt } from "../assets/address.ts";
import type { Asset } from "../assets/upload.ts";
import { type Field, type Fields, type Value, clone, isObject, words } from "./data.ts";
import { type Changed, type FieldView, InputView, type Shared } from "./fields.ts";

/** The parts of a use by what they mean, under the names that this model gives them. */
type Part = "asset" | "file" | "alt" | "decorative" | "caption" | "focusX" | "focusY";

/** How wide a picture is shown in the page, in pixels of the screen. */
const width = 960;

export class PictureView implements FieldView {
  private readonly root = clone("live-picture")!;
  private readonly frame = this.root.querySelector<HTMLButtonElement>("[data-do=choose]")!;
  private readonly image = this.root.querySelector("img")!;
  private readonly name = this.root.querySelector<HTMLElement>(".shot-name")!;
  private readonly about = this.root.querySelector<HTMLElement>(".shot-about")!;
  private readonly isPicture: boolean;
  private readonly views = new Map<Part, InputView>();
  private value: Fields;

  constructor(place: HTMLElement, private readonly field: Field, value: Value | undefined, private readonly shared: Shared, private readonly changed: Changed) {
    this.value = isObject(value) ? value : {};
    this.isPicture = field.holds === "picture";
    const label = shared.label(field).toLowerCase();
    this.frame.querySelector("b")!.textContent = this.isPicture ? `Add a ${label}` : `Choose a ${label}`;
    for (const part of ["alt", "decorative", "caption"] as const) {
      const f = this.part(part);
      if (!f) continue;
      const box = document.createElement("div");
      this.about.append(box);
      this.views.set(part, new InputView(box, part === "alt" ? { ...f, lines: true } : f, this.value[f.name], shared, (v) => this.change({ [f.name]: v ?? "" }, f.name, part === "decorative" ? "" : "typing")));
      if (part === "decorative") box.addEventListener("change", () => this.show());
    }
    this.root.addEventListener("click", (event) => {
      switch ((event.target as Element).closest<HTMLElement>("[data-do]")?.dataset.do) {
        case "choose": return this.choose();
        case "focus": return this.aim();
        case "remove": return this.remove();
      }
    });
    this.root.addEventListener("dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
    this.root.addEventListener("drop", (event) => this.takeFiles(event, [...(event.dataTransfer?.files ?? [])]));
    this.root.addEventListener("paste", (event) => this.takeFiles(event, [...(event.clipboardData?.files ?? [])]));
    place.append(this.root);
    this.show();
  }

  private part(means: Part): Field | undefined { return this.field.fields?.find((f) => f.means === means); }
  private get(means: Part): Value | undefined { return this.value[this.part(means)?.name ?? ""]; }

  private takeFiles(event: Event, files: File[]): void {
    if (files.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    this.choose(files);
  }

  private choose(files: File[] = []): void {
    this.shared.assets.ask(this.isPicture ? "picture" : "document", (asset) => this.take(asset));
    if (files.length > 0) this.shared.assets.take(files.slice(0, 1));
  }

  private take(asset: Asset): void {
    const next: Fields = {};
    const put = (means: Part, v: Value): void => { const f = this.part(means); if (f) next[f.name] = v; };
    put("asset", asset.id);
    put("file", asset.file);
    put("alt", asset.alt);
    put("decorative", false);
    put("focusX", asset.focusX);
    put("focusY", asset.focusY);
    this.change(next, "", "");
    this.set(this.value, true);
    if (asset.told.length > 0) this.shared.say(asset.told.join(" "));
    if (asset.alt === "") this.views.get("alt")?.focus();
    else this.frame.focus();
  }

  private aim(): void {
    const x = Number(this.get("focusX") || 50), y = Number(this.get("focusY") || 50);
    this.shared.aim.ask(pictureAt(words(this.get("file")), width), { x, y }, (to) => {
      const [fx, fy] = [this.part("focusX"), this.part("focusY")];
      if (fx && fy) this.change({ [fx.name]: to.x, [fy.name]: to.y }, fx.name, "");
      this.show();
    });
  }

  private remove(): void {
    this.value = {};
    this.changed(undefined, "", "");
    this.set(undefined, true);
    this.frame.focus();
  }

  private change(some: Fields, path: string, key: string): void {
    this.value = { ...this.value, ...some };
    this.changed(this.value, path, key);
  }

  private show(): void {
    const file = words(this.get("file"));
    const asset = this.shared.documents.find((d) => d.id === words(this.get("asset")));
    this.root.toggleAttribute("data-none", file === "");
    this.about.hidden = file === "" || !this.isPicture;
    this.image.hidden = file === "" || !this.isPicture;
    this.name.textContent = file === "" || this.isPicture ? "" : (asset?.title ?? this.shared.label(this.field));
    for (const b of this.root.querySelectorAll<HTMLElement>(".shot-acts button")) b.hidden = file === "" || (b.dataset.do === "focus" && !this.isPicture);
    if (file !== "" && this.isPicture) {
      const src = pictureAt(file, width);
      if (this.image.getAttribute("src") !== src) this.image.src = src;
      this.image.alt = words(this.get("alt"));
    }
    this.frame.setAttribute("aria-label", file === "" ? this.frame.querySelector("b")!.textContent! : `Another ${this.shared.label(this.field).toLowerCase()} than this`);
    const decorative = this.get("decorative") === true;
    this.about.querySelector<HTMLElement>("textarea")?.closest("div.field")?.toggleAttribute("data-off", decorative);
  }

  set(v: Value | undefined, always = false): void {
    const next = isObject(v) ? v : {};
    if (next === this.value && !always) return;
    this.value = next;
    for (const [part, view] of this.views) view.set(this.get(part));
    this.show();
  }
  focus(): boolean { this.frame.focus(); return true; }
  find(path: string): FieldView | null {
    for (const [part, view] of this.views) if (this.part(part)?.name === path) return view;
    return this;
  }
}
