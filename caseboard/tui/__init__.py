"""The terminal app. Nothing is imported here, so that `caseboard board --plain` loads no Textual."""
