"""Readings to what they hold together: copies, stories, happenings, claims and forums. Pure, and independent of the order of readings."""
