"""Bad input to the maths, in words that can stand beside a control."""


class BadArgument(ValueError):
    """The argument called `argument` is wrong; the sentence names its value and what is allowed."""

    def __init__(self, argument: str, sentence: str) -> None:
        super().__init__(sentence)
        self.argument = argument
