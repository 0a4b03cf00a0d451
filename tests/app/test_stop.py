from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from dragoman.app.stop import Stop, Stopped


def ask(number: int = signal.SIGTERM) -> None:
    os.kill(os.getpid(), number)


def test_what_is_at_hand_is_finished_first() -> None:
    done = []
    with Stop().listening() as stop, pytest.raises(Stopped) as stopped:
        with stop.held():
            ask()
            done.append(1)
        done.append(2)
        stop.check()
        done.append(3)
    assert (done, stopped.value.number) == ([1, 2], signal.SIGTERM)


def test_nothing_at_hand_is_ended_at_once() -> None:
    with Stop().listening(), pytest.raises(Stopped):
        ask(signal.SIGINT)
        pytest.fail("went on")


def test_a_second_signal_does_not_wait() -> None:
    with Stop().listening() as stop, pytest.raises(Stopped), stop.held():
        ask()
        ask()
        pytest.fail("went on")


def test_waiting_ends_when_somebody_asks() -> None:
    began = time.monotonic()
    with Stop().listening() as stop, pytest.raises(Stopped):
        threading.Timer(0.1, ask).start()
        stop.wait(30)
    assert time.monotonic() - began < 5


def test_handlers_are_put_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with Stop().listening():
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before
