(() => {
  const valueOf = cell => cell.dataset.v === undefined ? cell.textContent : Number(cell.dataset.v);
  const compare = (a, b) => typeof a === "string" ? (a < b ? -1 : a > b ? 1 : 0)
    : Number.isNaN(a) || Number.isNaN(b) ? Number.isNaN(a) - Number.isNaN(b) : a - b;
  for (const table of document.querySelectorAll("table")) {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const isName = column === heads.length - 1;
        const was = head.getAttribute("aria-sort");
        const way = was ? (was === "ascending" ? "descending" : "ascending") : isName ? "ascending" : "descending";
        heads.forEach(other => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", way);
        const sign = way === "ascending" ? 1 : -1;
        const rows = [...body.rows].map(row => [valueOf(row.cells[column]), row]);
        rows.sort((a, b) => Number.isNaN(a[0]) || Number.isNaN(b[0]) ? compare(a[0], b[0]) : sign * compare(a[0], b[0]));
        body.append(...rows.map(row => row[1]));
      });
    });
  }
  const rows = [...document.querySelectorAll("tbody tr")];
  if (rows.length < 10)
    return;
  const label = document.createElement("label");
  const input = document.createElement("input");
  input.type = "search";
  input.placeholder = "Filter names";
  input.setAttribute("aria-label", "Filter names");
  label.append(input);
  document.querySelector("table").before(label);
  input.addEventListener("input", () => {
    const wanted = input.value.toLowerCase();
    for (const row of rows)
      row.hidden = !row.lastElementChild.textContent.toLowerCase().includes(wanted);
  });
})();
