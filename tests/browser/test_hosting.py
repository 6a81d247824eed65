"""Wherever the app is hosted: in a Space's frame, below a path, behind nginx with several copies."""

import json
import socket
import urllib.request

import proxy
import pytest
from conftest import serving

HERO = "divergence-figure"
FRAMED = "logs=container&__sign=abc&__theme=dark&utm_source=mail&fbclid=x"
HUB = "https://huggingface.co/"
SPACE = "https://somebody-diffusion-live.hf.space/"
COLAB, PROXIED = "https://colab.research.google.com/", ".colab.googleusercontent.com"


def moves(one, figure=HERO):
    """A figure opens, and the hand's changes are answered by Python."""
    one.ready(figure)
    for mean, kl in ((3, 4.5), (2, 2.0)):
        one.page.locator("#divergence-p").fill(f"normal({mean}, 1)")
        one.page.locator("#divergence-q").fill("normal(0, 1)")
        one.page.wait_for_function(
            "kl => Math.abs(document.querySelector('#divergence-figure [data-ready]').dataset.klPq - kl) < 1e-9",
            arg=kl,
        )
    assert one.page.locator("#page-notice").count() == 0


def sockets(page) -> list:
    """The page's sockets, as they open."""
    opened: list = []
    page.on("websocket", lambda socket: opened.append(socket))
    return opened


def framed(one, outer: str, inner: str, query: str, forwarded: dict[str, str]):
    """A page of another origin with the app in a frame, behind a proxy that lets no socket through; the frame."""
    page = f"""<script>
        window.told = [];
        addEventListener("message", ({{data, origin}}) => told.push({{...data, origin}}));
      </script><iframe src="{inner}?{query}" width="1200" height="700"></iframe>"""

    def serve(route):
        url = route.request.url.replace(inner, one.url)
        route.fulfill(response=route.fetch(url=url, headers=route.request.headers | forwarded))

    everything = f"https://{outer.split('/')[2]}/**"
    one.page.route(everything, lambda route: route.fulfill(body=page, content_type="text/html"))
    one.page.route(f"{inner}**", serve)
    one.page.route_web_socket("**/channel", lambda socket: socket.close())  # requests do
    one.page.goto(outer)
    frame = one.page.frame_locator("iframe")
    frame.locator(f'#{HERO} [data-ready="true"][aria-busy="false"]').wait_for()
    assert frame.locator("#page-notice").count() == 0
    return frame


def test_in_the_frame_of_a_space_nothing_is_said_of_its_parameters_and_its_address_follows(visit):
    one = visit(bypass_csp=True)
    forwarded = {"x-forwarded-host": SPACE.split("/")[2], "x-forwarded-proto": "https"}
    frame = framed(one, f"{HUB}spaces/somebody/diffusion-live", SPACE, f"at=divergence&{FRAMED}", forwarded)
    assert "dark" in frame.locator("body").get_attribute("class")
    frame.locator("#divergence-p").fill("normal(3, 1)")
    one.page.wait_for_function("told.some(({queryString}) => queryString?.includes('normal'))")
    told = one.page.evaluate("told.findLast(({queryString}) => queryString)")
    assert told["origin"] == SPACE.rstrip("/")
    assert "at=divergence" in told["queryString"] and "p=normal%283" in told["queryString"]
    assert "__sign" not in told["queryString"] and "utm_" not in told["queryString"]
    assert one.errors == []


def test_in_the_frame_of_colab_whose_proxy_tells_no_host_the_hand_is_answered(visit):
    one = visit(bypass_csp=True)
    frame = framed(one, f"{COLAB}drive/1", f"https://abc-7860{PROXIED}/", "at=divergence&q=normal(0,1)", {})
    for mean, kl in ((3, 4.5), (2, 2.0)):
        frame.locator("#divergence-p").fill(f"normal({mean}, 1)")
        frame.locator(f'#{HERO} [data-kl-pq^="{kl}"]').wait_for()
    ours = [error for error in one.errors if "explainer" in error or "divergence" in error]
    assert ours == []  # Gradio's own page asks the address that it believes to have, in vain


def test_an_unknown_setting_in_a_link_is_still_said(visit):
    one = visit()
    one.page.goto(f"{one.url}?at=divergence&colour=red&utm_campaign=x")
    one.page.locator("#page-notice").filter(has_text="colour").wait_for()


