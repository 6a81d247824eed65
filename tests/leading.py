"""A lecturer's side of a hall, for the tests: what she sends, and what she is told."""

STATE = {"at": "forward", "figure": "figure", "raw": {"t": "250"}, "stop": 3, "question": "", "choices": []}
ASKED = {**STATE, "question": "Which?", "choices": ["this", "that"]}
PLACED = {**STATE, "question": "Where?", "place": True}


def led(socket) -> dict:
    """What the server says to a lecturer who begins, after which the first count comes."""
    socket.send_json({"host": {"address": "http://here/"}})
    begun = socket.receive_json()
    assert socket.receive_json() == {"followers": 0, "answers": []}
    return begun


def counted(socket, wanted: dict) -> None:
    """Wait for a count; those before it may come, too."""
    for _ in range(10):
        if socket.receive_json() == wanted:
            return
    raise AssertionError(f"no count was {wanted}")
