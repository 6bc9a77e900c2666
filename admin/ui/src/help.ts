// Keys that work on every screen, and the sheet that lists them. Single keys can be turned off (WCAG 2.2, 2.1.4).

const off = "practicecms single keys off";
const places: { [key: string]: string } = { p: "/admin", r: "/admin/records", l: "/admin/planned" };

const sheet = document.querySelector<HTMLDialogElement>("#help");
const setting = document.querySelector<HTMLInputElement>("#single-keys");
const typing = (e: EventTarget | null): boolean => e instanceof HTMLElement && e.closest("input, select, textarea, [contenteditable=true]") !== null;

if (sheet && setting) {
  try { setting.checked = localStorage.getItem(off) === null; } catch { /* nothing can be kept: the keys stay on */ }
  setting.addEventListener("change", () => {
    try { setting.checked ? localStorage.removeItem(off) : localStorage.setItem(off, "1"); } catch { /* it holds for this page */ }
  });
  document.querySelectorAll<HTMLElement>("[data-help]").forEach((b) => {
    b.hidden = false;
    b.addEventListener("click", () => sheet.showModal());
  });
  let before = "";
  document.addEventListener("keydown", (event) => {
    const { key } = event;
    const last = before;
    before = "";
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target) || !setting.checked || document.querySelector("dialog[open]")) return;
    if (key === "?") sheet.showModal();
    else if (key === "/") {
      const find = document.querySelector<HTMLInputElement>("input[type=search][name=q]");
      if (find) find.focus();
      else location.assign("/admin?find=1");
    } else if (last === "g" && places[key]) location.assign(places[key]);
    else {
      if (key === "g") before = "g";
      return;
    }
    event.preventDefault();
  });
  if (new URLSearchParams(location.search).has("find")) document.querySelector<HTMLInputElement>("input[type=search][name=q]")?.focus();
}
