// On the paste screen: takes over the formatting that the clipboard holds beside the
// plain words. The server reads both; without this script it reads the plain words.

/** Above this many characters formatting is mostly a word processor's noise, and would not fit a form. */
const mostHTML = 400_000;

const words = document.querySelector<HTMLTextAreaElement>("textarea[data-paste]");
const formatted = document.querySelector<HTMLTextAreaElement>("textarea[data-paste-html]");
const note = document.querySelector<HTMLElement>("[data-paste-note]");

if (words && formatted && note) {
  const say = note.querySelector("span")!;
  const toPlain = note.querySelector<HTMLButtonElement>("[data-paste-plain]")!;

  const usePlain = (why: string) => {
    formatted.value = "";
    say.textContent = why;
    toPlain.hidden = true;
  };

  words.addEventListener("paste", (event) => {
    const html = event.clipboardData?.getData("text/html") ?? "";
    const everything = words.selectionStart === 0 && words.selectionEnd === words.value.length;
    if (html === "" || html.length > mostHTML || !everything) return;
    // The words go into the text area by themselves; "input" for them comes after this.
    formatted.value = html;
    say.textContent = "Formatting was taken over: lists and links.";
    toPlain.hidden = false;
    note.hidden = false;
  });
  words.addEventListener("input", (event) => {
    // Edited by hand, the words are no longer those of the formatted text.
    if (formatted.value !== "" && (event as InputEvent).inputType !== "insertFromPaste") usePlain("You changed the words, so only the plain text counts now.");
  });
  toPlain.addEventListener("click", () => {
    usePlain("Only the plain text counts now.");
    words.focus();
  });
}
