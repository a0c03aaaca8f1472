"""A synthetic clinic of any size, made from a seed."""

from __future__ import annotations

from caseboard.simulation.clinic_files import simulate
from caseboard.simulation.planted import Planted

__all__ = ["Planted", "simulate"]
