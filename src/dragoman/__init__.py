"""Dragoman reads news reports of diplomacy and conflict and keeps the record, each entry tied to the words that support it."""

__version__ = "0.1.0"
