"""Back-tests: what happened after a rule was met. `evaluate` replays the board, `report` says it."""

from caseboard.evaluation.replay import Evaluation, evaluate
from caseboard.evaluation.report import Section, as_json, long_table, people, report, weeks

__all__ = ["Evaluation", "Section", "as_json", "evaluate", "long_table", "people", "report", "weeks"]