def test_below_a_path_of_somebody_s_own_app(visit):
    with serving(["tests/mounted.py"]) as url:
        one = visit(url=url)
        opened = sockets(one.page)
        one.page.goto(f"{url}lecture/hall/?at=divergence")
        moves(one)
        assert opened and opened[0].url.endswith("/lecture/hall/channel")
        assert one.errors == [] and one.outside() == []
        assert one.page.goto(url).text() == '{"theirs":true}'


@pytest.fixture(scope="module")
def copies():
    """Two copies of the app that know the path below which nginx serves them."""
    if not proxy.find():
        pytest.skip("there is no nginx here, and none can be installed")
    with (
        serving(["app.py"], GRADIO_ROOT_PATH="/lecture") as first,
        serving(["app.py"], GRADIO_ROOT_PATH="/lecture") as second,
    ):
        yield first, second


@pytest.mark.parametrize("through", ["sockets", "requests"])
def test_behind_nginx_below_a_path_two_copies_serve_one_visitor(visit, copies, through):
    with proxy.before(copies, "/lecture", sockets=through == "sockets") as url:
        one = visit(url=url)
        opened = sockets(one.page)
        one.page.goto(f"{url}?at=divergence")
        moves(one)
        body = "\n".join(str(k / 100) for k in range(3000)).encode()
        one.page.locator(f"#{HERO} .dl-more summary").click()
        one.page.locator("#divergence-upload_p").set_input_files(
            {"name": "mine.csv", "mimeType": "text/csv", "buffer": body}
        )
        one.shows("p", "samples(upload)", HERO)
        for std in (3, 4, 5, 6):  # a copy that does not have the file asks for it again
            before = one.data(HERO)["klPq"]
            one.page.locator("#divergence-q").fill(f"normal(15, {std})")
            one.page.wait_for_function(
                f"was => document.querySelector('#{HERO} [data-ready]').dataset.klPq !== was", arg=before
            )
        assert opened[0].url == url.replace("http", "ws") + "channel"
        plays(one)
        unasked = [error for error in one.errors if "WebSocket" not in error]
        assert unasked == [] and one.outside() == []


@pytest.fixture
def silent():
    """An address at which nobody answers or refuses, as that of a container that was killed."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        address = listening.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:  # none is accepted, and the queue is full
            one.setblocking(False)
            one.connect_ex(address)
        yield f"127.0.0.1:{address[1]}"
        for one in waiting:
            one.close()


def test_a_copy_that_is_silent_holds_nobody_up(copies, silent):
    with proxy.before([silent, *copies], "/lecture") as url:
        for _ in range(6):  # each copy would have its turn
            with urllib.request.urlopen(url, timeout=20) as answer:
                assert answer.status == 200


def test_with_tls_in_front_the_page_asks_by_a_secure_socket_and_every_address_is_secure(visit, copies):
    with proxy.before(copies, "/lecture", tls=True) as url:
        one = visit(url=url, ignore_https_errors=True)
        opened = sockets(one.page)
        one.page.goto(f"{url}?at=divergence")
        moves(one)
        assert opened[0].url == url.replace("https", "wss") + "channel"
        assert one.errors == [] and one.outside() == []  # a plain http address would be outside, too


def plays(one):
    """A game is trained, paused and trained on, on whichever copy."""
    one.page.goto(f"{one.url}?at=gan")
    one.ready("gan-figure")
    step = "Number(document.querySelector('#gan-figure [data-ready]').dataset.step)"
    one.page.wait_for_function(f"{step} === 5000")
    for more in (5010, 5050):
        one.page.click("#gan-play")
        one.page.wait_for_function(f"{step} > {more}")
        one.page.click("#gan-play")
        one.page.wait_for_function(
            "document.querySelector('#gan-figure [data-ready]').dataset.state === 'paused'"
        )


def test_programs_reach_two_copies_behind_nginx(copies):
    from gradio_client import Client

    with proxy.before(copies, "/lecture") as url:
        client = Client(url, verbose=False)
        for q, kl in (("normal(1, 1)", 0.5), ("normal(2, 1)", 2), ("normal(3, 1)", 4.5)):
            told = client.predict(p="normal(0, 1)", q=q, api_name="/divergence")
            assert told["kl_pq"]["value"] == pytest.approx(kl), json.dumps(told)
