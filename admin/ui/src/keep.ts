// Keeps what is typed in the open form in the person's working copy, a moment after each pause. Without this script the
// same happens whenever a button is pressed. Escape closes the open form, as Done does.

const form = document.querySelector<HTMLFormElement>("form#open[data-keep]");
const told = document.querySelector<HTMLElement>("#kept");
const pause = 1500; // milliseconds without a key

if (form) {
  let timer = 0;
  let dirty = false;
  let sending = false;

  const keep = async () => {
    if (sending || !dirty) return;
    sending = true;
    dirty = false;
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") data.append(name, value);
    data.set("do", "keep");
    let kept = false;
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "manual", keepalive: data.toString().length < 60_000 });
      kept = answer.status === 204;
    } catch {
      kept = false; // no connection: the next pause tries again
    }
    sending = false;
    if (told) {
      const time = new Date().toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" }).toLowerCase();
      told.textContent = kept ? `Working copy, kept ${time}` : "Not kept yet. Your words are still here; we try again in a moment.";
    }
    if (!kept) dirty = true;
    if (dirty) timer = window.setTimeout(keep, kept ? pause : 8000);
  };

  form.addEventListener("input", () => {
    dirty = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, pause);
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && void keep());
  form.addEventListener("submit", () => {
    dirty = false;
    window.clearTimeout(timer);
  });
  window.addEventListener("beforeunload", (event) => dirty && event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing) form.querySelector<HTMLButtonElement>('button[value="done"]')?.click();
  });
}
