// Puts a link into the clipboard. Without this script the link can be selected and copied by hand.

const link = document.querySelector<HTMLInputElement>("[data-copy]");
const button = document.querySelector<HTMLButtonElement>("[data-copy-button]");

if (link && button) {
  button.hidden = false;
  link.addEventListener("focus", () => link.select());
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(link.value);
      button.textContent = "Copied";
    } catch {
      link.select(); // no clipboard over plain http: the keys still copy it
    }
  });
}
