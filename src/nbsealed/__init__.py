"""Sealed grading for nbgrader: the student's code never meets the tests. Switched on by `configure` in nbgrader_config.py."""

from __future__ import annotations

import functools
import glob
import logging
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from traitlets.config import Config

__all__ = ["CannotGrade", "configure"]

EXECUTE = "nbsealed.execute.SealedExecute"  # the step that runs students' code


class CannotGrade(RuntimeError):  # noqa: N818  (says why)
    """A learner's own copy cannot be graded here; the message says why, and what can be done."""


def configure(c: Config) -> None:
    """Seal a course: call it in nbgrader_config.py as ``configure(c)``.

    Sets nbgrader's lists of preprocessors for autograding and feedback, the hook before autograding and the exporter that reads
    submissions. The doctor does the work of nbgrader's DeduplicateIds, OverwriteKernelspec, OverwriteCells and CheckCellMetadata. The rest
    stays as nbgrader has it; settings of `Execute`, such as ``timeout``, go on to apply.
    """
    c.Autograde.pre_convert_hook = "nbsealed.doctor.tidy_folder"
    c.Autograde.exporter_class = "nbsealed.doctor.PatientExporter"
    c.Autograde.sanitize_preprocessors = [
        "nbgrader.preprocessors.ClearOutput",
        "nbsealed.doctor.Doctor",
    ]
    c.Autograde.autograde_preprocessors = [
        EXECUTE,
        "nbgrader.preprocessors.IgnorePattern",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        "nbgrader.preprocessors.LimitOutput",
        "nbgrader.preprocessors.SaveAutoGrades",
        "nbgrader.preprocessors.AssignLatePenalties",
        "nbsealed.feedback.Sanitize",
        "nbsealed.feedback.MarkScheme",
    ]
    c.GenerateFeedback.preprocessors = [
        "nbgrader.preprocessors.GetGrades",
        "nbsealed.feedback.SealFeedback",
        "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
        "nbsealed.feedback.FeedbackStyle",
    ]
    _check_path(os.getcwd())


@functools.cache  # nbgrader reads its configuration several times
def _check_path(course: str) -> None:
    """nbgrader looks for notebooks with patterns that the course's path is part of."""
    if glob.escape(course) != course:
        advice = "Rename the folder, or move the course, before you release or grade."
        logging.getLogger(__name__).warning("nbgrader finds no notebook below a folder with [, * or ? in its name: %s. %s", course, advice)
