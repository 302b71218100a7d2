"""The report of an archive: one page about the whole of it."""

from fabula.archive.report.page import render_report, write_report

__all__ = ["render_report", "write_report"]
