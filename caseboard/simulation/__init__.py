"""A synthetic clinic of any size, made from a seed."""

from __future__ import annotations

from caseboard.simulation.clinic_files import simulate

__all__ = ["simulate"]
