// Makes the page in the middle of the editor the editor itself. Without this script the forms of the same screen do the work.
import { clone, type Answer, type Data } from "./live/data.ts";
import { Desk } from "./live/desk.ts";
import type { Shared } from "./live/fields.ts";
import { Keeper } from "./live/keeper.ts";
import { Page } from "./live/page.ts";
import { watch } from "./live/presence.ts";
import { Preview } from "./live/preview.ts";
import { toast } from "./live/toast.ts";
import { RichToolbar } from "./markdown/toolbar.ts";

const source = document.getElementById("live");
const paper = document.querySelector<HTMLElement>("#desk .paper");
if (source && paper) start(JSON.parse(source.textContent!) as Data, paper);

function start(data: Data, paper: HTMLElement): void {
  const asked = new URLSearchParams(location.search).get("edit");
  const page = new Page(data.content);
  const shared: Shared = {
    documents: data.documents,
    toolbar: new RichToolbar({ list: "site-pages" }),
    label: (field) => field.label,
    next: (from) => {
      const places = [...paper.querySelectorAll<HTMLElement>("textarea.ghost, [contenteditable=true]")].filter((e) => e.offsetParent !== null);
      places[places.indexOf(from) + 1]?.focus();
    },
  };
  document.body.classList.add("live");
  const keeper = new Keeper(data, page, show);
  keeper.answered = (answer) => (data.mend = answer.mend);
  const desk = new Desk(paper, data, page, shared);
  const preview = new Preview(data, keeper);
  desk.leave = async (to) => {
    if (await keeper.flush()) location.assign(to);
  };
  if (asked) desk.goTo(asked);

  /** Puts what the server says onto the screen. What somebody is typing into stays as it is. */
  function show(answer: Answer): void {
    for (const [id, html] of Object.entries(answer.parts)) {
      const part = document.getElementById(id);
      if (!part) continue;
      const next = document.createElement("template");
      next.innerHTML = html; // set by the server's own templates
      const note = part.querySelector<HTMLInputElement>("#note");
      const open = [...part.querySelectorAll("[popover]:popover-open")].map((e) => e.id);
      const faces = part.querySelector("#faces");
      if (open.length > 0 && part.contains(document.activeElement)) continue; // a menu is in use
      const focused = part.contains(document.activeElement) ? describe(document.activeElement as HTMLElement) : null;
      part.replaceChildren(next.content);
      if (faces) part.querySelector("#faces")?.replaceWith(faces);
      if (note) part.querySelector<HTMLInputElement>("#note")!.value = note.value;
      if (focused) part.querySelector<HTMLElement>(focused)?.focus();
    }
    document.getElementById("bar-title")!.textContent = page.now.title || "Without a title";
    for (const block of paper!.querySelectorAll<HTMLElement>(".block")) {
      block.classList.toggle("to-mend", answer.mend.some((f) => f.block === (block.dataset.id ?? "")));
    }
    if (answer.toast) toast(answer.toast);
    if (answer.go) location.assign(answer.go);
  }

  /** Does what a button of the screen says without loading the page anew. */
  async function press(button: HTMLButtonElement): Promise<void> {
    const [verb = "", about = ""] = [button.value.split(":")[0], button.value.slice(button.value.indexOf(":") + 1)];
    switch (verb) {
      case "open": {
        const fault = data.mend.find((f) => (f.block || "details") === about);
        desk.goTo(about, fault?.path);
        return;
      }
      case "panel":
        await keeper.keep("?panel=" + about);
        return;
      case "save":
        await save();
        return;
      case "take-in":
        await keeper.send("take-in", {});
        return;
      case "preview":
        if (matchMedia("(max-width: 760px)").matches) {
          if (await keeper.flush()) location.assign(data.page + "/preview?working=1");
        } else await preview.show(button);
        return;
      case "put-live":
        if (await save(true)) location.assign(data.page + "/put-live");
        return;
    }
  }

  /** Makes a version. It resolves to true when there is nothing left to save. */
  async function save(quietly = false): Promise<boolean> {
    if (!(await keeper.flush())) return false;
    if (quietly && !data.working) return true;
    const note = document.querySelector<HTMLInputElement>("#note");
    document.querySelector<HTMLElement>("#save-more:popover-open")?.hidePopover();
    const answer = await keeper.send("save", { note: note?.value ?? "" });
    if (answer && !answer.working && note) document.querySelector<HTMLInputElement>("#note")!.value = "";
    if (answer?.mend[0]) desk.goTo(answer.mend[0].block, answer.mend[0].path);
    data.mend = answer?.mend ?? data.mend;
    return answer !== null && !answer.working && !answer.go;
  }

  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>('button[form="open"][name="do"]');
    if (!button || !/^(open|panel|save|take-in|preview|put-live|throw-away)\b/.test(button.value)) return;
    if (button.value === "throw-away") return void keeper.stop(); // the form itself is sent, and the server offers it back
    event.preventDefault();
    void press(button);
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    void save();
  });

  const left = keeper.left();
  if (left) offer(left.at, () => keeper.takeUp(left), () => keeper.dropLeft());
  watch(data, desk, keeper);
}

/** Finds an element again after its part was set anew. */
function describe(e: HTMLElement): string {
  if (e.id) return "#" + CSS.escape(e.id);
  const value = e.getAttribute("value");
  return value ? `${e.tagName}[value="${CSS.escape(value)}"]` : e.tagName;
}

/** Offers what this computer kept of an earlier visit. */
function offer(at: number, take: () => Promise<void>, drop: () => void): void {
  const note = clone("live-left")!;
  const when = new Date(at).toLocaleString("en-US", { weekday: "long", hour: "numeric", minute: "2-digit" });
  note.querySelector("[data-when]")!.textContent = when;
  note.addEventListener("click", (event) => {
    const what = (event.target as Element).closest<HTMLElement>("[data-do]")?.dataset.do;
    if (!what) return;
    note.remove();
    if (what === "take") void take().then(() => toast("Your words are back on the page."));
    else drop();
  });
  document.getElementById("notes")!.before(note);
}
