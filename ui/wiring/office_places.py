"""The places around the work: files, lists, print, settings."""

from ui.wiring.bench import Place

OFFICE_PLACES: tuple[Place, ...] = ()
