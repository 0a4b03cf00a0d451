"""A report's text: from bytes and pages to characters, its language, its sentences, and how much of it is read."""
