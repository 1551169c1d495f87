"use strict";
/* Only adds to a page that is complete without it: find, fold, keys. */
(() => {
  const byId = (id) => document.getElementById(id);
  const stories = [...document.querySelectorAll("section.story")];
  const lines = [...document.querySelectorAll("tr[data-story]")];
  const find = byId("find"), found = byId("found"), help = byId("help");
  const visible = () => stories.filter((story) => !story.hidden);

  const words = new Map(lines.map((line) => {
    const table = byId(line.dataset.story).querySelector("table.members");
    return [line, (line.textContent + " " + table.textContent).toLocaleLowerCase()];
  }));

  const filter = () => {
    const wanted = find.value.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const line of lines) {
      const hit = wanted.every((word) => words.get(line).includes(word));
      line.hidden = !hit;
      byId(line.dataset.story).hidden = !hit;
      shown += hit;
    }
    found.textContent = wanted.length ? `${shown} of ${lines.length} stories` : "";
  };

  const furniture = byId("furniture");
  const folds = [...document.querySelectorAll("details.fold.furniture")];
  const showFurniture = () => {
    const open = folds.some((fold) => !fold.open);
    for (const fold of folds) fold.open = open;
    furniture.setAttribute("aria-pressed", String(open));
  };
  const tellFurniture = () => furniture.setAttribute("aria-pressed", String(folds.every((fold) => fold.open)));

  const foldAll = (scope, open) => {
    for (const details of scope.querySelectorAll("details")) details.open = open;
    tellFurniture();
  };

  const current = () => {
    const list = visible();
    let at = -1;
    list.forEach((story, k) => { if (story.getBoundingClientRect().top <= 80) at = k; });
    return [list, at];
  };

  const step = (by) => {
    const [list, at] = current();
    const next = list[Math.max(0, Math.min(list.length - 1, at + by))];
    if (!next) return;
    next.scrollIntoView({ block: "start" });
    next.focus({ preventScroll: true });
  };

  const toggle = () => {
    const [list, at] = current();
    const story = list[Math.max(0, at)];
    if (story) foldAll(story, ![...story.querySelectorAll("details")].every((details) => details.open));
  };

  /* Browsers open what a link inside the page leads into; older ones need to be told. */
  const reveal = () => {
    const target = byId(location.hash.slice(1));
    if (!target) return;
    for (let at = target.parentElement; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    target.scrollIntoView({ block: target.tagName === "MARK" ? "center" : "start" });
  };

  const keys = {
    n: () => step(1),
    p: () => step(-1),
    e: toggle,
    f: showFurniture,
    "/": () => { find.focus(); find.select(); },
    "?": () => help.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.target === find) {
      if (event.key === "Escape") { find.value = ""; filter(); find.blur(); }
      return;
    }
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });

  find.addEventListener("input", filter);
  furniture.addEventListener("click", showFurniture);
  furniture.hidden = !folds.length;
  window.addEventListener("hashchange", reveal);
  window.addEventListener("beforeprint", () => {
    for (const credits of document.querySelectorAll("details.credits")) credits.open = true;
  });
  byId("unfold").addEventListener("click", () => foldAll(document, true));
  byId("fold").addEventListener("click", () => foldAll(document.querySelector("main"), false));
  byId("help-open").addEventListener("click", () => help.showModal());
  byId("help-close").addEventListener("click", () => help.close());
  byId("tools").hidden = false;
  reveal();
})();
