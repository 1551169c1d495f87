(() => {
  const block = byId("titles"), find = byId("find"), hits = byId("hits"), found = byId("found");
  const LIMIT = 200;
  const nPages = Number(block.dataset.pages), perPage = Number(block.dataset.perPage);
  const stories = JSON.parse(block.textContent).map((line) => line.split("\t"));
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  const folded = stories.map(([title]) => fold(title));

  /* A story's place tells its page, or its line in the list. */
  const address = (place) => {
    const number = place + 1;
    if (number <= nPages) return `stories/${String(number).padStart(4, "0")}.html`;
    const page = Math.floor(place / perPage) + 1;
    return `${page === 1 ? "stories.html" : `stories-${page}.html`}#story-${number}`;
  };

  const item = (place) => {
    const [title, n, day] = stories[place];
    const line = document.createElement("li"), link = document.createElement("a"), name = document.createElement("bdi"), more = document.createElement("span");
    link.href = address(place);
    name.textContent = title;
    link.append(name);
    more.className = "small";
    more.textContent = [`${n} articles`, day].filter(Boolean).join(", ");
    line.append(link, more);
    return line;
  };

  const search = () => {
    const words = fold(find.value).split(/\s+/).filter(Boolean);
    const places = [];
    if (words.length) folded.forEach((title, place) => { if (words.every((word) => title.includes(word))) places.push(place); });
    hits.replaceChildren(...places.slice(0, LIMIT).map(item));
    const cut = places.length > LIMIT ? `; the ${LIMIT} largest are shown` : "";
    found.textContent = words.length ? `${places.length} of ${stories.length} stories${cut}` : "";
  };

  let waiting = 0;
  find.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 80); });
  keys["/"] = () => { find.focus(); find.select(); };
  byId("tools").hidden = false;
})();
