"""Writes what the bench has found: results/<set>.md, the table in README.md and mutation.md. `make matrix` runs it."""

from __future__ import annotations

import sys
from pathlib import Path

from matrix_bench import SETS, Answer, ProblemSet, Verdict, bench, hidden_assertions, side_by_side
from matrix_mutants import survivors

HERE = Path(__file__).parent
RESULTS = HERE / "results"


def results(problem_set: ProblemSet, answers: list[Answer], verdicts: list[Verdict]) -> str:
    """Task by answer: mark and message. Of a wrong answer's message, the words it must get are shown; what changes by chance is not."""
    text = [f"# {problem_set.name}", "", "Made by `make matrix`. *Mark* is the sum over the test cells below the answer cell."]
    for task in problem_set.tasks:
        text += ["", f"## {task}", "", "| answer | | mark | message |", "| --- | --- | ---: | --- |"]
        tests = problem_set.tests_of(task)
        for answer in sorted((a for a in answers if a.task == task), key=lambda a: (not a.right, a.name == "blank")):
            said = {v.test: v for v in verdicts if (v.task, v.answer) == (task, answer.name)}
            mark = sum(problem_set.points[test] for test in tests if said[test].outcome == "passed")
            kind = "right" if answer.right else "blank" if answer.name == "blank" else "wrong"
            words = {test: answer.fails[test] or said[test].message.split("\n")[0] for test in tests if test in answer.fails}
            shown = [f"`{test}`: {line}" if len(tests) > 1 else line for test, line in words.items()]
            text.append(f"| {answer.name} | {kind} | {mark:g} of {sum(map(problem_set.points.get, tests)):g} | {'<br>'.join(shown)} |")
    return "\n".join(text) + "\n"


def summary(found: dict[str, tuple]) -> str:
    rows = []
    for name, (answers, *_) in found.items():
        problem_set = ProblemSet(name)
        right, blank = sum(a.right for a in answers), sum(a.name == "blank" for a in answers)
        hidden = sum(1 + len(choices) - bool(choices) for t in problem_set.tests for _, choices in hidden_assertions(problem_set, t))
        rows.append(
            [f"[{name}](results/{name}.md)", len(problem_set.tasks), len(problem_set.tests), hidden, right, len(answers) - right - blank]
        )
    rows.append(["all", *(sum(row[column] for row in rows) for column in range(1, 6))])
    head = ["problem set", "answer cells", "test cells", "hidden messages", "right answers", "wrong answers"]
    lines = [head, ["---", *["---:"] * 5], *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines) + "\n"


def readme(found: dict[str, tuple]) -> str:
    head, marker, _ = (HERE / "README.md").read_text(encoding="utf-8").partition("<!-- table -->\n")
    return f"{head}{marker}\n{summary(found)}"


def mutation(name: str, by_task: dict[str, tuple[int, dict[str, str]]]) -> str:
    """The section of mutation.md on one problem set."""
    text = [f"## {name}", "", "| task | mutants | equivalent | caught | of the others |", "| --- | ---: | ---: | ---: | ---: |"]
    lines = []
    for task, (made, left) in by_task.items():
        equal = sum(bool(reason) for reason in left.values())
        lines.append((task, made, equal, made - len(left)))
    lines.append(("all", *(sum(line[column] for line in lines) for column in (1, 2, 3))))
    text += [f"| {task} | {made} | {equal} | {caught} | {caught / (made - equal):.0%} |" for task, made, equal, caught in lines]
    for task, (_, left) in by_task.items():
        text += [f"\n`{task}`, {change}: {reason or '**survives**'}" for change, reason in left.items()]
    return "\n".join(text) + "\n"


def main() -> None:
    sets = [ProblemSet(name) for name in SETS]
    found = dict(zip(SETS, side_by_side(bench, SETS), strict=True))
    RESULTS.mkdir(exist_ok=True)
    for problem_set in sets:
        answers, verdicts, wrong = found[problem_set.name]
        table = results(problem_set, answers, verdicts)
        (RESULTS / f"{problem_set.name}.md").write_text(table, encoding="utf-8")
        print(table)
        print("\n".join(f"{problem_set.name}: {fault}" for fault in wrong), file=sys.stderr)
    (HERE / "README.md").write_text(readme(found), encoding="utf-8")
    print(summary(found))
    sections = [mutation(p.name, by_task) for p, by_task in zip(sets, side_by_side(survivors, sets), strict=True)]
    page = HERE / "mutation.md"
    page.write_text(page.read_text(encoding="utf-8").partition("## ")[0] + "\n".join(sections), encoding="utf-8")
    print("\n".join(sections))
    sys.exit(any(wrong for *_, wrong in found.values()))


if __name__ == "__main__":
    main()
