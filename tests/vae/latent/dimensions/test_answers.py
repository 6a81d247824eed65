"""What the caption says of 16 dimensions."""

from explainer.vae.latent.dimensions import answers


def test_what_the_captions_of_16_dimensions_say():
    rows = {row[0]: row[1:] for row in answers.sixteen()["rows"]["rows"]}
    assert float(rows["ELBO"][1]) > float(rows["ELBO"][0])
    assert int(rows["axes whose KL is under 0.1 nats"][1]) > 0
    assert float(rows["Fréchet distance of 1,000 samples"][1]) < float(
        rows["Fréchet distance of 1,000 samples"][0]
    )
