"""The page's keys: one owner each, not while typing, and a list of all of them."""

PRESS = """
const log = [];
kit.bind(["n", "PageDown"], "next", () => log.push("next"));
kit.bind("b", "black", () => false);
const press = (target, key, more = {}) => {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  target.dispatchEvent(event);
  return event.defaultPrevented;
};
const put = (tag, props = {}) => document.body.appendChild(Object.assign(document.createElement(tag), props));
"""


def test_a_key_runs_where_nothing_is_typed_and_is_the_browser_s_where_it_does_nothing(module):
    log = module(
        "keys.js",
        PRESS
        + """
        const used = [press(document.body, "n"), press(document.body, "b"), press(document.body, "PageDown")];
        press(document.body, "n", { ctrlKey: true });
        press(put("input", { type: "text" }), "n");
        press(put("select"), "n");
        press(put("textarea"), "n");
        used.push(press(put("input", { type: "range" }), "n"));
        return [used, log];
        """,
    )
    assert log == [[True, False, True, True], ["next"] * 3]


def test_a_key_has_one_owner_and_all_are_listed(module):
    said = module(
        "keys.js?again",  # a module of its own: the keys of the test above are bound in theirs
        PRESS
        + """
        let twice = "";
        try { kit.bind("PageDown", "other", () => {}); } catch (problem) { twice = problem.message; }
        press(document.body, "?");
        const dialog = document.querySelector("dialog[open]");
        press(document.body, "n");
        const said = [twice, dialog.innerText.replace(/\\s+/g, " "), log.length];
        dialog.close();
        return said;
        """,
    )
    assert "next" in said[0]
    assert "n Page Down next" in said[1] and "? show these keys" in said[1]
    assert said[2] == 0  # not behind the dialog
