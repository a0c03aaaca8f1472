"""Extracts into the clinic's tables: find, map, stage, check, merge, report what was turned away."""

from caseboard.intake.report import Report
from caseboard.intake.run import import_extracts, upgrade

__all__ = ["Report", "import_extracts", "upgrade"]
