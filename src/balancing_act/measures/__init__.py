"""Measures of the course: plain functions on plain tables, one module a subject."""
