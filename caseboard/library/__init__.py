"""The SQL library: parse, order, set parameters, run."""

from caseboard.library.asking import Asking
from caseboard.library.clinic import Clinic, ClinicInfo
from caseboard.library.library import Library
from caseboard.library.query import Query
from caseboard.library.result import Result

__all__ = ["Asking", "Clinic", "ClinicInfo", "Library", "Query", "Result"]
