"""Writes what the bench has found: results/<set>.md, mutants/<set>.md and the table in README.md. `make matrix` runs it."""

from __future__ import annotations

import sys
from pathlib import Path

from matrix_bench import SETS, Answer, ProblemSet, Verdict, bench, hidden_assertions, read_answers, side_by_side
from matrix_mutants import survivors

HERE = Path(__file__).parent
RESULTS, MUTANTS = HERE / "results", HERE / "mutants"


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


def readme() -> str:
    """README.md with its table as it should be."""
    rows = []
    for name in SETS:
        problem_set = ProblemSet(name)
        answers = read_answers(problem_set)
        right = sum(answer.right for answer in answers)
        hidden = sum(1 + len(choices) - bool(choices) for test in problem_set.tests for _, choices in hidden_assertions(problem_set, test))
        counts = [len(problem_set.tasks), len(problem_set.tests), hidden, right, len(answers) - right]
        rows.append([f"[{name}](results/{name}.md)", *counts])
    rows.append(["all", *(sum(row[column] for row in rows) for column in range(1, 6))])
    head = ["problem set", "answer cells", "test cells", "hidden messages", "right answers", "wrong answers"]
    lines = [head, ["---", *["---:"] * 5], *rows]
    text, marker, _ = (HERE / "README.md").read_text(encoding="utf-8").partition("<!-- table -->\n")
    return f"{text}{marker}\n" + "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines) + "\n"


def mutation(name: str, by_task: dict[str, tuple[int, dict[str, str]]]) -> str:
    """What became of the mutants of one problem set."""
    text = [f"# Mutants of {name}", "", "Made by `make matrix`; [README.md](../README.md) says what a mutant is.", ""]
    text += ["| task | mutants | equivalent | caught | of the others |", "| --- | ---: | ---: | ---: | ---: |"]
    lines = []
    for task, (made, left) in by_task.items():
        equal = sum(bool(reason) for reason in left.values())
        lines.append((task, made, equal, made - len(left)))
    lines.append(("all", *(sum(line[column] for line in lines) for column in (1, 2, 3))))
    text += [f"| {task} | {made} | {equal} | {caught} | {caught / (made - equal):.0%} |" for task, made, equal, caught in lines]
    for task, (_, left) in by_task.items():
        text += [f"\n`{task}`, `{change}`: {reason or '**survives**'}" for change, reason in left.items()]
    return "\n".join(text) + "\n"


def main(names: list[str]) -> None:
    sets, faults = [ProblemSet(name) for name in names], []
    RESULTS.mkdir(exist_ok=True)
    MUTANTS.mkdir(exist_ok=True)
    (HERE / "README.md").write_text(readme(), encoding="utf-8")
    for problem_set, (answers, verdicts, wrong) in zip(sets, side_by_side(bench, names), strict=True):
        table = results(problem_set, answers, verdicts)
        (RESULTS / f"{problem_set.name}.md").write_text(table, encoding="utf-8")
        print(table, flush=True)
        faults += [f"{problem_set.name}: {fault}" for fault in wrong]
    for problem_set, by_task in zip(sets, side_by_side(survivors, sets), strict=True):
        table = mutation(problem_set.name, by_task)
        (MUTANTS / f"{problem_set.name}.md").write_text(table, encoding="utf-8")
        print(table, flush=True)
    sys.exit("\n".join(faults) or 0)


if __name__ == "__main__":
    main(sys.argv[1:] or SETS)
