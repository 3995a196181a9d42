"""The days of a lost laptop that never reached the office, as answers for programs."""

from outreach_app.domain.lost_days import LostDays


def lost_shape(lost: LostDays) -> dict[str, object]:
    """What is known to be missing, by day, and where it may still be found."""
    return {
        "device": lost.device, "newest": lost.newest.isoformat() if lost.newest else None,
        "last_file": lost.last_file, "missing_files": list(lost.files), "missing_entries": lost.entries,
        "days": [{"day": each.day.isoformat(), "visits": each.came} for each in lost.days],
        "open_lists": list(lost.lists),
    }  # fmt: skip
