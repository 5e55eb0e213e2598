"""The English of the pages: a catalogue of sentences (``translations/en.po``), read when somebody
first reads English. Swedish is what stands in the code."""

from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Babel, Domain, get_locale

FOLDER: Final = Path(__file__).parent / "translations"
EXTRACTED_FROM: Final = (("app/**.py", "python"), ("templates/web/**.html", "jinja2"))
"""Where sentences stand; ``tests/app/test_catalogue.py`` asks that each has its English."""


class Catalogue(Domain):
    """The catalogue of each language, made once in a process from its text."""

    def get_translations(self) -> NullTranslations:
        """Those of the language that is read now."""
        language = str(get_locale() or "sv")
        if language not in self.cache:
            self.cache[language] = _load(FOLDER / f"{language}.po")
        found: NullTranslations = self.cache[language]
        return found


class Pages(Babel):
    """Babel with our catalogue."""

    domain_instance = Catalogue()


def _load(path: Path) -> NullTranslations:
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as written:
        catalogue = read_po(written)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)
