"""The renewal list in words: the line of a person, how many days are left, what the person said last."""

from outreach_app.domain.identity import format_phone
from outreach_app.domain.lapses import LAPSE_NAMES
from outreach_app.domain.people import Scheme
from outreach_app.domain.renewal_reasons import CLASS_OF, RenewalClass, RenewalItem, RenewalList
from outreach_app.domain.visits import OUTCOME_NAMES
from outreach_app.i18n import Catalogue
from ui.presenters.phrases import DOT

_SPARE_DAYS = 5
"""With so few days left a line is urgent."""


def name_scheme(words: Catalogue, scheme: Scheme) -> str:
    """A scheme as short as it is said at the door."""
    return words.text("Social ins." if scheme is Scheme.VOLUNTARY else "Health ins.")


def tell_days(words: Catalogue, item: RenewalItem, found: RenewalList) -> str:
    """The days left, or since when it is over, or the day something happens."""
    left, renewal = item.renewal.days_left(found.on), item.renewal
    if CLASS_OF[renewal.reason] in (RenewalClass.SOON, RenewalClass.AGES):
        return words.date(renewal.due)
    if CLASS_OF[renewal.reason] is RenewalClass.STOPPED or left is None:
        months = item.months_since(found.on)
        if months:
            return words.plural("{count} month ago", "{count} months ago", months)
        return words.plural("{count} day ago", "{count} days ago", renewal.waiting_days)
    if left == 0:
        return words.text("last day")
    return words.plural("{count} day left", "{count} days left", left)


def is_urgent(item: RenewalItem, found: RenewalList) -> bool:
    """Whether the days that are left should catch the eye."""
    left = item.renewal.days_left(found.on)
    return CLASS_OF[item.renewal.reason] is RenewalClass.CLOSING and left is not None and left <= _SPARE_DAYS


def tell_todo(words: Catalogue, item: RenewalItem) -> tuple[str, str]:
    """Whom to call on and why, then the days, the telephone and the last answer."""
    renewal, person = item.renewal, item.person
    scheme = name_scheme(words, renewal.scheme)
    parts = [words.render(renewal.text)]
    if renewal.window_ends is not None and CLASS_OF[renewal.reason] is RenewalClass.SOON:
        parts.append(words.text("due {due}, at the latest {ends}", due=renewal.due, ends=renewal.window_ends))
    parts.append(_tell_phone(words, item))
    parts.append(words.text("away for work") if person.away else "")
    parts.append(tell_history(words, item))
    return f"{scheme}: {person.name}", DOT.join(part for part in parts if part)


def _tell_phone(words: Catalogue, item: RenewalItem) -> str:
    phone = item.person.phone
    return words.text("telephone {number}", number=format_phone(phone)) if phone else ""


def tell_answer(words: Catalogue, item: RenewalItem) -> str:
    """What the person said last about this scheme, and when; empty if nobody asked yet."""
    if item.answer is None or item.answered_on is None:
        return ""
    said = words.text(OUTCOME_NAMES[item.answer]).lower()
    return words.text("said on {day}: {what}", day=item.answered_on, what=said)


def tell_tries(words: Catalogue, item: RenewalItem) -> str:
    """How often somebody tried since there was a reason, and the last time nobody was reached."""
    tries = item.tries
    if not tries:
        return ""
    count = words.plural("tried {count} time", "tried {count} times", len(tries))
    last = tries[0]
    if last.reached:
        return count
    return DOT.join((words.text("not reached on {day}", day=last.on), count))


def tell_lapse(words: Catalogue, item: RenewalItem) -> str:
    """Why somebody stopped, in their own reason."""
    return (
        words.text("reason: {reason}", reason=words.text(LAPSE_NAMES[item.lapse.reason]).lower())
        if item.lapse
        else ""
    )


def tell_history(words: Catalogue, item: RenewalItem) -> str:
    """The reason of stopping, the last word, and how often somebody tried."""
    parts = (tell_tries(words, item), tell_lapse(words, item), tell_answer(words, item))
    return DOT.join(part for part in parts if part)


def tell_line(words: Catalogue, found: RenewalList) -> str:
    """How many lines there are, and how many of them are about to be lost."""
    parts = [
        words.long_date(found.on),
        words.plural("{count} to call on", "{count} to call on", found.total),
    ]
    closing = sum(count for reason, count in found.counts.items() if CLASS_OF[reason] is RenewalClass.CLOSING)
    if closing:
        parts.append(words.plural("{count} in the last days", "{count} in the last days", closing))
    return DOT.join(parts)
