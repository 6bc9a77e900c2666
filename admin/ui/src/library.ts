// The library: files are added by button, by dropping and by pasting; one is given another file.
import { Row } from "./assets/choose.ts";
import { type Asset, Refused, Upload } from "./assets/upload.ts";

const rows = document.querySelector<HTMLElement>("[data-rows]");
const token = document.querySelector<HTMLElement>("[data-token]")?.dataset.token ?? "";
const add = document.querySelector<HTMLInputElement>("[data-add]");
const replace = document.querySelector<HTMLInputElement>("[data-replace]");

document.querySelectorAll<HTMLFormElement>("[data-find]").forEach((f) => f.querySelectorAll("select").forEach((s) => s.addEventListener("change", () => f.requestSubmit())));

/** Sends one file until it is there, or a person lets it go. */
async function send(file: File, finish?: (upload: Upload) => Promise<string>): Promise<Asset | string | null> {
  const row = new Row(file.name);
  rows!.append(row.element);
  const upload = new Upload(file, token, (share, waiting) => row.say(share, waiting));
  row.stopped = () => upload.stop();
  for (;;) {
    try {
      if (finish) return await finish(upload);
      const asset = await upload.send();
      row.done(asset);
      return asset;
    } catch (why) {
      if (!(await row.failed(why instanceof Refused ? why.message : "The connection did not come back.", !(why instanceof Refused)))) return null;
    }
  }
}

/** Adds files, two at a time, and shows the library with them. */
async function take(files: File[]): Promise<void> {
  const left = [...files];
  let told = false;
  const work = async (): Promise<void> => {
    for (let file = left.shift(); file; file = left.shift()) {
      const got = await send(file);
      if (got && typeof got !== "string" && (got.told.length > 0 || got.known)) told = true;
      else if (!got) told = true;
    }
  };
  await Promise.all([work(), work()]);
  if (!told && files.length > 0) return location.reload();
  const more = document.createElement("p");
  const link = document.createElement("a");
  link.className = "btn";
  link.href = location.href.split("#")[0]!;
  link.textContent = "Show them in the library";
  more.append(link);
  rows!.append(more);
}

if (add && rows) {
  add.addEventListener("change", () => {
    void take([...(add.files ?? [])]);
    add.value = "";
  });
  document.addEventListener("dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
  document.addEventListener("drop", (event) => {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length > 0) event.preventDefault(), void take(files);
  });
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length > 0) event.preventDefault(), void take(files);
  });
}

if (replace && rows) {
  replace.addEventListener("change", async () => {
    const file = replace.files?.[0];
    replace.value = "";
    if (!file) return;
    const go = await send(file, (upload) => upload.sendTo(replace.dataset.replace!));
    if (typeof go === "string") location.assign(go), location.reload();
  });
}
