// The quota grid: moving with the keyboard, pasting from a spreadsheet, sums that follow the typing.
const form = document.querySelector("[data-quota-grid]");
const language = document.documentElement.lang;
const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });

// The same reading as on the server: 1,234.50 and 1 234,50 and 1.234.567; NaN when it is no amount.
function parse(text) {
  let plain = text.normalize("NFKC").replace(/[\s'’_¥$€£]|CNY|RMB|USD|EUR/gi, "");
  if (!plain) return 0;
  if (plain.includes(",") && plain.includes(".")) {
    plain = plain.lastIndexOf(".") > plain.lastIndexOf(",") ? plain.replaceAll(",", "") : plain.replaceAll(".", "").replace(",", ".");
  } else if (/^\d{1,3}(,\d{3})+$/.test(plain)) plain = plain.replaceAll(",", "");
  else if (/^\d{1,3}(\.\d{3}){2,}$/.test(plain)) plain = plain.replaceAll(".", "");
  plain = plain.replace(",", ".");
  return /^\d{1,13}(\.\d{0,8})?$/.test(plain) ? Number(plain) : NaN;
}

const lines = () => [...form.querySelectorAll("tr[data-row]")];
const cells = (row) => [...row.querySelectorAll("input")];
const isChanged = (input) => {
  const typed = parse(input.value);
  return Number.isNaN(typed) || (input.value.trim() === "") !== (input.dataset.stored === "") || typed !== Number(input.dataset.stored || 0);
};

// Months of the people of a row: all of them for the company, its members and those below for a team.
function partsOf(name) {
  const sums = new Array(12).fill(0);
  for (const row of form.querySelectorAll("tr.owner")) {
    if (name && !row.dataset.within.split(" ").includes(name)) continue;
    cells(row).slice(0, 12).forEach((input, month) => { sums[month] += parse(input.value) || 0; });
  }
  return sums;
}

const total = (values) => values.reduce((a, b) => a + b, 0);

// A whole shows its people's sum where it has no target of its own, and is marked where the two differ.
function follow(row) {
  const parts = partsOf(row.dataset.row);
  cells(row).forEach((input, month) => {
    const part = month < 12 ? parts[month] : total(parts);
    input.placeholder = part ? whole.format(part) : "";
    input.classList.toggle("gap", input.value.trim() !== "" && part > 0 && parse(input.value) !== part);
  });
}

function add() {
  for (const row of lines()) {
    if (!row.classList.contains("owner")) follow(row);
    const values = cells(row).slice(0, 12).map((input) => parse(input.value || input.placeholder) || 0);
    row.querySelector("[data-total]").textContent = whole.format(total(values));
  }
  const sums = partsOf("");
  sums.forEach((sum, month) => { form.querySelector(`[data-sum="${month + 1}"]`).textContent = whole.format(sum); });
  form.querySelector("[data-sum-all]").textContent = whole.format(total(sums));
}

function mark(input) {
  const changed = isChanged(input);
  input.classList.toggle("changed", changed);
  input.toggleAttribute("aria-invalid", Number.isNaN(parse(input.value)));
  if (Number.isNaN(parse(input.value))) input.setAttribute("aria-invalid", "true");
}

function refresh() {
  add();
  const count = form.querySelectorAll("input.changed").length;
  form.querySelector("[data-changed]").textContent = count ? `✎ ${count}` : "";
}

function move(input, down, right) {
  const all = lines();
  const row = input.closest("tr");
  const column = cells(row).indexOf(input);
  const next = cells(all[all.indexOf(row) + down] ?? row)[column + right];
  if (next) { next.focus(); next.select(); }
}

function onKey(event) {
  const input = event.target;
  if (!input.matches("input[inputmode]") || event.ctrlKey || event.metaKey || event.altKey) return;
  const atStart = input.selectionStart === 0, atEnd = input.selectionEnd === input.value.length;
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [event.shiftKey ? -1 : 1, 0] }[event.key]
    ?? (event.key === "ArrowLeft" && atStart ? [0, -1] : event.key === "ArrowRight" && atEnd ? [0, 1] : null);
  if (!step) return;
  event.preventDefault();
  move(input, ...step);
}

function onPaste(event) {
  const input = event.target;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!input.matches("input[inputmode]") || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  const all = lines();
  const top = all.indexOf(input.closest("tr"));
  const left = cells(all[top]).indexOf(input);
  text.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach((line, down) => {
    line.split("\t").forEach((value, right) => {
      const target = all[top + down] && cells(all[top + down])[left + right];
      if (target) { target.value = value.trim(); mark(target); }
    });
  });
  refresh();
}

if (form) {
  form.addEventListener("keydown", onKey);
  form.addEventListener("paste", onPaste);
  form.addEventListener("input", (event) => { mark(event.target); refresh(); });
  form.addEventListener("focusin", (event) => { if (event.target.matches("input[inputmode]")) event.target.select(); });
  // Only what was changed travels.
  form.addEventListener("submit", () => {
    for (const input of form.querySelectorAll("input[inputmode]")) input.disabled = !isChanged(input);
    setTimeout(() => { for (const input of form.querySelectorAll("input[inputmode]")) input.disabled = false; }, 500);
  });
  refresh();
}
