"""The site for readers without a kernel: what `make site` makes, in a browser that reaches this machine alone."""

import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.proof

ROOT = Path(__file__).parents[2]
# One lesson is run, with its explorers; that the others run is tested beside the notebooks.
LESSON = "03_how_did_astana_vote"
PAGES = ["index", f"lessons/{LESSON}", "lessons/glossary", "exercises/ps3_votes/ps3_votes", "data/index", "data/ukraine_votes", "search"]


@pytest.fixture(scope="module")
def site(tmp_path_factory, serve):
    """The site's address."""
    folder = tmp_path_factory.mktemp("site") / "html"
    made = subprocess.run([sys.executable, ROOT / "tools" / "site.py", folder, LESSON], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    return serve(folder)


@pytest.fixture
def page(visit, site):
    """A page that may ask this machine alone; `asked` lists what it asked others for."""
    return visit(site)


def open_page(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}/{name}.html")
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_no_other_host_and_names_its_pictures(page, site, name):
    open_page(page, site, name)
    assert page.asked == []
    unnamed = page.eval_on_selector_all(
        "img, svg",
        """pictures => pictures.filter(picture => picture.checkVisibility() && !picture.closest('[aria-hidden=true]')
             && !(picture.getAttribute('alt') ?? picture.getAttribute('aria-label') ?? picture.querySelector('title')?.textContent))
           .map(picture => picture.outerHTML.slice(0, 200))""",
    )
    assert unnamed == []


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(page, site, name):
    open_page(page, site, name)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    serious = [
        f"{finding['id']}: {node['html'][:200]}"
        for finding in found
        if finding["impact"] in ("serious", "critical")
        for node in finding["nodes"]
    ]
    assert serious == []


def test_search_finds_abstention(page, site):
    open_page(page, site, "index")
    page.keyboard.press("Control+K")
    page.keyboard.type("abstention")
    page.keyboard.press("Enter")
    results = page.locator("#search-results")
    expect(results.get_by_role("link", name="Glossary").first).to_be_visible()
    expect(results.get_by_role("link", name="How did Astana vote").first).to_be_visible()
    assert page.asked == []


def test_an_explorer_shows_its_picture_and_its_words(page, site):
    open_page(page, site, f"lessons/{LESSON}")
    expect(page.locator("svg.world-map")).to_be_visible()
    expect(page.get_by_text("143 Yes, 5 No, 35 abstaining, 10 not voting.").last).to_be_visible()
    page.get_by_text("The same as a table").first.click()
    expect(page.get_by_role("rowheader", name="Yes", exact=True).first).to_be_visible()
    expect(page.get_by_text("Error displaying widget")).to_have_count(0)


def test_links_between_pages_lead_to_the_term(page, site):
    open_page(page, site, f"lessons/{LESSON}")
    page.locator("article").get_by_role("link", name="abstention", exact=True).first.click()
    expect(page).to_have_url(f"{site}/lessons/glossary.html#abstention")
    expect(page.get_by_role("heading", name="abstention", exact=False).first).to_be_visible()


def test_on_paper_there_is_the_text_alone(page, site):
    open_page(page, site, f"lessons/{LESSON}")
    page.emulate_media(media="print")
    expect(page.locator(".bd-sidebar-primary")).to_be_hidden()
    expect(page.locator("h1").first).to_be_visible()
