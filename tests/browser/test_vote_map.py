"""The vote map in JupyterLab, by keyboard."""

CODE = "from balancing_act.explorers.vote_map import VoteMap\nVoteMap()"


def test_by_keyboard_the_resolution_changes_map_words_and_strip(lab):
    page = lab.run(CODE)
    kazakhstan = page.locator(".world [data-iso3=KAZ]")
    explorer = page.locator(".vote-map")
    said, choice = explorer.get_by_role("status"), explorer.get_by_role("combobox", name="Resolution")
    choice.wait_for()
    assert kazakhstan.get_attribute("class") == "member abstain"

    # The resolution before that of October 2022 is that of April, by its place in the list.
    choice.focus()
    page.keyboard.press("ArrowUp")
    page.wait_for_selector(".world [data-iso3=KAZ].no")
    assert said.inner_text() == "Kazakhstan voted No on A/RES/ES-11/3 of 7 April 2022 (24 voted No)."
    assert page.locator(".inset [data-iso3=KAZ]").get_attribute("class") == "member no"
    assert page.locator("[data-part=text]").inner_text().startswith("93 Yes, 24 No, 58 abstaining, 18 not voting.")
    assert page.locator("[data-count=no]").text_content() == "24"
    assert page.locator("[data-here=KAZ]").inner_text() == "No"
    assert page.locator("td.current").first.get_attribute("data-resolution") == "A/RES/ES-11/3"

    # Two buttons and the choice of a country stand between it and the map, which is one tab stop; arrow keys walk on it.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".world [data-iso3=KAZ].abstain")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.iso3") == "KAZ"
    page.keyboard.press("ArrowUp")
    page.wait_for_selector(".world [data-iso3=RUS][aria-selected=true]")
    assert page.evaluate("document.activeElement.dataset.iso3") == "RUS"
    assert said.inner_text() == "Russia voted No on A/RES/ES-11/4 of 12 October 2022 (5 voted No)."

    # Letters typed here are no commands to the notebook (a would add a cell).
    page.keyboard.press("a")
    assert page.locator(".jp-Cell").count() == 1
    assert lab.requested_elsewhere == []
