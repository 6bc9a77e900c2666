// An input for an address: what cannot be a link is refused at once, in words, with the likely right one to press.

/** What the server says of an address: the link as it is kept, or "" with what to do, and what was most likely meant. See content.URLVerdict. */
export interface Verdict { link: string; advice: string; suggestion: string }

/** Asks the server about an address; null when it cannot be asked now. */
export type Judge = (address: string) => Promise<Verdict | null>;

/** How long somebody may go on before an address is judged, in milliseconds: what is pressed on the way out stays where it is. */
const patience = 300;

let nextID = 0;

export class JudgedAddress {
  /** Says what is wrong; goes below the input. */
  readonly said = document.createElement("div");
  private timer = 0;
  private asked = 0; // only the last answer counts

  /** took is called when the person took what was offered. */
  constructor(private readonly input: HTMLInputElement, private readonly judge: Judge, private readonly took: () => void) {
    this.said.className = "judged";
    this.said.id = `judged-${++nextID}`;
    this.said.setAttribute("role", "status");
    input.addEventListener("change", () => this.soon());
    input.addEventListener("input", () => this.isRefused() && this.soon());
  }

  /** Gives the link that the input holds; null when it is refused, which is said then. What cannot be judged now is taken as it is. */
  async check(): Promise<string | null> {
    window.clearTimeout(this.timer);
    const mine = ++this.asked;
    const typed = this.input.value.trim();
    const verdict = typed === "" ? null : await this.judge(typed);
    if (mine === this.asked) this.say(verdict);
    return verdict ? verdict.link || null : typed;
  }

  /** Says nothing any more. */
  clear(): void {
    window.clearTimeout(this.timer);
    this.asked++;
    this.say(null);
  }

  private isRefused(): boolean { return this.input.hasAttribute("aria-invalid"); }

  private soon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.check(), patience);
  }

  private say(verdict: Verdict | null): void {
    const { input, said } = this;
    const refused = verdict !== null && verdict.link === "";
    const about = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id !== "" && id !== said.id);
    if (refused) {
      input.setAttribute("aria-invalid", "true");
      about.unshift(said.id);
    } else input.removeAttribute("aria-invalid");
    if (about.length > 0) input.setAttribute("aria-describedby", about.join(" "));
    else input.removeAttribute("aria-describedby");
    said.replaceChildren();
    if (!refused) return;
    const fault = document.createElement("p");
    fault.className = "fault";
    fault.textContent = verdict.advice;
    said.append(fault);
    if (verdict.suggestion !== "") said.append(this.offer(verdict.suggestion));
  }

  private offer(suggestion: string): HTMLButtonElement {
    const offer = document.createElement("button");
    offer.type = "button";
    offer.className = "btn small";
    offer.textContent = `Use ${suggestion}`;
    offer.addEventListener("click", () => {
      this.input.value = suggestion;
      this.input.dispatchEvent(new Event("input", { bubbles: true }));
      this.clear();
      this.input.focus();
      this.took();
    });
    return offer;
  }
}
