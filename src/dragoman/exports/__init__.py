"""Readings for people: the record in a terminal, as a page, as a picture. One file per format."""
