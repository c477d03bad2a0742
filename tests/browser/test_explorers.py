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
