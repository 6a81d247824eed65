"""Long settings are sent once: the server finds them by their content, and says when it has lost them."""

import hashlib

import pytest
from conftest import run_async

from explainer.kit import uploads
from explainer.kit.asked import Source, answering
from explainer.maths.arguments import BadArgument


@pytest.fixture(autouse=True)
def empty(monkeypatch):
    monkeypatch.setattr(uploads, "_store", uploads.Store())


def ask(name, values):
    answer = answering((Source("length", lambda file: {"length": len(file or "")}, ("file",)),))
    return run_async(answer(name, values))


def test_a_cached_file_is_found_by_its_own_hash():
    text = "1\n" * 500_000
    name = ask("@keep", {"value": text})["kept"]
    assert name == hashlib.sha256(text.encode()).hexdigest()
    assert ask("length", {"file": {"kept": name}}) == {"length": 1_000_000}
    assert ask("length", {"file": text}) == {"length": 1_000_000}  # and as it is


def test_what_is_lost_is_said_so_that_the_page_sends_it_again():
    assert ask("length", {"file": {"kept": "0" * 64}}) == {"lost": True}


def test_the_longest_unused_goes_first(monkeypatch):
    monkeypatch.setattr(uploads, "MOST", 10)
    names = [ask("@keep", {"value": letter * 4})["kept"] for letter in "ab"]
    assert ask("length", {"file": {"kept": names[0]}}) == {"length": 4}  # used just now
    ask("@keep", {"value": "cccc"})
    assert ask("length", {"file": {"kept": names[0]}}) == {"length": 4}
    assert ask("length", {"file": {"kept": names[1]}}) == {"lost": True}


def test_what_nobody_used_for_a_while_is_forgotten(monkeypatch):
    names = [ask("@keep", {"value": letter})["kept"] for letter in "ab"]
    now = uploads.time.monotonic()
    monkeypatch.setattr(uploads.time, "monotonic", lambda: now + uploads.SECONDS - 1)
    assert ask("length", {"file": {"kept": names[1]}}) == {"length": 1}
    monkeypatch.setattr(uploads.time, "monotonic", lambda: now + uploads.SECONDS + 1)
    assert ask("length", {"file": {"kept": names[0]}}) == {"lost": True}
    assert ask("length", {"file": {"kept": names[1]}}) == {"length": 1}
    assert len(uploads._store) == 1


@pytest.mark.parametrize("thing", [5, None, "x" * 11])
def test_only_texts_of_a_bearable_length_are_cached(monkeypatch, thing):
    monkeypatch.setattr(uploads, "MOST", 10)
    with pytest.raises(BadArgument, match="allowed (is a text of|are) at most 10"):
        run_async(uploads.keep(thing))
    assert "at most 10" in ask("@keep", {"value": thing})["error"]["message"]
    assert ask("length", {"file": {"kept": None}}) == {"lost": True}


def test_a_visitor_s_many_or_large_texts_push_out_that_visitor_s_own_alone(monkeypatch):
    monkeypatch.setattr(uploads, "SHARE", 10)
    monkeypatch.setattr(uploads, "ENTRIES", 3)
    store = uploads.Store()
    store.put("mine", "m", 8, "me")
    for number in range(100):
        store.put(f"small {number}", "s", 1, "greedy")
    assert len(store) == 4 and store.get("small 97") == "s" and store.get("small 96") is None
    store.put("large", "l", 10, "greedy")
    assert store.get("large") == "l" and store.get("small 99") is None and store.get("mine") == "m"
    assert store.size == 18
    store.put("large", "l", 10, "me")  # the same content, of another visitor
    assert store.size == 10 and len(store) == 1 and store.get("mine") is None


def test_what_the_store_counts_is_bytes_and_a_name_may_be_anything(monkeypatch):
    run_async(uploads.keep("𝛼" * 1000))
    assert uploads._store.size == 4000
    for name in ([1], {}, None, 5):
        assert ask("length", {"file": {"kept": name}}) == {"lost": True}
    assert "kept" in ask("@keep", {"value": "\ud800"})


def test_thousands_of_texts_take_no_longer_each(monkeypatch):
    monkeypatch.setattr(uploads, "MOST", 1_000)

    def steps(count):
        store = uploads.Store()
        begun = uploads.time.process_time()
        for number in range(count):
            store.put(str(number), "x", 1, number % 50)
        return uploads.time.process_time() - begun

    assert steps(40_000) < 40 * min(steps(4_000) for _ in range(3))
