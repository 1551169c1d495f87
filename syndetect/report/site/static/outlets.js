/* Sort and filter the outlets of this page. */
(() => {
  const table = byId("outlets");
  if (!table) return;
  const body = table.tBodies[0];
  const total = body.querySelector("tr.all");
  const rows = [...body.rows].filter((row) => row !== total);
  const find = byId("find"), flagged = byId("flagged"), found = byId("found");
  const names = new Map(rows.map((row) => [row, row.cells[0].querySelector("bdi").textContent]));
  byId("tools").hidden = false;
  const filter = () => {
    const wanted = find.value.trim().toLowerCase();
    let n = 0;
    for (const row of rows) {
      row.hidden = !names.get(row).toLowerCase().includes(wanted) || (flagged.checked && row.classList.contains("flagged"));
      n += !row.hidden;
    }
    if (total) total.hidden = wanted !== "";
    found.textContent = wanted || flagged.checked ? `${n} of ${rows.length} outlets on this page` : "";
  };
  find.addEventListener("input", filter);
  flagged.addEventListener("change", filter);
  keys["/"] = () => find.focus();

  const heads = [...table.tHead.rows[0].cells];
  const value = (row, column) => {
    const cell = row.cells[column];
    if (column === 0) return names.get(row);
    return cell.dataset.value === "" ? null : Number(cell.dataset.value);
  };
  const compare = (a, b) => (typeof a === "string" ? a.localeCompare(b) : a - b);
  const sort = (column) => {
    const head = heads[column];
    const now = head.getAttribute("aria-sort");
    const first = head.dataset.sort === "text" ? "ascending" : "descending";
    const other = first === "ascending" ? "descending" : "ascending";
    const next = now === first ? other : first;
    for (const each of heads) each.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", next);
    const sign = next === "ascending" ? 1 : -1;
    rows.sort((one, two) => {
      const a = value(one, column), b = value(two, column);
      if (a === null || b === null) return (a === null) - (b === null);
      return sign * compare(a, b);
    });
    body.append(...(total ? [total] : []), ...rows);
  };
  heads.forEach((head, column) => {
    const axis = head.querySelector("svg");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent.replace(/\s+0\s*25[\s\S]*$/, "").trim();
    head.replaceChildren(button);
    if (axis) head.append(axis);
    button.addEventListener("click", () => sort(column));
  });
})();
