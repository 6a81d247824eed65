"""The question comes first: answers and corrections are folded until somebody opens them."""


def test_an_answer_is_shown_when_it_is_asked_for(visit):
    one = visit().open("?at=forward", "forward-variance")
    answer = one.page.locator("#forward-variance .dl-answer p")
    assert not answer.is_visible()
    one.page.locator("#forward-variance .dl-answer summary").press("Enter")
    assert answer.is_visible() and "stay at 1" in answer.inner_text()
    assert one.errors == []


def test_h_shows_and_hides_answers_in_the_lecture_view(visit):
    one = visit().open("?at=forward&figure=variance&view=lecture", "forward-variance")
    answer = one.page.locator("#forward-variance .dl-answer p")
    assert not answer.is_visible()
    one.page.keyboard.press("h")
    assert answer.is_visible()
    one.page.keyboard.press("h")
    assert not answer.is_visible()


def test_a_table_that_answers_is_folded_with_its_figure_s_question(visit):
    one = visit().open("?at=unet", "unet-ranked")
    table = one.page.locator("#unet-ranked table")
    assert not table.is_visible()
    one.page.locator("#unet-ranked .dl-answer summary").click()
    assert table.is_visible()


def test_corrections_of_the_slides_are_one_fold_with_the_wrong_formula_struck_through(visit):
    one = visit().open("?at=elbo", "elbo-figure")
    fold = one.page.locator(".dl-slide:visible details")
    assert fold.count() == 1
    assert not fold.locator("del").first.is_visible()
    fold.locator("summary").click()
    assert fold.locator("del .katex").count() >= 4 and fold.locator("del").first.is_visible()
