"""The client's page: asked for, put together and drawn as lines of spans. No Textual here."""
