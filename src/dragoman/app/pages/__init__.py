"""Page models: what a page shows, as frozen values that are rendered as HTML, as JSON and in the terminal alike.

Pure functions that compose what a casebook gives; nothing here opens anything.
"""
