// The board: a card dropped on another stage sends the same form its menu has.
let dragged = null;

const piles = () => document.querySelectorAll("[data-board] [data-stage]");
const clear = () => { for (const pile of piles()) pile.classList.remove("over"); };

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-deal][draggable=true]") ?? null;
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.deal);
  dragged.classList.add("dragged");
});

document.addEventListener("dragend", () => { dragged?.classList.remove("dragged"); dragged = null; clear(); });

document.addEventListener("dragover", (event) => {
  const pile = dragged && event.target.closest?.("[data-stage]");
  clear();
  if (!pile) return;
  event.preventDefault();
  pile.classList.add("over");
});

document.addEventListener("drop", (event) => {
  const pile = dragged && event.target.closest?.("[data-stage]");
  if (!pile) return;
  event.preventDefault();
  const button = dragged.querySelector(`[data-move] [name=stage][value="${pile.dataset.stage}"]`);
  clear();
  if (!button) return;
  pile.querySelector("ul").prepend(dragged);
  button.click();
});

// After a move the focus stays on the card that moved.
document.addEventListener("htmx:afterSwap", (event) => {
  const path = event.detail.requestConfig?.path ?? "";
  const moved = /\/deals\/(\d+)\/step\//.exec(path);
  if (moved) document.getElementById(`move-${moved[1]}`)?.focus();
});
