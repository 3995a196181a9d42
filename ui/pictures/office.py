"""Pictures of what only an office does beside files: questions, the book of answers, erasing, orders, a history."""

from collections.abc import Iterator

from PySide6.QtCore import Qt

from ui.pictures.studio import Picture, Studio
from ui.presenters.ports import EraseAt, HouseholdAt


def show_office_work(studio: Studio) -> Iterator[Picture]:
    """The questions, an entry of the book, somebody about to be erased, the orders, and the history of a household."""
    studio.house.go("answers")
    yield studio.take("8-questions", "answers")
    studio.press(Qt.Key.Key_End)
    studio.settle()
    studio.press(Qt.Key.Key_Up)
    yield studio.take("8-questions-book", "answers")
    households = studio.app.households
    card = households.read_card(households.read_rows(households.list_numbers()[:1])[0].id)
    person, home = card.members[-1], card.household
    studio.house.go("erase", EraseAt(person.id, person.name, home.id, home.code))
    yield studio.take("8-erase", "erase")
    studio.house.go("erasures")
    yield studio.take("8-erasures", "erasures")
    studio.house.go("households", HouseholdAt(home.id))
    studio.settle()
    studio.house.history.toggle()
    yield studio.take("8-history", "history")
    studio.house.history.toggle()
