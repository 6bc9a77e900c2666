// On the page list: a filter takes effect when it is chosen, and the button for many pages shows when some are.

const find = document.querySelector<HTMLFormElement>("[data-find]");
find?.querySelectorAll("select").forEach((s) => s.addEventListener("change", () => find.requestSubmit()));

const many = document.querySelector<HTMLFormElement>("[data-many]");
const button = many?.querySelector<HTMLButtonElement>("[data-many-button]");
const count = many?.querySelector<HTMLElement>("[data-many-count]");

if (many && button && count) {
  const bar = button.parentElement!;
  const show = () => {
    const n = many.querySelectorAll("input:checked").length;
    bar.hidden = n === 0;
    many.classList.toggle("choosing", n > 0);
    count.textContent = n === 0 ? "" : n === 1 ? "One page is chosen." : `${n} pages are chosen.`;
  };
  many.addEventListener("change", show);
  show();
}
