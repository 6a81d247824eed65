"""The search and the glossary: titles, symbols, settings and words are found, and terms explain themselves."""

import pytest


def ask(one, question: str) -> list[str]:
    one.page.keyboard.press("/")
    one.page.locator("#search input").fill(question)
    one.page.locator("#search [role=option]").first.wait_for()
    return one.page.locator("#search [role=option] b").all_inner_texts()


@pytest.mark.parametrize(
    ("question", "kind", "says"),
    [("guidance", "term", "class"), ("overdoing", "figure", "Guidance"),
     ("alpha bar", "term", "product"), ("posterior", "term", "likelihood"),
     ("fréchet", "term", "Gaussians"), ("frechet", "term", "Gaussians"), ("Steps T", "control", "steps"),
     ("cryptanalysts", "lesson", "1951")],
)  # fmt: skip
def test_what_is_looked_for_is_found(visit, question, kind, says):
    one = visit().open()
    ask(one, question)
    first = one.page.locator("#search [role=option]").first
    assert first.locator("small").inner_text() == kind and says in first.text_content()


def test_a_key_chooses_and_takes_one_there(visit):
    one = visit().open()
    titles = ask(one, "U-Net")
    assert any("U-Net" in title for title in titles)
    one.page.locator("#search input").fill("take something away")
    one.page.locator("#search [role=option]").first.wait_for()
    one.page.keyboard.press("Enter")
    one.page.wait_for_function("location.search.startsWith('?at=unet&figure=cuts')")
    assert not one.page.locator("#search").is_visible() and one.errors == []


def test_nothing_found_is_said(visit):
    one = visit().open()
    one.page.keyboard.press("/")
    one.page.locator("#search input").fill("wobblegong")
    one.page.get_by_text("Nothing found").wait_for()


def test_the_glossary_is_one_page_and_has_an_address(visit):
    one = visit().open("?at=forward#glossary")
    terms = one.page.locator("#search dt")
    terms.first.wait_for()
    assert terms.count() >= 60
    one.page.keyboard.press("Escape")
    one.page.wait_for_function("!location.hash")


def test_terms_explain_themselves_to_mouse_key_and_finger(visit):
    one = visit(has_touch=True).open("?at=variational", "variational-figure")
    word = one.page.locator(".dl-lesson .dl-word", has_text="posterior").first
    tip = one.page.locator("#dl-tip")
    word.hover()
    tip.get_by_text("prior times likelihood").wait_for()
    one.page.mouse.move(5, 5)
    tip.wait_for(state="hidden")
    word.focus()
    tip.get_by_text("prior times likelihood").wait_for()
    one.page.keyboard.press("Escape")
    tip.wait_for(state="hidden")
    word.evaluate("node => node.blur()")
    word.tap()
    tip.get_by_text("prior times likelihood").wait_for()


def test_symbols_are_explained_where_they_are_at_home(visit):
    one = visit().open()
    symbol = one.page.locator(".dl-lesson .dl-word:has(.katex)", has_text="β").first
    symbol.focus()
    one.page.locator("#dl-tip", has_text="variance of the noise").wait_for()
