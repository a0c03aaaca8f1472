"""The examples that query files carry: a tiny clinic for each, in terms an analyst writes."""

from caseboard.library.examples.check import Outcome, check_examples
from caseboard.library.examples.entry import Example, examples_of

__all__ = ["Example", "Outcome", "check_examples", "examples_of"]
