"""Threads that read arrays and load torch do not break each other's syntax trees."""

import ast
import gc
from concurrent.futures import ThreadPoolExecutor

import pytest

from explainer.kit.syntax_trees import parse_in_turn


def test_threads_that_read_arrays_and_load_torch_do_not_break_each_other_s_syntax_trees(monkeypatch):
    """CPython 3.11 fails without, up to 3.11.7."""
    header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4, 5), }"  # as NumPy reads it
    monkeypatch.setattr(ast, "parse", ast.parse)  # is put back
    parse_in_turn()

    def collected(*_):
        sum(range(200))  # Python's own code, during which threads change

    often = gc.get_threshold()
    gc.callbacks.append(collected)
    gc.set_threshold(5)
    try:
        with ThreadPoolExecutor(4) as threads:
            trees = threads.map(ast.literal_eval, [header] * 16_000)
            shapes = [tree["shape"] for tree in trees]
    finally:
        gc.set_threshold(*often)
        gc.callbacks.remove(collected)
    assert shapes == [(3, 4, 5)] * 16_000


@pytest.mark.parametrize("version", [(3, 11, 8), (3, 12, 0), (3, 12, 1), (3, 13, 0)])
def test_a_python_that_counts_right_is_left_alone(monkeypatch, version):
    """3.11.8 counts for each tree; 3.12 collects no garbage while it makes one."""
    monkeypatch.setattr(ast, "parse", before := ast.parse)
    parse_in_turn(version)
    assert ast.parse is before


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 11, 7)])
def test_a_python_that_counts_for_all_threads_together_gets_a_turn(monkeypatch, version):
    monkeypatch.setattr(ast, "parse", before := ast.parse)
    parse_in_turn(version)
    assert ast.parse is not before
    assert ast.dump(ast.parse("1 + x", mode="eval")) == ast.dump(before("1 + x", mode="eval"))
