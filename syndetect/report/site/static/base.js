"use strict";
/* Only adds to a page that is complete without it. A kind of page adds its keys to `keys`. */
const byId = (id) => document.getElementById(id);
const keys = {};
(() => {
  const help = byId("help");
  keys["?"] = () => help.showModal();
  byId("help-close").addEventListener("click", () => help.close());
  const writing = (target) => target.matches("input:not([type=checkbox]), select, textarea");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open || writing(event.target)) return;
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });
  /* On paper nothing can be unfolded. */
  let unfolded = [];
  addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll("details.printed:not([open])")];
    for (const part of unfolded) part.open = true;
  });
  addEventListener("afterprint", () => { for (const part of unfolded) part.open = false; });
})();
