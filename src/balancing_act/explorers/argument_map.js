// Writes into the page what the model says, and tells the model what was chosen. What it means is worked out in argument_map.py.

function render({ model, el }) {
  el.innerHTML = model.get("page");
  const part = (name) => el.querySelector(`[data-part="${name}"]`);
  const all = (selector) => [...el.querySelectorAll(selector)];
  const nodes = all(".node"), edges = all(".edge"), ticks = all("fieldset input");
  const map = el.querySelector(".nodes");

  const choose = (trait, value) => {
    model.set(trait, value);
    model.save_changes();
  };
  const toggle = (key) => {
    if (!ticks.some((tick) => tick.value === key)) return;
    const rejected = model.get("rejected");
    choose("rejected", rejected.includes(key) ? rejected.filter((other) => other !== key) : [...rejected, key]);
  };
  for (const name of ["scope", "model", "focus"]) part(name).addEventListener("change", (event) => choose(name, event.target.value));
  part("toggle").addEventListener("click", () => toggle(model.get("focus")));
  part("reset").addEventListener("click", () => choose("rejected", []));
  ticks.forEach((tick) => tick.addEventListener("change", () => toggle(tick.value)));
  map.addEventListener("click", ({ target }) => {
    const node = target.closest(".node");
    if (!node) return;
    choose("focus", node.dataset.key);
    if (target.closest(".tick, .sign")) toggle(node.dataset.key);
  });

  // Arrow and letter keys are for what has the focus here, not shortcuts of the notebook around it. JupyterLab looks for
  // this attribute on the focused element itself.
  for (const element of [...all("select, button, summary, input"), ...nodes]) element.dataset.lmSuppressShortcuts = true;

  // With a kernel the map is no longer one picture: it is a list box with one tab stop, walked with the arrow keys.
  el.querySelector("svg").setAttribute("role", "group");
  map.setAttribute("role", "listbox");
  map.setAttribute("aria-label", "Claims and evidence: move with the arrow keys, accept or reject evidence with the space bar");
  nodes.forEach((node) => node.setAttribute("role", "option"));
  const shown = (key) => !model.get("view").nodes[key][0].includes("absent");
  map.addEventListener("keydown", (event) => {
    const { key: here } = event.target.dataset;
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      toggle(here);
      return;
    }
    let next = model.get("moves")[here]?.[event.key];
    while (next && !shown(next)) next = model.get("moves")[next][event.key];
    if (!next) return;
    event.preventDefault();
    choose("focus", next);
    nodes.find((node) => node.dataset.key === next).focus();
  });

  const draw = () => {
    const view = model.get("view");
    for (const node of nodes) {
      const [classes, label, status, width] = view.nodes[node.dataset.key];
      const chosen = node.dataset.key === view.focus;
      node.setAttribute("class", classes);
      node.setAttribute("aria-selected", chosen);
      node.setAttribute("tabindex", chosen ? 0 : -1);
      node.firstElementChild.textContent = label;
      const sign = node.querySelector(".sign");
      sign.setAttribute("href", sign.getAttribute("href").replace(/[a-z]+$/, status));
      node.querySelector(".bar").setAttribute("width", width);
    }
    edges.forEach((edge, i) => edge.setAttribute("class", view.edges[i]));
    ticks.forEach((tick) => (tick.checked = !view.rejected.includes(tick.value)));
    for (const name of ["scope", "model", "focus"]) part(name).value = view[name];
    for (const name of ["title", "text", "said"]) part(name).textContent = view[name];
    part("toggle").textContent = view.toggle || "Choose evidence to reject it";
    part("toggle").setAttribute("aria-disabled", !view.toggle);
    part("reset").setAttribute("aria-disabled", !view.rejected.length);
    part("outline").innerHTML = view.outline;
    el.querySelector("svg > desc").textContent = view.text;
  };
  model.on("change:view", draw);
  draw();
  return () => model.off("change:view", draw);
}

export default { render };
