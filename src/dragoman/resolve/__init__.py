"""From the words of one report to who is meant: clusters of mentions become actors."""
