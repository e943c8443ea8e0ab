// A foreign key looked up while typing: an ARIA combobox over /…/pick/?q=.
export function startPickers(scope) {
  for (const box of scope.querySelectorAll?.("[data-picker]:not([data-ready])") ?? []) {
    box.dataset.ready = "1";
    picker(box);
  }
}

function picker(box) {
  const text = box.querySelector("[data-picker-text]");
  const value = box.querySelector("[data-picker-value]");
  const list = box.querySelector("[role=listbox]");
  let timer = 0, asked = 0, chosen = text.value;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const close = () => { list.hidden = true; text.setAttribute("aria-expanded", "false"); text.removeAttribute("aria-activedescendant"); };
  const mark = (option) => {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    if (option) { text.setAttribute("aria-activedescendant", option.id); option.scrollIntoView({ block: "nearest" }); }
  };
  const choose = (option) => {
    value.value = option.dataset.id;
    chosen = text.value = option.textContent;
    close();
    value.dispatchEvent(new CustomEvent("picked", { bubbles: true, detail: option.found }));
  };

  function show(results) {
    list.replaceChildren(...results.map((one, place) => {
      const item = document.createElement("li");
      item.id = `${list.id}_${place}`;
      item.dataset.id = one.id;
      item.found = one;
      item.setAttribute("role", "option");
      item.textContent = one.label;
      return item;
    }));
    if (!results.length) {
      const none = document.createElement("li");
      none.className = "none";
      none.textContent = list.dataset.empty;
      list.append(none);
    }
    list.hidden = false;
    text.setAttribute("aria-expanded", "true");
    mark(options()[0]);
  }

  async function ask() {
    const turn = ++asked;
    const answer = await fetch(`${box.dataset.picker}?q=${encodeURIComponent(text.value)}`, { headers: { Accept: "application/json" } });
    if (answer.ok && turn === asked) show((await answer.json()).results);
  }

  text.addEventListener("input", () => { value.value = ""; clearTimeout(timer); timer = setTimeout(ask, 150); });
  text.addEventListener("focus", () => { if (!value.value) ask(); });
  text.addEventListener("blur", () => setTimeout(() => { close(); if (!text.value) chosen = ""; else if (!value.value) text.value = ""; }, 150));
  text.addEventListener("keydown", (event) => {
    const all = options(), at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) ask(); else mark(all[(at + (event.key === "ArrowDown" ? 1 : all.length - 1)) % all.length]);
    } else if (event.key === "Enter" && !list.hidden) { event.preventDefault(); if (all[at]) choose(all[at]); }
    else if (event.key === "Escape" && !list.hidden) { event.stopPropagation(); close(); }
  });
  list.addEventListener("mousedown", (event) => { const option = event.target.closest("[role=option]"); if (option) { event.preventDefault(); choose(option); } });
}
