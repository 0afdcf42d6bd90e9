// Marks a village in the map and in the table together. Without script both still stand on their own.
for (const kind of ["mouseover", "focusin"]) {
  document.addEventListener(kind, (event) => {
    const from = event.target.closest("[data-desa]");
    for (const marked of document.querySelectorAll(".marked")) marked.classList.remove("marked");
    if (!from) return;
    for (const one of document.querySelectorAll(`[data-desa="${from.dataset.desa}"]`)) one.classList.add("marked");
  });
}
