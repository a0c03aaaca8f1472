"""caseboard: the weekly case conference of an addiction treatment team, on one screen."""

__version__ = "0.1.0"
