// Writes into the page what the model says, and tells the model what was chosen. What it means is worked out in vote_map.py.

function render({ model, el }) {
  el.innerHTML = model.get("page");
  const part = (name) => el.querySelector(`[data-part="${name}"]`);
  const all = (selector) => [...el.querySelectorAll(selector)];
  const shapes = all(".member"), rings = all(".ring");
  const world = el.querySelector(".world .members"), places = all(".world .member");
  const scroll = el.querySelector(".scroll");

  const choose = (trait, value) => {
    if (!value) return;
    model.set(trait, value);
    model.save_changes();
  };
  const step = (direction) => choose("resolution", model.get("view")[direction]);
  part("resolution").addEventListener("change", (event) => choose("resolution", event.target.value));
  part("country").addEventListener("change", (event) => choose("country", event.target.value));
  part("previous").addEventListener("click", () => step("previous"));
  part("next").addEventListener("click", () => step("next"));
  el.addEventListener("click", ({ target }) => {
    choose("country", target.closest(".member")?.dataset.iso3);
    choose("resolution", target.closest("td[data-resolution]")?.dataset.resolution);
  });

  // Arrow and letter keys are for what has the focus here, not shortcuts of the notebook around it. JupyterLab looks for
  // this attribute on the focused element itself.
  for (const element of [...all("select, button, summary, .scroll"), ...places]) element.dataset.lmSuppressShortcuts = true;

  // With a kernel the map is no longer one picture: it is a list box with one tab stop, walked with the arrow keys.
  el.querySelector("svg").setAttribute("role", "group");
  el.querySelector(".inset").setAttribute("aria-hidden", "true");
  world.setAttribute("role", "listbox");
  world.setAttribute("aria-label", "Members on the map: move with the arrow keys");
  places.forEach((place) => place.setAttribute("role", "option"));
  world.addEventListener("keydown", (event) => {
    const next = model.get("moves")[event.target.dataset.iso3]?.[event.key];
    if (!next) return;
    event.preventDefault();
    choose("country", next);
    places.find((place) => place.dataset.iso3 === next).focus();
  });

  // Where the strip is wider than the page, the column of the resolution on the map comes to the middle.
  const showColumn = () => {
    const column = el.querySelector("td.current").getBoundingClientRect();
    scroll.scrollLeft += column.left - scroll.getBoundingClientRect().left - scroll.clientWidth / 2;
  };

  const draw = () => {
    const view = model.get("view");
    for (const shape of shapes) {
      const { iso3 } = shape.dataset;
      shape.setAttribute("class", `member ${view.votes[iso3]}`);
      shape.firstElementChild.textContent = view.labels[iso3];
    }
    for (const place of places) {
      const chosen = place.dataset.iso3 === view.country;
      place.setAttribute("aria-selected", chosen);
      place.setAttribute("tabindex", chosen ? 0 : -1);
    }
    rings.forEach((ring) => ring.setAttribute("href", ring.getAttribute("href").replace(/[A-Z]{3}$/, view.country)));
    all("[data-count]").forEach((count) => (count.textContent = view.counts[count.dataset.count]));
    all("td[data-resolution]").forEach((cell) => cell.classList.toggle("current", cell.dataset.resolution === view.resolution));
    all("[data-here]").forEach((cell) => (cell.textContent = view.here[cell.dataset.here]));
    requestAnimationFrame(showColumn);
    part("resolution").value = view.resolution;
    part("country").value = view.country;
    part("previous").setAttribute("aria-disabled", !view.previous);
    part("next").setAttribute("aria-disabled", !view.next);
    for (const name of ["title", "text", "said"]) part(name).textContent = view[name];
    el.querySelector("svg > title").textContent = view.title;
    el.querySelector("svg > desc").textContent = view.text;
    part("table").innerHTML = view.table;
  };
  model.on("change:view", draw);
  draw();
  return () => model.off("change:view", draw);
}

export default { render };
