"""How long each explorer takes from a change of a control to the new picture, in a real JupyterLab. Not a test: `make bench`."""

import statistics

CHANGES = 15
# name: module, class, and the control that is changed
EXPLORERS = {
    "vote map": ("vote_map", "VoteMap()", "Resolution"),
    "agreement": ("agreement", "AgreementExplorer()", "An absence is"),
    "timeline": ("words", "TimelineExplorer()", "Events"),
    "ties": ("trade", "TiesExplorer()", "Cut"),
    "composition": ("people", "CompositionExplorer()", "Place"),
    "the north": ("people", "NorthExplorer()", "Kazakhs below"),
    "wave": ("migration", "WaveExplorer()", "Show"),
    "argument map": ("argument_map", "ArgumentMap()", "Look at"),
    "matrix": ("hypotheses", "MatrixExplorer()", "Read each word"),
    "forecasts": ("forecasts", "ForecastExplorer()", "What counts"),
}
# Milliseconds from the event to the first frame after the picture or its words have changed.
MEASURE = """async (menu) => {
  const output = menu.closest(".jp-OutputArea-output");
  const picture = () => [...output.querySelectorAll("svg, figcaption, [data-part], [role=status]")].map(e => e.outerHTML).join("");
  const before = picture(), start = performance.now();
  menu.selectedIndex = (menu.selectedIndex + 1) % menu.options.length;
  menu.dispatchEvent(new Event("change", { bubbles: true }));
  while (picture() === before && performance.now() - start < 5000) await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""


def test_print_the_time_of_an_update(lab, capsys):
    rows = []
    for name, (module, make, control) in EXPLORERS.items():
        page = lab.run(f"from balancing_act.explorers.{module} import {make[:-2]}\n{make}")
        menu = page.get_by_label(control, exact=True).first
        menu.wait_for()
        times = sorted(menu.evaluate(MEASURE) for _ in range(CHANGES))
        rows.append((name, statistics.median(times), times[0], times[-1]))
        page.close()
    with capsys.disabled():
        print("\n\nFrom a change to the new picture, milliseconds\n")
        print(f"{'explorer':14}{'median':>8}{'least':>8}{'most':>8}")
        for name, median, least, most in rows:
            print(f"{name:14}{median:8.0f}{least:8.0f}{most:8.0f}")
