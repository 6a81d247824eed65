"""The divergence section in a real browser: hands, texts, links, and what is never lost."""

import re

import pytest
from page import drag, standing, take
from scipy import stats

from explainer.divergence.calculator import theory

P, Q = "normal(0, 1)", "normal(1, 2)"
HERO = "divergence-figure"


def opened(visit, query: str = "", figure: str = HERO, **options):
    return visit(**options).open(f"?at=divergence{query}", figure)


def numbers(one, figure: str = HERO) -> dict[str, float]:
    return {key: float(one.data(figure)[key]) for key in ("klPq", "klQp", "js")}


def tells(one, p: str, q: str, unit: str = "nats") -> None:
    """Wait until the figure tells Python's own numbers for the pair, to the last digit."""
    table = theory.table(p, q, unit)
    expected = {"klPq": "kl_pq", "klQp": "kl_qp", "js": "js"}
    one.page.wait_for_function(
        """([id, expected]) => {
          const data = document.querySelector(`#${id} [data-ready]`).dataset;
          return Object.entries(expected).every(([key, value]) => Number(data[key]) === value);
        }""",
        arg=[HERO, {key: table.best(name).value for key, name in expected.items()}],
    )


def dot(page, label: str, figure: str = HERO):
    box = standing(page.locator(f'#{figure} .dl-knob[aria-label="{label}"]:visible').first)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_first_screen_tells_both_directions_and_asks_nothing(visit):
    one = opened(visit)
    tells(one, P, Q)
    # what its figures are made of, answers to the default among it; draws come once the hand rests
    assert [name for name in one.asked if name not in ("chance", "@index")] == ["@specs"]
    assert one.errors == []


def test_a_dot_dragged_on_the_plot_writes_the_text_and_the_numbers_follow(visit):
    one = opened(visit)
    drag(one.page, dot(one.page, "place of p"), 60, steps=12)
    text = one.page.locator("#divergence-p").input_value()
    mean = float(re.fullmatch(r"normal\((.+), 1\)", text)[1])
    assert 1 < mean < 8
    tells(one, text, Q)
    drag(one.page, dot(one.page, "width of q"), 25, steps=12)
    wide = one.page.locator("#divergence-q").input_value()
    assert float(re.fullmatch(r"normal\(1, (.+)\)", wide)[1]) > 2.2
    tells(one, text, wide)
    one.page.wait_for_function("location.search.includes('p=normal')")


def test_arrow_keys_move_a_dot_and_a_slider(visit):
    one = opened(visit)
    one.page.locator(f'#{HERO} .dl-knob[aria-label="place of p"]:visible').focus()
    one.page.keyboard.press("ArrowRight")
    tells(one, "normal(0.01, 1)", Q)
    one.page.locator("#divergence-q-slot-1").focus()
    one.page.keyboard.press("ArrowRight")
    tells(one, "normal(0.01, 1)", "normal(1, 2.01)")


def test_a_link_opens_that_pair(visit):
    one = opened(visit, "&p=normal(0,1)&q=laplace(1,2)&unit=bits")
    tells(one, "normal(0, 1)", "laplace(1, 2)", "bits")
    assert one.page.locator("#divergence-q").input_value() == "laplace(1,2)"
    assert one.page.locator("#divergence-q-family").input_value() == "laplace"


def test_a_family_keeps_place_and_width(visit):
    one = opened(visit, "&p=normal(2,0.5)")
    one.page.locator("#divergence-p-family").select_option("logistic")
    one.shows("p", "logistic(2, 0.5)", HERO)
    tells(one, "logistic(2, 0.5)", Q)


def test_bad_text_shows_a_caret_and_the_last_figure_stays(visit):
    one = opened(visit)
    before = numbers(one)
    one.page.locator("#divergence-p").fill("normal(0, -1)")
    fault = one.page.locator("#divergence-p-fault")
    fault.filter(has_text="must be above 0").wait_for()
    assert fault.inner_text().split("\n")[:2] == ["normal(0, -1)", "          ^"]
    assert numbers(one) == before
    one.page.locator("#divergence-p").fill("normal(0, 3)")
    tells(one, "normal(0, 3)", Q)
    assert fault.inner_text() == ""


