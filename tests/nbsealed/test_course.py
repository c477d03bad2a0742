"""What the grader reads out of the instructor's notebook."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from nbsealed.course import model_answer

FUNCTION = '''\
def half(number):
    """Half of a number."""
    ### BEGIN SOLUTION
    # Division gives a fraction
    # where there is one.
    #
    # To check: twice the result.
    return number / 2  # not number // 2
    ### END SOLUTION
'''


def test_a_comment_at_the_head_of_a_solution_is_its_explanation():
    source, why = model_answer(new_code_cell(FUNCTION))
    assert source == 'def half(number):\n    """Half of a number."""\n    return number / 2  # not number // 2'
    assert why == "Division gives a fraction\nwhere there is one.\n\nTo check: twice the result."


@pytest.mark.parametrize(
    ("cell", "source"),
    [
        (
            new_code_cell("# the student's\n### BEGIN SOLUTION\na = 1\n# a step\nb = 2\n### END SOLUTION"),
            "# the student's\na = 1\n# a step\nb = 2",
        ),
        (new_markdown_cell("=== BEGIN MARK SCHEME ===\n# Levels\n=== END MARK SCHEME ==="), "# Levels"),
        (new_markdown_cell("### BEGIN SOLUTION\n# A heading\n### END SOLUTION"), "# A heading"),
    ],
    ids=["comment elsewhere", "mark scheme", "text"],
)
def test_other_lines_belong_to_the_answer(cell, source):
    assert model_answer(cell) == (source, "")
