// What every page does: menu, theme, keyboard, dialogs, one submit a form.
import { startPickers } from "./picker.js";
import { startRows } from "./rows.js";

const root = document.documentElement;

function toggleTheme() {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  try { localStorage.setItem("theme", root.dataset.theme); } catch { /* not kept */ }
}

function setMenu(open) {
  const menu = document.getElementById("menu");
  const button = document.querySelector("[data-menu]");
  if (!menu || !button) return;
  menu.classList.toggle("open", open);
  button.setAttribute("aria-expanded", String(open));
  if (open) menu.querySelector("a")?.focus();
}

function openDialog(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) {
    for (const token of dialog.querySelectorAll("[data-token]")) token.value = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    dialog.showModal();
  }
  return Boolean(dialog);
}

function typing(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-theme-toggle], [data-menu], [data-open], [data-close]");
  if (target?.matches("[data-theme-toggle]")) toggleTheme();
  else if (target?.matches("[data-menu]")) setMenu(target.getAttribute("aria-expanded") !== "true");
  else if (target?.matches("[data-open]")) openDialog(target.dataset.open);
  else if (target?.matches("[data-close]")) target.closest("dialog").close();
  else if (!event.target.closest("#menu")) setMenu(false);
  for (const open of document.querySelectorAll("details.menu[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    setMenu(false);
    for (const open of document.querySelectorAll("details.menu[open]")) { open.open = false; open.querySelector("summary").focus(); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "/") {
    const field = document.querySelector("[data-list-search]") ?? document.querySelector("[data-find]");
    if (field) { event.preventDefault(); field.focus(); field.select(); }
  } else if (event.key === "c" && openDialog("quick-log")) {
    event.preventDefault();
  }
});

// A second press while the first is on its way sends nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-once]")) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-disabled", "true");
  setTimeout(() => { delete form.dataset.sent; }, 8000);
});
window.addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent; });

// On a phone the filters of a list fold away behind a button.
for (const form of document.querySelectorAll("form[data-filters]")) {
  form.classList.add("foldable");
  form.querySelector("[data-fold]")?.addEventListener("click", (event) => {
    event.currentTarget.setAttribute("aria-expanded", String(form.classList.toggle("open")));
  });
}

startRows(document);
// A table that is wider than its frame scrolls, so the keyboard must reach the frame.
function reachFrames() {
  for (const frame of document.querySelectorAll(".table-frame")) {
    if (frame.scrollWidth > frame.clientWidth) frame.tabIndex = 0;
    else frame.removeAttribute("tabindex");
  }
}
reachFrames();
addEventListener("resize", reachFrames);

startPickers(document);
document.addEventListener("htmx:load", (event) => startPickers(event.target));
