"""Benchmarks and the accuracy gate: what Dragoman reaches, beside what it must not fall below."""
