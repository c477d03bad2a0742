"""The explorers made of ipywidgets in JupyterLab, by keyboard."""

CODE = "from balancing_act.explorers.agreement import AgreementExplorer\nAgreementExplorer()"


def test_by_keyboard_a_choice_changes_picture_and_words(lab):
    page = lab.run(CODE)
    caption = page.locator(".balancing-act-explorer figcaption")
    caption.wait_for()
    before = caption.inner_text()

    page.get_by_label("An absence is").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("before => document.querySelector('.balancing-act-explorer figcaption').innerText !== before", arg=before)
    assert (
        page.get_by_label("An absence is").evaluate("menu => menu.selectedOptions[0].text.replaceAll('\\u00a0', ' ')")
        == "counted as disagreement"
    )
    assert (
        page.locator(".balancing-act-explorer svg[role=img]")
        .get_attribute("aria-label")
        .endswith(caption.inner_text().removeprefix("Agreement with Russia by year. "))
    )

    # A space ticks the box; a letter typed there is no command to the notebook (a would add a cell).
    box = page.get_by_role("checkbox")
    box.focus()
    page.keyboard.press("Space")
    assert box.is_checked()
    page.keyboard.press("a")
    assert page.locator(".jp-Cell").count() == 1
    assert lab.requested_elsewhere == []


def test_a_probability_typed_for_a_forecast_shows_in_picture_and_words(lab):
    page = lab.run("from balancing_act.explorers.forecasts import ForecastExplorer\nForecastExplorer()")
    caption = page.locator(".balancing-act-explorer figcaption")
    caption.wait_for()

    page.get_by_label("Forecast", exact=True).select_option(index=0)
    page.get_by_label("Probability %").fill("10")
    page.keyboard.press("Tab")
    page.wait_for_function("() => document.querySelector('.balancing-act-explorer figcaption').innerText.includes('Your own')")
    assert caption.inner_text().endswith("Your own: suleimenov sanctions 10 %.")
    assert page.locator(".balancing-act-explorer svg[role=img]").get_attribute("aria-label").endswith(" 10 %.")
    assert lab.requested_elsewhere == []
