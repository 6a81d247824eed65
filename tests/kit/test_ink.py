"""What is drawn for a saved picture is what stands on the page, at its place."""

import numpy as np

PAGE = """
document.body.style = "margin: 0; background: white; color: black; font: 20px serif";
const box = document.createElement("div");
box.style = "position: absolute; left: 40px; top: 30px; width: 300px; height: 200px";
box.innerHTML = `<p style="margin: 0">some words that need more than one line of the box, and <b>more</b></p>
  <p style="margin: 20px 0 0; border-bottom: 3px solid rgb(200, 0, 0); height: 10px"></p>
  <math style="font-size: 30px"><mfrac><mn>12</mn><mn>34</mn></mfrac></math>
  <span style="display: none">hidden</span>
  <span style="position: absolute; width: 1px; height: 1px; overflow: hidden">for readers alone</span>`;
document.body.replaceChildren(box);
await document.fonts.ready;
"""
DRAW = """
const canvas = document.createElement("canvas");
[canvas.width, canvas.height] = [400, 300];
const pen = canvas.getContext("2d");
pen.fillStyle = "white";
pen.fillRect(0, 0, 400, 300);
await kit.ink(pen, box, 40, 30);
const { data } = pen.getImageData(0, 0, 400, 300);
return [...data].filter((_, i) => i % 4 < 3).map((value, i) => value);
"""


def test_words_lines_and_fractions_are_drawn_where_they_stand(module):
    drawn = np.array(module("ink.js", PAGE + DRAW)).reshape(300, 400, 3)
    dark = drawn.min(axis=2) < 128
    boxes = module(
        "ink.js",
        """const place = (node) => { const range = document.createRange(); range.selectNodeContents(node);
             const b = range.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; };
           const [words] = document.querySelectorAll("div p");
           return [place(words), place(document.querySelector("math"))];""",
    )
    (left, top, right, bottom), (f_left, f_top, f_right, f_bottom) = boxes
    inked = np.argwhere(dark[int(top) : int(bottom) + 1])
    assert abs(inked[:, 1].min() - left) < 3 and abs(inked[:, 1].max() - right) < 4
    lines = dark[int(top) : int(bottom)].any(axis=1)
    assert np.count_nonzero(np.diff(lines.astype(int)) == 1) + lines[0] == 2  # two lines of text
    red = (drawn[..., 0] > 150) & (drawn[..., 1] < 60)
    assert red[:, 45:335].all(axis=1).sum() == 3  # the border, through the whole width
    rows = dark[int(f_top) : int(f_bottom) + 1, int(f_left) : int(f_right)]
    assert rows.any(axis=1).mean() > 0.6 and (rows.mean(axis=1) > 0.85).any()  # digits, and the line between
    below = dark[int(f_bottom) + 4 :]
    assert not below.any()  # nothing of what is hidden
