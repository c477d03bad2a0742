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
# Milliseconds from the event to the first frame after the picture or its words have changed. An observer is told of the change;
# looking for it in each frame would cost more than the change itself.
MEASURE = """menu => new Promise((done, fail) => {
  const output = menu.closest(".jp-OutputArea-output"), parts = "svg, .widget-html-content, [data-part], [role=status]";
  const late = setTimeout(() => fail(new Error("no change within 10 seconds")), 10000);
  const observer = new MutationObserver((changes) => {
    if (!changes.some(({ target }) => (target.closest ? target : target.parentElement)?.closest(parts))) return;
    observer.disconnect();
    clearTimeout(late);
    requestAnimationFrame(() => done(performance.now() - start));
  });
  observer.observe(output, { subtree: true, childList: true, attributes: true, characterData: true });
  const start = performance.now();
  menu.selectedIndex = (menu.selectedIndex + 1) % menu.options.length;
  menu.dispatchEvent(new Event("change", { bubbles: true }));
})"""


def test_print_the_time_of_an_update(lab, capsys):
    rows = []
    for name, (module, make, control) in EXPLORERS.items():
        page = lab.run(f"from balancing_act.explorers.{module} import {make[:-2]}\n{make}")
        menu = page.get_by_role("combobox", name=control, exact=True).first
        menu.wait_for()
        times = sorted(menu.evaluate(MEASURE) for _ in range(CHANGES))
        rows.append((name, statistics.median(times), times[0], times[-1]))
        page.close()
    with capsys.disabled():
        print("\n\nFrom a change to the new picture, milliseconds\n")
        print(f"{'explorer':14}{'median':>8}{'least':>8}{'most':>8}")
        for name, median, least, most in rows:
            print(f"{name:14}{median:8.0f}{least:8.0f}{most:8.0f}")
