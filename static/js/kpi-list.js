// The catalogue's search box: every word has to be somewhere in the name, code or definition, in either language.
const field = document.querySelector("[data-kpi-search]");
const none = document.querySelector("[data-kpi-none]");

function search() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const area of document.querySelectorAll("[data-kpi-area]")) {
    let here = 0;
    for (const card of area.querySelectorAll("[data-kpi]")) {
      card.hidden = !words.every((word) => card.dataset.kpi.includes(word));
      if (!card.hidden) here += 1;
    }
    area.hidden = here === 0;
    found += here;
  }
  none.hidden = found > 0;
}

field?.addEventListener("input", search);
if (field?.value) search();