def test_infinity_is_told_as_infinity_and_says_where(visit):
    one = opened(visit)
    one.page.locator("#divergence-preset").select_option(label="disjoint uniforms")
    tells(one, "uniform(0, 1)", "uniform(2, 3)")
    assert one.data(HERO)["klPq"] == "Infinity"
    one.page.locator(f"#{HERO} .dl-moral").filter(has_text="only Wasserstein").wait_for()
    one.ready("divergence-numbers")
    one.page.locator("#divergence-numbers .dl-notes").filter(has_text="> 0 = q").wait_for()


def test_bars_are_dragged_and_the_probabilities_still_add_up_to_one(visit):
    one = opened(visit, "&p=categorical(0.5,0.3,0.2)&q=categorical(0.4,0.4,0.2)")
    drag(one.page, dot(one.page, "p(0)"), 0, 60, steps=12)
    one.page.wait_for_function("!document.querySelector('#divergence-p').value.startsWith('categorical(0.5')")
    text = one.page.locator("#divergence-p").input_value()
    shares = [float(part) for part in text[len("categorical(") : -1].split(",")]
    assert shares[0] < 0.45 and sum(shares) == pytest.approx(1, abs=1e-9)
    assert shares[1] / shares[2] == pytest.approx(1.5, rel=1e-6)
    tells(one, text, "categorical(0.4, 0.4, 0.2)")


def test_numbers_of_one_s_own_become_p(visit):
    one = opened(visit)
    one.page.locator(f"#{HERO} .dl-more summary").click()
    body = "\n".join(str(x) for x in stats.norm(1, 2).ppf([(i + 0.5) / 300 for i in range(300)])).encode()
    one.page.locator("#divergence-upload_p").set_input_files(
        {"name": "mine.csv", "mimeType": "text/csv", "buffer": body}
    )
    one.shows("p", "samples(upload)", HERO)
    one.page.wait_for_function(f"Number(document.querySelector('#{HERO} [data-ready]').dataset.klPq) < 0.05")


def test_the_coin_follows_both_sliders(visit):
    one = opened(visit, figure="divergence-coin")
    assert one.data("divergence-coin")["klPq"].startswith("0.0225824")
    one.page.locator("#coin-q").fill("0.5")
    one.shows("coin_q", "0.5", "divergence-coin")
    one.page.locator("#divergence-coin td").filter(has_text="0.0201355 nats").wait_for()
    one.page.locator("#coin-p").fill("0.5")
    one.page.locator("#divergence-coin td").filter(has_text="0.0000000 nats").first.wait_for()


def test_the_fit_covers_or_seeks_and_follows_the_mixture(visit):
    one = opened(visit, figure="fit-figure")
    cells = one.page.locator("#fit-figure tbody td")
    forward, reverse = float(cells.nth(1).inner_text()), float(cells.nth(4).inner_text())
    assert forward > 1.8 and reverse < 1
    drag(one.page, dot(one.page, "mean 1", "fit-figure"), -30, steps=12)
    one.page.wait_for_function(
        f"document.querySelectorAll('#fit-figure tbody td')[1].textContent !== '{cells.nth(1).inner_text()}' ||"
        f" Number(document.querySelectorAll('#fit-figure tbody td')[1].textContent) > {forward}"
    )


def test_an_ellipse_is_turned_by_its_tip(visit):
    one = opened(visit, figure="divergence-plane")
    told = "#divergence-plane tbody td"
    before = one.page.locator(told).nth(2).inner_text()
    drag(one.page, dot(one.page, "long half-axis of p", "divergence-plane"), -40, 30, steps=12)
    one.page.wait_for_function(f"document.querySelectorAll('{told}')[2].textContent !== '{before}'")
    assert float(one.data("divergence-plane")["planePu"]) < 1.8


def test_two_visitors_keep_their_own_pairs(visit):
    first, second = opened(visit), opened(visit)
    first.page.locator("#divergence-p").fill("normal(0, 5)")
    tells(first, "normal(0, 5)", Q)
    tells(second, P, Q)


