(() => {
  const sections = [...document.querySelectorAll("main > section")];
  const current = () => {
    let at = -1;
    sections.forEach((section, k) => { if (section.getBoundingClientRect().top <= 80) at = k; });
    return at;
  };
  const step = (by) => {
    const next = sections[Math.max(0, Math.min(sections.length - 1, current() + by))];
    next.scrollIntoView({ block: "start", behavior: "instant" });
    next.focus({ preventScroll: true });
  };
  keys.n = () => step(1);
  keys.p = () => step(-1);
  keys.e = () => {
    const folds = [...sections[Math.max(0, current())].querySelectorAll("details")];
    const open = folds.some((fold) => !fold.open);
    for (const fold of folds) fold.open = open;
  };
  /* Browsers open what a link inside the page leads into; older ones need to be told. */
  const reveal = () => {
    const target = byId(location.hash.slice(1));
    if (!target) return;
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    target.scrollIntoView({ block: target.tagName === "MARK" ? "center" : "start" });
  };
  window.addEventListener("hashchange", reveal);
  window.addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("details.credits, details.wire")) fold.open = true;
  });
  reveal();
})();
