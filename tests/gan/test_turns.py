"""Turns: one at a time, in the order of asking, given back whatever happens."""

import threading

import pytest

from explainer.gan.turns import Turns


def test_turns_are_given_in_the_order_of_asking_and_one_at_a_time():
    turns, inside, order = Turns(), [], []

    def play(name):
        with turns:
            inside.append(name)
            order.append((name, len(inside)))
            inside.remove(name)

    threads = []
    with turns:
        for asked, name in enumerate("abcdef", start=2):
            threads.append(threading.Thread(target=play, args=(name,)))
            threads[-1].start()
            while turns._given < asked:
                pass
        assert not order  # they wait while this turn lasts
    for thread in threads:
        thread.join(5)
    assert order == [(name, 1) for name in "abcdef"]


def test_a_turn_that_ends_in_a_fault_is_given_back():
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns:
        raise ZeroDivisionError
    next_one = threading.Thread(target=turns.__enter__, daemon=True)
    next_one.start()
    next_one.join(5)
    assert not next_one.is_alive()
