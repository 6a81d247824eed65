"""The page in Portuguese: words, numbers and links; the same place in the other language; typed commas."""


def test_a_portuguese_page_says_it_answers_in_it_and_refuses_in_it(visit):
    one = visit()
    one.open("?lang=pt&at=divergence", "divergence-figure")
    page = one.page
    assert page.evaluate("document.documentElement.lang") == "pt"
    assert page.title() == "Divergência · Diffusion Live"
    assert page.locator("#divergence-figure h2").text_content().endswith("A calculadora de divergências")
    assert "surpresa adicional" in page.locator(".dl-lesson").first.text_content()
    one.ready("divergence-numbers")
    assert "0,443147181 nats" in page.locator("#divergence-numbers table").text_content()
    page.locator("#divergence-p").fill("normal(0, 1")
    page.locator("#divergence-figure .dl-fault", has_text="esperava-se").wait_for()
    assert one.errors == []


def test_the_bar_leads_to_this_very_place_in_the_other_language_and_the_address_keeps_it(visit):
    one = visit()
    one.open("?at=forward&t=700", "forward-figure")
    assert "lang=" not in one.page.url
    one.page.locator("a.dl-language[hreflang=pt]").click()
    one.page.wait_for_url("**lang=pt**")
    one.ready("forward-figure")
    one.shows("t", "700")
    assert "at=forward" in one.page.url and "t=700" in one.page.url
    one.page.locator("#dl-outline-switch").wait_for()
    assert one.page.evaluate("document.documentElement.lang") == "pt"
    one.page.locator("a.dl-language[hreflang=en]").click()
    one.page.wait_for_url("**lang=en**")
    one.ready("forward-figure")
    assert one.page.evaluate("document.documentElement.lang") == "en"


def test_the_browser_s_own_language_is_taken_without_a_link(visit):
    one = visit(locale="pt-BR")
    one.open("?at=forward", "forward-figure")
    assert one.page.evaluate("document.documentElement.lang") == "pt" and "lang=" not in one.page.url
    one.page.goto(one.url + "?at=forward&lang=xx")
    one.page.locator("#page-notice", has_text="O link pede o idioma “xx”; existem en, pt.").wait_for()


def test_a_typed_number_may_have_a_comma_in_both_languages(visit):
    one = visit()
    for code in ("en", "pt"):
        one.open(f"?lang={code}&at=gan", "gan-figure")
        box = one.page.locator("#gan-rate_d")
        box.fill("0,0025")
        box.press("Enter")
        one.page.wait_for_function("new URLSearchParams(location.search).get('rate_d') === '0.0025'")
        assert box.input_value() == ("0.0025" if code == "en" else "0,0025")
