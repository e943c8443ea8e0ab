// Rows of a form: add one, take one away, and add up what they come to.
import { startPickers } from "./picker.js";

const PLACES = 7n; // three of a quantity and four of a price

export function startRows(scope) {
  for (const box of scope.querySelectorAll("[data-rows]:not([data-ready])")) {
    box.dataset.ready = "1";
    rows(box);
  }
}

function rows(box) {
  const body = box.querySelector("[data-rows-body]");
  const blank = box.querySelector("[data-rows-blank]");
  const count = box.querySelector(`[name="${box.dataset.rows}-TOTAL_FORMS"]`);
  const add = box.querySelector("[data-rows-add]");

  function dress(row) {
    row.querySelector("[data-row-gone-label]").hidden = true;
    row.querySelector("[data-row-remove]").hidden = false;
    row.hidden = row.querySelector("[data-row-gone]").checked;
  }

  function append() {
    const holder = document.createElement("template");
    holder.innerHTML = blank.innerHTML.replaceAll("__prefix__", count.value);
    const row = holder.content.firstElementChild;
    body.append(row);
    count.value = String(Number(count.value) + 1);
    dress(row);
    startPickers(row);
    row.querySelector("input:not([type=hidden]), select")?.focus();
  }

  function remove(row) {
    row.querySelector("[data-row-gone]").checked = true;
    row.hidden = true;
    add.focus();
  }

  add.hidden = false;
  for (const row of body.querySelectorAll("[data-row]")) dress(row);
  add.addEventListener("click", append);
  body.addEventListener("click", (event) => {
    const button = event.target.closest("[data-row-remove]");
    if (button) { remove(button.closest("[data-row]")); total(box); }
  });
  body.addEventListener("picked", (event) => { fillPrice(box, event); total(box); });
  box.addEventListener("input", () => total(box));
  box.form?.addEventListener("change", () => total(box));
  total(box);
}

// The list price is in home currency; in another the server turns it over when the field stays empty.
function fillPrice(box, event) {
  const price = event.target.closest("[data-row]").querySelector("[name$='-unit_price']");
  if (price && event.detail.price && currency(box) === (event.detail.currency ?? "")) price.value = event.detail.price;
}

function currency(box) {
  return box.closest("form").querySelector("[name=currency]")?.value.toUpperCase() ?? "";
}

// Exact: whole numbers of the smallest part. What is no number counts as null.
function whole(text, places) {
  const parts = /^(\d+)(?:\.(\d*))?$/.exec(text.trim());
  if (!parts) return null;
  return BigInt(parts[1] + (parts[2] ?? "").slice(0, places).padEnd(places, "0"));
}

function total(box) {
  const shown = box.querySelector("[data-rows-total]");
  if (!shown) return;
  let sum = 0n, known = true;
  for (const row of box.querySelectorAll("[data-rows-body] > [data-row]")) {
    if (row.hidden) continue;
    const amount = amountOf(row);
    row.querySelector("[data-row-amount]").value = amount === null ? "" : written(amount, box);
    if (amount !== null) sum += amount;
    else if (row.querySelector("[data-picker-value]")?.value) known = false;
  }
  shown.value = known ? written(sum, box) : `${written(sum, box)} +`;
}

function amountOf(row) {
  const said = (name) => row.querySelector(`[name$='-${name}']`)?.value ?? "";
  const quantity = whole(said("quantity") || "1", 3), price = whole(said("unit_price"), 4), off = whole(said("discount") || "0", 4);
  return quantity === null || price === null || off === null ? null : quantity * price - off * 1000n;
}

function written(amount, box) {
  const cents = (amount + (amount < 0n ? -50000n : 50000n)) / 10n ** (PLACES - 2n);
  const code = currency(box);
  const options = /^[A-Z]{3}$/.test(code) ? { style: "currency", currency: code, currencyDisplay: "symbol" } : { minimumFractionDigits: 2 };
  return new Intl.NumberFormat(document.documentElement.lang, options).format(`${cents / 100n}.${String(cents < 0n ? -cents % 100n : cents % 100n).padStart(2, "0")}`);
}
