"""What is found in a report, one file for each kind of thing. Pure functions of the text and its encoding."""
