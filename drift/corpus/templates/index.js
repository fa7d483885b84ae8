"use strict";
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  const rows = [...table.tBodies[0].rows];
  heads.forEach((head, column) => {
    head.querySelector("button").addEventListener("click", () => {
      const descending = head.getAttribute("aria-sort") !== "descending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
      const compare = (a, b) => {
        const x = Number(value(a)), y = Number(value(b));
        return Number.isNaN(x) || Number.isNaN(y) ? value(a).localeCompare(value(b), undefined, { numeric: true }) : x - y;
      };
      rows.sort((a, b) => (descending ? compare(b, a) : compare(a, b)));
      table.tBodies[0].append(...rows);
    });
  });
  const find = document.getElementById("find"), found = document.getElementById("found");
  const all = found.textContent;
  const filter = () => {
    const wanted = find.value.trim().toLowerCase();
    let count = 0;
    for (const row of rows) {
      row.hidden = !row.cells[0].textContent.toLowerCase().includes(wanted);
      count += !row.hidden;
    }
    found.textContent = wanted ? `${count.toLocaleString("en")} of ${all}` : all;
  };
  find.addEventListener("input", filter);
  find.closest(".tools").hidden = false;
  filter(); // a browser keeps what was typed when a page is loaded again
}
