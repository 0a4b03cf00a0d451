from __future__ import annotations

from bench.speed import Speed, joined
from dragoman.record import Report


def test_joined_reports_have_the_words_of_the_samples_and_the_length_asked_for() -> None:
    samples = [Report(f"s{number}", "\n\n".join(["The two ministers met again."] * 7)) for number in range(5)]
    made = joined(samples, words=50)
    assert [len(report.text.split()) for report in made] == [50, 50, 50]
    assert len({report.id for report in made}) == 3


def test_limits_that_do_not_hold_are_named() -> None:
    limits = {"reports_a_second": 2.5, "cold_start_s": 2.5, "memory_mb": 1000}
    assert list(Speed(3.0, 4.0, 1.0, 500).beyond(limits)) == []
    assert len(list(Speed(2.0, 4.0, 3.0, 1500).beyond(limits))) == 3
    assert Speed(3.0, 4.0, 1.0, 500).encoder_share == 0.75
