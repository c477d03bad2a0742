"""Marking written answers: the rubrics of the problem sets, model essays with a key, and how well a marker agrees with it.

``rubric`` reads the folder marking/ and writes what nbgrader's cells hold; ``calibration`` keeps a marker's marks and compares
them with the key.
"""

from balancing_act.marking.rubric import Essay, MarkingError, WrittenTask, essays, tasks

__all__ = ["Essay", "MarkingError", "WrittenTask", "essays", "tasks"]
