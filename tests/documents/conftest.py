"""The catalogues the documents are printed with, made from the parts as they stand."""

import gettext
import io
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo

from outreach_app.i18n import Catalogue, open_catalogue

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tools"), str(Path(__file__).parent)]

from compile_catalogue import merge, read_language  # noqa: E402


@pytest.fixture(scope="session")
def vietnamese() -> Catalogue:
    compiled = io.BytesIO()
    write_mo(compiled, merge(read_language(ROOT / "resources/translations/vi"), language="vi"))
    compiled.seek(0)
    return Catalogue("vi", gettext.GNUTranslations(compiled))


@pytest.fixture(params=["vi", "en"])
def catalogue(request: pytest.FixtureRequest, vietnamese: Catalogue) -> Catalogue:
    return vietnamese if request.param == "vi" else open_catalogue("en")
