// After a line was logged the cursor is back in the field: empty for the next one, or with the text to mend.
document.addEventListener("htmx:afterSwap", () => {
  const field = document.querySelector("#log-and-numbers #log-line");
  if (field) { field.focus(); field.setSelectionRange(field.value.length, field.value.length); }
});
