// Makes the page in the middle of the editor the editor itself. Without this script the forms of the same screen do the work.
import { Aim } from "./assets/aim.ts";
import { Chooser } from "./assets/choose.ts";
import { clone, type Answer, type Data } from "./live/data.ts";
import { Desk } from "./live/desk.ts";
import type { Shared } from "./live/fields.ts";
import { Importer } from "./live/importer.ts";
import { judgeFor } from "./live/judge.ts";
import { Keeper } from "./live/keeper.ts";
import { Page } from "./live/page.ts";
import { watch } from "./live/presence.ts";
import { Preview } from "./live/preview.ts";
import { type Left, drop } from "./live/shelf.ts";
import { toast } from "./live/toast.ts";
import { when } from "./live/when.ts";
import { RichToolbar } from "./markdown/toolbar.ts";

/** How often we look whether another tab was closed with words that the server does not have, in milliseconds. */
const lookEvery = 1500;

const source = document.getElementById("live");
const paper = document.querySelector<HTMLElement>("#desk .paper");
if (source && paper) void start(JSON.parse(source.textContent!) as Data, paper);

async function start(data: Data, paper: HTMLElement): Promise<void> {
  const shelf = await Keeper.shelf(data);
  const asked = new URLSearchParams(location.search).get("edit");
  const page = new Page(data.content, data);
  const importer = new Importer(data.token);
  const judge = judgeFor(data.token);
  const shared: Shared = {
    documents: data.documents,
    judge,
    toolbar: new RichToolbar({ list: "site-pages", judge }),
    label: (field) => field.label,
    next: (from) => {
      const places = [...paper.querySelectorAll<HTMLElement>("textarea.ghost, [contenteditable=true]")].filter((e) => e.offsetParent !== null);
      places[places.indexOf(from) + 1]?.focus();
    },
    read: (clip, at, put) => importer.read(clip, at, put),
    isBare: (at) => desk.isBare(at),
    takeParts: (what, at, keep) => desk.takeParts(what, at, keep),
    together: (act) => page.together(act),
    say: (text) => toast(text),
    assets: new Chooser(data.token),
    aim: new Aim(),
  };
  const keeper = new Keeper(data, page, shelf, show);
  keeper.recover();
  keeper.answered = (answer) => (data.mend = answer.mend);
  document.body.classList.add("live");
  const desk = new Desk(paper, data, page, shared);
  const preview = new Preview(data, keeper);
  desk.leave = async (to) => {
    if (await keeper.flush(true)) location.assign(to);
    else toast(keeper.why);
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
      if (open.length > 0 && part.contains(document.activeElement)) { // a menu is in use
        part.querySelector("#kept")?.replaceWith(next.content.querySelector("#kept")!);
        continue;
      }
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
      case "keep": // Enter in the name of the version
      case "save":
        await save();
        return;
      case "take-in":
        await keeper.send("take-in", {});
        return;
      case "preview":
        if (matchMedia("(max-width: 760px)").matches) await desk.leave(data.page + "/preview?working=1");
        else if (!(await preview.show(button))) toast(keeper.why);
        return;
      case "put-live":
        if (await save(true)) await desk.leave(data.page + "/put-live");
        return;
    }
  }

  /** Makes a version. It resolves to true when there is nothing left to save. */
  async function save(quietly = false): Promise<boolean> {
    if (!(await keeper.flush())) return toast(keeper.why), false;
    if (quietly && !data.working) return true;
    const note = document.querySelector<HTMLInputElement>("#note");
    document.querySelector<HTMLElement>("#save-more:popover-open")?.hidePopover();
    const answer = await keeper.send("save", { note: note?.value ?? "" });
    if (!answer) toast(keeper.why);
    if (answer && !answer.working && note) document.querySelector<HTMLInputElement>("#note")!.value = "";
    if (answer?.mend[0]) desk.goTo(answer.mend[0].block, answer.mend[0].path);
    data.mend = answer?.mend ?? data.mend;
    return answer !== null && !answer.working && !answer.go;
  }

  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>('button[form="open"][name="do"]');
    if (!button || !/^(open|panel|keep|save|take-in|preview|put-live|throw-away)\b/.test(button.value)) return;
    if (button.value === "throw-away") return void keeper.stop(); // the form itself is sent, and the server offers it back
    event.preventDefault();
    void press(button);
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    void save();
  });

  const lookForLeft = async (): Promise<void> => {
    for (const left of await keeper.left()) offer(left, data.zone, keeper);
  };
  void lookForLeft();
  window.setInterval(() => document.visibilityState === "visible" && void lookForLeft(), lookEvery);
  watch(data, desk, keeper);
}

/** Finds an element again after its part was set anew. */
function describe(e: HTMLElement): string {
  if (e.id) return "#" + CSS.escape(e.id);
  const value = e.getAttribute("value");
  return value ? `${e.tagName}[value="${CSS.escape(value)}"]` : e.tagName;
}

/** Offers what a tab that is closed kept on this computer. */
function offer(left: Left, zone: string, keeper: Keeper): void {
  const note = clone("live-left")!;
  note.querySelector("[data-when]")!.textContent = when(left.kept.at, zone);
  note.addEventListener("click", async (event) => {
    const what = (event.target as Element).closest<HTMLElement>("[data-do]")?.dataset.do;
    if (!what) return;
    if (what === "drop") drop(left.name);
    else if (await keeper.takeUp(left)) toast("Your words are back on the page.");
    else return toast(keeper.why);
    note.remove();
  });
  document.getElementById("notes")!.before(note);
}
