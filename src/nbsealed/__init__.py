"""Sealed grading for nbgrader. It knows nothing of any course: name its parts in a course's nbgrader_config.py."""
