"""The named endpoints, asked by Gradio's own client of a running app."""

import math

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError


@pytest.fixture(scope="module")
def client(app_url):
    return Client(app_url, verbose=False)


def test_a_program_compares_two_distributions_by_name(client):
    told = client.predict(p="normal(0, 1)", q="normal(1, 2)", api_name="/divergence")
    assert told["kl_pq"]["value"] == pytest.approx(math.log(2) + 2 / 8 - 1 / 2)
    assert told["kl_pq"]["unit"] == "nats" and told["kl_pq"]["error"] < 1e-9
    bits = client.predict(p="normal(0, 1)", q="normal(1, 2)", unit="bits", api_name="/divergence")
    assert bits["kl_pq"]["value"] == pytest.approx(told["kl_pq"]["value"] / math.log(2))


def test_what_is_no_number_comes_as_a_text_with_its_reason(client):
    told = client.predict(p="normal()", q="uniform(0, 1)", api_name="/divergence")["kl_pq"]
    assert told["value"] == "inf" and told["why"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"p": "normal(0, -1)", "q": "normal()"}, "Std of normal is -1; it must be above 0"),
        ({"p": "normal()", "q": "normal()", "unit": "feet"}, "the unit is 'feet'; allowed are"),
        ({"p": 5, "q": "normal()"}, "p is 5; allowed is a text"),
        ({"p": "samples(/etc/passwd)", "q": "normal()"}, "pload"),
    ],
)
def test_what_is_refused_on_the_page_is_refused_here_in_the_same_words(client, given, sentence):
    with pytest.raises(AppError, match=sentence):
        client.predict(**given, api_name="/divergence")


def test_each_endpoint_says_what_it_takes(client):
    named = client.view_api(return_format="dict")["named_endpoints"]
    assert set(named) == {"/divergence"}
    for endpoint in named.values():
        assert endpoint["description"] and all(one["type"] for one in endpoint["parameters"])
