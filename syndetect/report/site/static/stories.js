(() => {
  const tools = byId("tools");
  if (!tools) return;
  const body = document.querySelector("table.stories tbody");
  const rows = [...body.rows];
  const find = byId("find"), least = byId("least"), from = byId("from"), until = byId("until"), sort = byId("sort");
  const choices = ["outlets", "agencies", "relations", "classes"].map((name) => [name, byId(`by-${name}`)]).filter(([, select]) => select);
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  const texts = new Map(rows.map((row) => {
    const names = row.dataset.outlets.split(" ").filter(Boolean).map((k) => byId("by-outlets").options[Number(k) + 1].text);
    return [row, fold([row.querySelector(".title").textContent, ...names].join(" "))];
  }));
  const numeric = new Set(["number", "prose"]);

  const filter = () => {
    const words = fold(find.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const data = row.dataset;
      const hit = words.every((word) => texts.get(row).includes(word))
        && choices.every(([name, select]) => !select.value || data[name].split(" ").includes(select.value))
        && (!least.value || Number(data.size) >= Number(least.value))
        && (!from.value || data.last >= from.value)
        && (!until.value || (data.first && data.first <= until.value));
      row.hidden = !hit;
      shown += hit;
    }
    byId("found").textContent = shown === rows.length ? "" : `${shown} of ${rows.length} stories on this page`;
  };

  const order = () => {
    const down = sort.value.startsWith("-"), key = sort.value.replace("-", "");
    const value = (row) => key === "title" ? texts.get(row) : numeric.has(key) ? Number(row.dataset[key]) : row.dataset[key];
    const known = (row) => value(row) !== "";
    const compare = (one, other) => {
      if (known(one) !== known(other)) return known(one) ? -1 : 1;
      const a = value(one), b = value(other);
      const by = a < b ? -1 : a > b ? 1 : 0;
      return (down ? -by : by) || Number(one.dataset.number) - Number(other.dataset.number);
    };
    body.append(...[...rows].sort(compare));
  };

  for (const input of [find, least, from, until]) input.addEventListener("input", filter);
  for (const [, select] of choices) select.addEventListener("change", filter);
  sort.addEventListener("change", order);
  byId("clear").addEventListener("click", () => {
    for (const input of [find, least, from, until]) input.value = "";
    for (const [, select] of choices) select.value = "";
    sort.value = "number";
    filter();
    order();
  });
  find.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { find.value = ""; filter(); find.blur(); }
  });
  keys["/"] = () => { find.focus(); find.select(); };
  tools.hidden = false;
  if (location.hash) byId(location.hash.slice(1))?.scrollIntoView({ block: "center" });
})();
