"""A student answers the rehearsal in JupyterLab by typing, and validates it."""

from playwright.sync_api import Page, expect

ANSWERS = {
    'table_name = "contries"': 'table_name = "countries"\ncountries = load(table_name)\ncountries',
    "one_row = ...": 'resolutions = load("ukraine_resolutions")\none_row = "B"',
    "referenda = ...": 'referenda = votes[votes["resolution"] == "A/RES/ES-11/4"]',
    "not_voting = ...": 'counts = referenda["vote"].value_counts()\nyes, no = counts["yes"], counts["no"]\n'
    'abstain, not_voting = counts["abstain"], counts["not_voting"]',
    "YOUR ANSWER HERE": "Neither. Kazakhstan abstained, which fits both. Why it abstained, one vote cannot tell.",
}


def test_validate_says_what_is_missing_and_when_all_is_answered(lab):
    page = lab.open("exercises/ps0_rehearsal/ps0_rehearsal.ipynb")

    failed = validate(page)
    expect(failed.get_by_text("The following cell failed:")).to_have_count(6)
    for task in ("1", "2a", "2b", "3a", "3b"):
        expect(failed).to_contain_text(f"AssertionError: You have not answered task {task} yet")
    expect(failed).to_contain_text("You did not provide a response.")
    failed.get_by_role("button", name="Ok").click()

    page.get_by_role("heading", name="Problem set 0: a rehearsal").click()
    for released, answer in ANSWERS.items():
        walk_to(page, released)
        page.keyboard.press("Enter")
        page.keyboard.press("ControlOrMeta+A")
        page.keyboard.type(answer)
        page.keyboard.press("Shift+Enter")

    expect(validate(page)).to_contain_text("Success! Your notebook passes all the tests.")
    page.close()


def walk_to(page: Page, text: str) -> None:
    """Run cell after cell with Shift+Enter until the cell with this text is the active one."""
    active = page.locator(".jp-Notebook .jp-Cell.jp-mod-active")
    for _ in range(30):
        if text in active.locator(".jp-InputArea").inner_text():
            return
        page.keyboard.press("Shift+Enter")
    raise AssertionError(f"No cell below holds {text!r}.")


def validate(page: Page):
    """Press Validate and give the dialog with the results."""
    page.get_by_role("button", name="Validate").click()
    results = page.get_by_role("dialog").filter(has_text="Validation Results")
    expect(results).to_be_visible(timeout=120_000)
    return results
