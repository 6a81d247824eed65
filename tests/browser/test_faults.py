"""A server that dies, a network that is gone, a socket that lets nothing through: the page goes on by itself."""

import time

from conftest import start

HERO = "divergence-figure"
KL = "Number(document.querySelector('#divergence-figure [data-ready]').dataset.klPq)"


def asks(one, mean: float) -> None:
    one.page.locator("#divergence-p").fill(f"normal({mean}, 1)")


def gets(one, mean: float) -> None:
    one.page.wait_for_function(f"Math.abs({KL} - {mean**2 / 2}) < 1e-9")


def opened(one):
    one.open("?at=divergence&q=normal(0,1)", HERO)
    asks(one, 2)
    gets(one, 2)
    return one


def test_a_socket_that_lets_nothing_through_is_given_up_for_requests(visit):
    one = visit()
    swallowed: list = []
    one.page.route_web_socket("**/channel", lambda socket: socket.on_message(lambda text: swallowed.append(text)))
    one.open("?at=divergence&q=normal(0,1)", HERO)
    one.page.wait_for_function("performance.now() > 1000")
    asks(one, 3)
    gets(one, 3)
    asked = len(swallowed)
    begun = time.monotonic()
    asks(one, 4)
    gets(one, 4)
    assert swallowed and len(swallowed) == asked and time.monotonic() - begun < 4  # no second wait


def test_offline_and_back_the_page_asks_again_by_itself(visit):
    one = opened(visit(java_script_enabled=True))
    one.page.context.set_offline(True)
    one.page.evaluate("document.querySelector('#divergence-p').focus()")
    asks(one, 3)
    one.page.wait_for_selector("#dl-lost")
    one.page.context.set_offline(False)
    gets(one, 3)
    one.page.wait_for_selector("#dl-lost", state="detached")


def test_a_server_that_is_killed_in_a_run_and_started_again_is_found_again(visit):
    process, url = start(["app.py"])
    port = url.split(":")[-1].strip("/")
    try:
        one = opened(visit(url=url))
        one.page.goto(f"{url}?at=gan")
        one.ready("gan-figure")
        root = "document.querySelector('#gan-figure [data-ready]').dataset"
        one.page.wait_for_function(f"{root}.step === '5000'")
        one.page.click("#gan-play")
        one.page.wait_for_function(f"Number({root}.step) > 5020")
        process.kill()
        process.wait(10)
        one.page.locator("#gan-figure .dl-error").filter(has_text="The server does not answer").wait_for()
        kept = int(one.page.evaluate(f"{root}.step"))
        process, _ = start(["app.py"], GRADIO_SERVER_PORT=port, GRADIO_NUM_PORTS="1")
        one.page.click("#gan-play")
        one.page.wait_for_function(f"Number({root}.step) > {kept}")
        steps = [int(one.page.evaluate(f"{root}.step")), kept]
        assert steps[0] - steps[1] < 2000  # it went on, and did not begin anew
    finally:
        process.terminate()
        process.wait(10)
