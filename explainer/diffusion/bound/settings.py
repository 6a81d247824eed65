"""The section's name in links and ids."""

SECTION = "bound"
