"""How the page reaches Python: by requests until its channel is open, when it is lost, and without one."""

# a server of the tests' own: sockets that do as they are told, requests that are echoed
PRETENDED = """
  const sockets = [], requests = [];
  window.gradio_config = { root: "", api_prefix: "/x", components: [{ id: 7, props: { elem_id: "f" } }] };
  window.WebSocket = class {
    static OPEN = 1;
    readyState = 0;
    sent = [];
    constructor(address) { this.address = address; sockets.push(this); }
    send(text) { this.sent.push(JSON.parse(text)); }
    opens() { this.readyState = 1; this.onopen(); }
    tells(...reply) { this.onmessage({ data: JSON.stringify(reply) }); }
    close() { this.closes(); }
    closes() { this.readyState = 3; this.onclose?.(); }
  };
  window.fetch = async (url, { body }) => {
    requests.push(JSON.parse(body).data);
    return new Response(JSON.stringify({ echo: requests.at(-1)[0] }) + "\\n");
  };
  const ask = kit.asker("f"), open = kit.opener("f");
  const settle = () => new Promise((done) => setTimeout(done));
  const all = async (steps) => { const seen = []; for await (const step of steps) seen.push(step); return seen; };
  const run = new AbortController(), told = (error) => error.message;
"""


def test_questions_go_through_the_channel_where_it_is_and_nobody_waits_for_it(module):
    seen = module(
        "server.js",
        PRETENDED
        + """
        const early = [await ask("a", {}), await all(open("b", {}, run.signal))];
        const [first] = sockets;
        first.opens();
        const two = [ask("c", { x: 1 }), ask("d", {})];
        first.tells(2, "of d"); first.tells(1, "of c"); first.tells(1, "late: nobody's");
        const large = await ask("large", { text: "x".repeat(1e6) });
        const steps = all(open("e", {}, run.signal));
        await settle();
        first.tells(3, { t: 0 }); first.tells(3, { t: 1 }); first.tells(3);
        const streamed = await steps, channelled = [...first.sent];
        const stopped = new AbortController(), some = open("g", {}, stopped.signal);
        const next = some.next();
        first.tells(4, { t: 0 });
        const begun = (await next).value, waits = some.next().catch((error) => error.name);
        await settle();
        stopped.abort();
        const ended = await waits, stop = first.sent.at(-1);
        const lost = ask("h", {}), broken = all(open("i", {}, run.signal)).catch(told);
        await settle();
        first.closes();
        const after = [await lost, await broken];
        const again = await ask("j", {});
        sockets[1].opens();
        const anew = ask("k", {});
        sockets[1].tells(7, "of k");
        const back = await anew;
        sockets[1].closes();
        await ask("l", {});
        sockets[2].closes();  // the server is still down
        await ask("m", {});
        return { address: first.address, early, two: await Promise.all(two), large, streamed, channelled, begun,
                 ended, stop, after, again, back, sockets: sockets.length,
                 requests: requests.map(([name]) => name) };""",
    )
    assert seen["address"].startswith("ws://127.0.0.1:") and seen["address"].endswith("/channel")
    assert seen["early"] == [{"echo": "a"}, [{"echo": "b"}]]
    assert seen["two"] == ["of c", "of d"] and seen["large"] == {"echo": "large"}
    assert seen["streamed"] == [{"t": 0}, {"t": 1}]
    assert seen["channelled"] == [
        [1, 7, "ask", ["c", {"x": 1}]], [2, 7, "ask", ["d", {}]], [3, 7, "stream", ["e", {}]],
    ]  # fmt: skip
    assert (seen["begun"], seen["ended"], seen["stop"]) == ({"t": 0}, "AbortError", [4])
    # what the lost channel owed is asked by a request; a run can't go on
    assert seen["after"] == [{"echo": "h"}, "the server broke off"] and seen["again"] == {"echo": "j"}
    assert seen["back"] == "of k"
    # "j" opens a second socket, "l" a third in vain, "m" tries once more
    assert seen["sockets"] == 4 and seen["requests"] == ["a", "b", "large", "h", "j", "l", "m"]


def test_a_packed_answer_is_unpacked_and_one_that_can_t_be_breaks_off(module):
    seen = module(
        "server.js",
        PRETENDED
        + """
        const channel = await import("/channel.js?packed");
        channel.ready();
        const [only] = sockets;
        only.opens();
        const heard = (text) => new Promise((done) => channel.listen(text, done));
        const stream = new Blob([JSON.stringify([1, "of good"])]).stream();
        const packed = await new Response(stream.pipeThrough(new CompressionStream("gzip"))).blob();
        const good = heard('"good"');
        only.onmessage({ data: packed });
        const first = await good, bad = heard('"bad"');
        only.onmessage({ data: new Blob(["no gzip"]) });
        return [first, await bad, only.readyState];""",
    )
    assert seen == [["of good"], None, 3]  # what breaks off is fetched, as above


def test_where_no_channel_has_ever_opened_none_is_tried_again(module):
    tried = module(
        "server.js",
        PRETENDED
        + """
        const { ready } = await import("/channel.js?untried");
        const early = ready();
        sockets[0].closes();
        return [early, ready(), ready(), sockets.length];""",
    )
    assert tried == [False, False, False, 1]


def test_a_socket_that_is_silent_is_asked_for_a_sign_of_life_and_then_given_up(module):
    seen = module(
        "server.js",
        PRETENDED
        + """
        let clock = 1000, look;
        performance.now = () => clock;
        window.setInterval = (run) => { look = run; return 1; };
        window.clearInterval = () => {};
        const passes = (ms) => { clock += ms; look(); };
        const channel = await import("/channel.js?silent");
        channel.ready();
        const [first] = sockets;
        first.opens();
        const heard = (name) => new Promise((done) => channel.listen(`"${name}"`, done));
        const slow = heard("slow");
        passes(4500); passes(1000);
        first.tells(0);  // it is alive, only slow
        passes(4500); first.tells(0); passes(1000);
        first.tells(1, "of slow");
        const answer = await slow, signs = first.sent.filter((text) => text.length === 1).length;
        passes(60_000);  // nothing is owed
        const late = heard("late");
        passes(3000); passes(1500); passes(3000);
        const before = first.readyState;
        passes(1500);
        const nothing = await late;
        return { answer, signs, before, after: first.readyState, nothing, again: channel.ready(),
                 sockets: sockets.length };""",
    )
    assert seen["answer"] == ["of slow"] and seen["signs"] == 2
    assert (seen["before"], seen["after"], seen["nothing"]) == (1, 3, None)
    assert seen["sockets"] == 2  # it is opened anew at the next question


def test_where_a_socket_lets_nothing_through_none_is_tried_again(module):
    tried = module(
        "server.js",
        PRETENDED
        + """
        let clock = 1000, look;
        performance.now = () => clock;
        window.setInterval = (run) => { look = run; return 1; };
        const channel = await import("/channel.js?swallows");
        channel.ready();
        sockets[0].opens();
        const asked = new Promise((done) => channel.listen('"a"', done));
        for (const ms of [4500, 4500]) { clock += ms; look(); }
        return [await asked, channel.ready(), sockets.length];""",
    )
    assert tried == [None, False, 1]
