"""The gallery of the kit's parts: `python -m explainer.kit`."""

from explainer.kit import page
from explainer.kit.gallery import tab

if __name__ == "__main__":
    page.preview(tab.build, tab.TITLE)
