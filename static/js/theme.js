// Before the first paint: the theme a person chose, if they chose one.
(function () {
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch { /* storage may be closed; the system's theme holds */ }
})();
