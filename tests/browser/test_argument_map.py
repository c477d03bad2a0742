"""The argument map in JupyterLab, by keyboard."""

CODE = "from balancing_act.explorers.argument_map import ArgumentMap\nArgumentMap(scope='article', focus='un_speech')"


def test_by_keyboard_rejected_evidence_topples_the_thesis_of_the_article_alone(lab):
    page = lab.run(CODE)
    explorer = page.locator(".argument-explorer")
    thesis = page.locator(".node[data-key=made_in_astana]")
    explorer.get_by_role("combobox", name="Look at").wait_for()
    assert thesis.get_attribute("class").split()[2] == "in"
    assert page.locator(".node[data-key=still_bound]").get_attribute("class").split()[2] == "absent"

    # The map is one tab stop, at the evidence in focus; the space bar rejects it.
    speech = page.locator(".node[data-key=un_speech]")
    speech.focus()
    page.keyboard.press(" ")
    page.wait_for_selector(".node[data-key=un_speech].rejected")
    assert thesis.get_attribute("class").split()[2] == "in"

    # The box below is the other statement that the thesis rests on.
    page.keyboard.press("ArrowDown")
    page.wait_for_selector(".node[data-key=ministry_september].focus")
    assert page.evaluate("document.activeElement.dataset.key") == "ministry_september"
    page.keyboard.press("Enter")
    page.wait_for_selector(".node[data-key=made_in_astana].out")
    assert "Policy is made in Astana: does not stand, strength 0.00." in page.locator("[data-part=text]").inner_text()
    assert "Policy is made in Astana: does not stand" in page.locator("[data-part=outline]").text_content()
    assert page.locator("fieldset input:not(:checked)").count() == 2

    # The same by the ordinary controls: accept all again, hear about a claim, let the others speak.
    explorer.get_by_role("button", name="Accept all evidence").press("Enter")
    page.wait_for_selector(".node[data-key=made_in_astana].in")
    explorer.get_by_role("combobox", name="Look at").select_option("refusal_is_sign")
    page.wait_for_function("document.querySelector('[data-part=said]').textContent.startsWith('Refusing is a sign of freedom: stands')")
    explorer.get_by_role("combobox", name="Part").select_option("all")
    page.wait_for_selector(".node[data-key=made_in_astana].undec")
    assert "Attacked by: Behaviour is no proof (open)." in page.locator("[data-part=said]").inner_text()

    # Letters typed in the map are no commands to the notebook (a would add a cell).
    speech.focus()
    page.keyboard.press("a")
    assert page.locator(".jp-Cell").count() == 1
    assert lab.requested_elsewhere == []
