"""The explorers in JupyterLab, by keyboard."""

import importlib
import pkgutil

import pytest
from playwright.sync_api import expect

from balancing_act import explorers
from balancing_act.explorers.base import Explorer, MapExplorer

# What to press from the first control on, so that the picture changes. An explorer without a line here fails its test.
KEYS = {
    "AgreementExplorer": ["ArrowDown"],
    "ArgumentMap": ["ArrowDown"],
    "CompositionExplorer": ["ArrowDown"],
    "ForecastExplorer": ["ArrowDown"],
    "MatrixExplorer": ["Tab", "Tab", "ArrowDown"],
    "NorthExplorer": ["ArrowDown"],
    "TiesExplorer": ["ArrowDown"],
    "TimelineExplorer": ["ArrowDown"],
    "VoteMap": ["ArrowUp"],
    "WaveExplorer": ["ArrowUp"],
}
for _module in pkgutil.iter_modules(explorers.__path__, f"{explorers.__name__}."):
    importlib.import_module(_module.name)
ALL = sorted(Explorer.__subclasses__() + MapExplorer.__subclasses__(), key=lambda explorer: explorer.__name__)
ALWAYS = "AgreementExplorer"  # the others are driven by `make proof`
FOCUS = "element => { const s = getComputedStyle(element); return [s.outline, s.boxShadow, s.borderColor].join(' ') }"

CODE = "from balancing_act.explorers.agreement import AgreementExplorer\nAgreementExplorer()"


@pytest.mark.parametrize(
    "explorer", [pytest.param(each, id=each.__name__, marks=[] if each.__name__ == ALWAYS else pytest.mark.proof) for each in ALL]
)
def test_from_the_cell_by_keys_alone_to_other_words(lab, explorer):
    page = lab.run(f"from {explorer.__module__} import {explorer.__name__}\n{explorer.__name__}()")
    words = page.locator(".jp-OutputArea-output").locator("figcaption, [data-part=text]").first
    first = page.locator(".jp-OutputArea-output").locator("select, input, button").first
    expect(words).not_to_be_empty()
    before, unfocused = words.inner_text(), first.evaluate(FOCUS)

    page.locator(".jp-Cell").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if first.evaluate("element => element === document.activeElement"):
            break
    expect(first).to_be_focused()
    for key in KEYS[explorer.__name__]:
        assert page.evaluate("document.activeElement.matches(':focus-visible')")
        page.keyboard.press(key)
    expect(words).not_to_have_text(before, use_inner_text=True)
    assert unfocused != first.evaluate(f"element => {{ element.focus(); return ({FOCUS})(element) }}")
    assert page.locator(".jp-Cell").count() == 1
    page.close()


def test_by_keyboard_a_choice_changes_picture_and_words(lab):
    page = lab.run(CODE)
    caption = page.locator(".balancing-act-explorer figcaption")
    caption.wait_for()
    before = caption.inner_text()

    page.get_by_label("An absence is").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    # Each key redraws, so picture and words are read in one moment.
    page.wait_for_function(
        """before => {
          const explorer = document.querySelector('.balancing-act-explorer');
          const words = explorer.querySelector('figcaption').innerText;
          const label = explorer.querySelector('svg[role=img]').getAttribute('aria-label');
          return words !== before && label.endsWith(words.replace('Agreement with Russia by year. ', ''));
        }""",
        arg=before,
    )
    assert (
        page.get_by_label("An absence is").evaluate("menu => menu.selectedOptions[0].text.replaceAll('\\u00a0', ' ')")
        == "counted as disagreement"
    )

    # A space ticks the box; a letter typed there is no command to the notebook (a would add a cell).
    box = page.get_by_role("checkbox")
    box.focus()
    page.keyboard.press("Space")
    assert box.is_checked()
    page.keyboard.press("a")
    assert page.locator(".jp-Cell").count() == 1
    assert lab.requested_elsewhere == []


@pytest.mark.proof
def test_several_regions_are_chosen_as_the_words_below_the_list_say(lab):
    page = lab.run("from balancing_act.explorers.people import NorthExplorer\nNorthExplorer()")
    regions = page.get_by_label("The north is")
    chosen = "list => [...list.selectedOptions].map(option => option.text.replaceAll('\\u00a0', ' '))"
    expect(page.get_by_text("Hold Ctrl")).to_be_visible()

    regions.locator("option", has_text="Atyrau").click()
    assert regions.evaluate(chosen) == ["Atyrau"]
    regions.locator("option", has_text="Aktobe").click(modifiers=["ControlOrMeta"])
    assert regions.evaluate(chosen) == ["Aktobe", "Atyrau"]
    regions.locator("option", has_text="Atyrau").click()
    page.keyboard.press("Shift+ArrowDown")
    assert regions.evaluate(chosen) == ["Atyrau", "East Kazakhstan"]
    page.close()


@pytest.mark.proof
def test_a_probability_typed_for_a_forecast_shows_in_picture_and_words(lab):
    page = lab.run("from balancing_act.explorers.forecasts import ForecastExplorer\nForecastExplorer()")
    caption = page.locator(".balancing-act-explorer figcaption")
    caption.wait_for()

    page.get_by_label("Forecast", exact=True).select_option(index=0)
    expect(caption).to_contain_text("The chosen forecast, suleimenov sanctions")
    page.get_by_label("Probability %").fill("10")
    page.keyboard.press("Tab")
    page.wait_for_function("() => document.querySelector('.balancing-act-explorer figcaption').innerText.includes('Your own')")
    assert caption.inner_text().endswith("Your own: suleimenov sanctions 10 %.")
    assert page.locator(".balancing-act-explorer svg[role=img]").get_attribute("aria-label").endswith(" 10 %.")
    assert lab.requested_elsewhere == []
