"""Every place of the program in the order of the rail."""

from ui.wiring.bench import Place
from ui.wiring.desk_places import ANSWERS, DESK_PLACES
from ui.wiring.office_places import OFFICE_PLACES, SETTINGS

PLACES: tuple[Place, ...] = (*DESK_PLACES, *OFFICE_PLACES, ANSWERS, SETTINGS)
