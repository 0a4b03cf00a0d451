"""Expressions of time: tokens -> phrases of a grammar -> TIMEX3 values. Used by `extract.times` alone."""
