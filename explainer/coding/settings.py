"""What the parts of the section share."""

SECTION = "coding"
