"""axe-core over what the course shows in JupyterLab: results, explorers, checkpoints and the text between them."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

ALWAYS = "03_how_did_astana_vote"  # map, explorer, charts, checkpoints; the others are read by `make proof`
LESSONS = sorted(path.stem for path in (Path(__file__).parents[2] / "lessons").glob("*.ipynb"))
OURS = [".jp-OutputArea-output", ".jp-MarkdownOutput"]  # the rest of the page is JupyterLab's


@pytest.mark.parametrize("lesson", [pytest.param(name, marks=[] if name == ALWAYS else pytest.mark.proof) for name in LESSONS])
def test_axe_finds_nothing_serious_in_a_lesson(lab, lesson):
    page = lab.open(f"lessons/{lesson}.ipynb")
    lab.run_all(page)
    found = Axe().run(page, context={"include": [[part] for part in OURS]}, options={"resultTypes": ["violations"]}).response["violations"]
    serious = [
        f"{finding['id']}: {node['html'][:200]}"
        for finding in found
        if finding["impact"] in ("serious", "critical")
        for node in finding["nodes"]
        if "jp-collapseHeadingButton" not in node["html"]  # JupyterLab puts it into our headings
    ]
    page.close()
    assert serious == []