def test_what_misses_one_is_put_right_at_a_press_and_the_third_way_follows_the_pair(visit):
    one = opened(visit)
    one.ready("divergence-numbers")
    cell = one.page.locator("#divergence-numbers tbody tr").first.locator("td").last
    cell.filter(has_text=re.compile(r"^0\.4\d+ ± 0\.0\d+$")).wait_for()  # 0.443 by 10,000 draws
    one.page.locator("#divergence-p").fill("categorical(0.5, 0.3, 0.4)")
    button = one.page.locator(f"#{HERO} .dl-offer:visible")
    button.filter(has_text="Use categorical(0.41").wait_for()
    one.page.locator("#divergence-q").fill("categorical(0.2, 0.2, 0.6)")
    button.click()
    text = "categorical(0.416666666667, 0.25, 0.333333333333)"
    tells(one, text, "categorical(0.2, 0.2, 0.6)")
    assert one.page.locator("#divergence-p").input_value() == text and button.count() == 0
    truth = theory.table(text, "categorical(0.2, 0.2, 0.6)").best("kl_pq").value
    one.page.wait_for_function(
        "truth => Math.abs(parseFloat(document.querySelector('#divergence-numbers tbody tr td:last-child')"
        ".textContent) - truth) < 0.03",
        arg=truth,
    )
    one.page.locator("#divergence-p").fill("normal(0, 1)")
    one.page.locator("#divergence-q").fill("normal(1, 2)")
    one.page.locator("#divergence-numbers .katex .mfrac").first.wait_for()  # set with its numbers in it


def test_a_pair_in_the_plane_is_drawn_and_its_centre_dragged(visit):
    p, q = "mvn([0, 0], [[1, 0.5], [0.5, 1]])", "mvn([1, 0], [[2, 0], [0, 1]])"
    one = opened(visit, f"&p={p}&q={q}")
    tells(one, p, q)
    one.page.wait_for_function(f"document.querySelectorAll('#{HERO} .contourlayer .contour').length >= 2")
    drag(one.page, dot(one.page, "centre of p"), 30, -20, steps=4)
    one.page.wait_for_function("!document.querySelector('#divergence-p').value.startsWith('mvn([0, 0]')")
    text = one.page.locator("#divergence-p").input_value()
    x, y = map(float, re.match(r"mvn\(\[(.+), (.+)\], \[\[1, 0.5\]", text).groups())
    assert x > 0.2 and y > 0.2
    tells(one, text, q)


def test_the_saved_page_tells_the_pair_without_a_server_and_offers_no_dead_hand(visit, browser, tmp_path):
    one = opened(visit, "&p=normal(0,1.5)&q=laplace(1,2)")
    tells(one, "normal(0, 1.5)", "laplace(1, 2)")
    with one.page.expect_download() as download:
        take(one.page, f"#{HERO}", "Page")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    context = browser.new_context(offline=True)
    page, asked, errors = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(file.as_uri(), wait_until="commit")
    page.wait_for_selector('[data-ready="true"]', timeout=90_000)  # plotly is a large part of it
    told = page.eval_on_selector("[data-ready]", "root => ({...root.dataset})")
    assert (told["p"], told["klPq"]) == ("normal(0,1.5)", one.data(HERO)["klPq"])
    assert page.locator(".dl-knob:visible").count() == 0 and page.locator("select, input").count() == 0
    assert errors == [] and [url for url in asked if url.startswith("http")] == []
    context.close()


def test_a_file_is_sent_once_however_often_its_partner_moves(visit):
    one = opened(visit)
    first = one.settled()
    one.page.locator(f"#{HERO} .dl-more summary").click()
    drawn = stats.norm(1, 2).rvs(3000, random_state=0)  # even quantiles would be no sample
    body = "\n".join(f"{x:.6f}" for x in drawn).encode()
    one.page.locator("#divergence-upload_p").set_input_files(
        {"name": "mine.csv", "mimeType": "text/csv", "buffer": body}
    )
    one.page.wait_for_function(f"Number(document.querySelector('#{HERO} [data-ready]').dataset.klPq) < 0.05")
    for text in ("normal(1, 3)", "normal(1, 4)"):
        before = one.data(HERO)["klPq"]
        one.page.locator("#divergence-q").fill(text)
        one.page.wait_for_function(
            f"was => document.querySelector('#{HERO} [data-ready]').dataset.klPq !== was", arg=before
        )
    sent = [len(call) for call in one.calls[first:]]
    assert sum(size > len(body) for size in sent) == 1 and len(sent) >= 4
