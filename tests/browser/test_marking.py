"""The marking desk in JupyterLab, by keyboard."""

from playwright.sync_api import expect

CODE = 'from balancing_act.explorers.marking import MarkingDesk\nMarkingDesk("marks.csv", chosen="ps3_votes, essay")'


def test_by_keyboard_an_essay_is_marked_and_the_marks_are_kept(lab):
    page = lab.run(CODE)
    page.get_by_text("0 of 10 essays are marked").wait_for()
    groups = page.locator(".balancing-act-explorer .widget-radio")
    for place in range(groups.count()):
        group = groups.nth(place)
        group.get_by_role("radio").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        page.wait_for_function("group => group.querySelectorAll('input')[1].checked", arg=group.element_handle())
    page.get_by_text("1 of 10 essays are marked").wait_for()
    assert page.locator(".jp-Cell").count() == 1

    page.get_by_role("button", name="Next essay").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Essay 2 of 10").wait_for()
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)

    # Back, so that all that was sent before has arrived.
    page.get_by_role("button", name="Essay before").click()
    page.get_by_role("heading", name="Essay 1 of 10").wait_for()
    expect(page.get_by_role("radio", checked=True)).to_have_count(groups.count())
    kept = (lab.folder / "marks.csv").read_text(encoding="utf-8").splitlines()
    assert len(kept) == 5 and all(line.endswith(",0.5") for line in kept[1:])
    assert lab.requested_elsewhere == []
