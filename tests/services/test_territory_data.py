"""The shipped lists through the one door to shipped files."""

import pytest

from outreach_app import assets
from outreach_app.services.territory_data import ShippedTexts, load_territory


def test_the_territory_is_loaded_once_and_whole() -> None:
    territory = load_territory()
    assert territory is load_territory()
    commune = territory.commune("03424")
    assert commune is not None
    assert territory.address_of(commune) == "xã Bản Bo, tỉnh Lai Châu"
    assert len(territory.predecessors("03424")) == 2


def test_texts_are_those_of_the_folder() -> None:
    texts = ShippedTexts("territory")
    assert sorted(texts) == assets.list_names("territory", ending=".tsv")
    assert len(texts) == 4
    assert texts["vintages.tsv"] == assets.read_text("territory/vintages.tsv")
    assert "units_1900.tsv" not in texts
    with pytest.raises(KeyError):
        texts["units_1900.tsv"]
