(() => {
  const main = byId("main"), sides = document.querySelector(".sides");
  const switches = { "no-quotes": false, "no-furniture": true, "only-added": false };

  /* Every figure comes from the table of all ways of counting: nothing is worked out here. */
  const recount = () => {
    const key = `${+switches["no-quotes"]}${+switches["no-furniture"]}`;
    for (const row of document.querySelectorAll("#ways tbody tr")) {
      if (row.dataset.key !== key) { row.removeAttribute("aria-current"); continue; }
      row.setAttribute("aria-current", "true");
      byId("counting").textContent = row.querySelector("th").textContent;
      for (const cell of row.querySelectorAll("[data-figure]")) {
        const name = cell.dataset.figure, percent = cell.querySelector("b").textContent;
        const bar = document.querySelector(`[data-bar="${name}"]`);
        document.querySelector(`[data-percent="${name}"]`).textContent = percent;
        document.querySelector(`[data-count="${name}"]`).textContent = cell.querySelector("span").textContent;
        bar.setAttribute("width", cell.dataset.width);
        bar.parentNode.querySelector("title").textContent = percent;
      }
    }
  };
  const set = (name, on) => {
    switches[name] = on;
    byId(name).setAttribute("aria-pressed", String(on));
    main.classList.add("switched");
    main.classList.toggle(name, on);
    recount();
  };
  for (const name of Object.keys(switches)) {
    byId(name).addEventListener("click", () => set(name, !switches[name]));
    main.classList.toggle(name, switches[name]);
  }
  byId("help-open").addEventListener("click", () => keys["?"]());
  byId("switches").hidden = false;
  recount();

  const previous = byId("previous"), next = byId("next");
  if (previous) keys["["] = () => previous.click();
  if (next) keys["]"] = () => next.click();
  if (!sides) return;

  const starts = [...sides.querySelectorAll("[data-p][id]")].filter((mark) => !mark.id.endsWith("-left"));
  let at = -1;

  const light = (number) => {
    for (const mark of sides.querySelectorAll(".lit")) mark.classList.remove("lit");
    for (const mark of sides.querySelectorAll(`[data-p="${number}"]`)) mark.classList.add("lit");
    at = starts.findIndex((mark) => mark.dataset.p === String(number));
  };

  /* What is folded or switched off is shown again before it is gone to. */
  const show = (mark) => {
    for (let outer = mark.parentElement; outer !== sides; outer = outer.parentElement) {
      if (outer.tagName === "DETAILS") outer.open = true;
    }
    if (!mark.getClientRects().length && switches["only-added"]) set("only-added", false);
    if (!mark.getClientRects().length && switches["no-furniture"]) set("no-furniture", false);
    light(mark.dataset.p);
    mark.scrollIntoView({ block: "center" });
  };

  const step = (by) => {
    if (!starts.length) return;
    at = Math.max(0, Math.min(starts.length - 1, at < 0 && by < 0 ? 0 : at + by));
    const mark = starts[at];
    history.replaceState(null, "", `#${mark.id}`);
    show(mark);
    mark.tabIndex = -1;
    mark.focus({ preventScroll: true });
  };
  keys.n = () => step(1);
  keys.p = () => step(-1);
  const steps = byId("steps");
  if (steps) {
    steps.hidden = false;
    byId("step-on").addEventListener("click", keys.n);
    byId("step-back").addEventListener("click", keys.p);
  }

  const follow = () => {
    const target = byId(location.hash.slice(1));
    if (target && target.dataset.p) show(target);
  };
  sides.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-p]");
    if (mark) light(mark.dataset.p);
  });
  window.addEventListener("hashchange", follow);
  follow();
})();
