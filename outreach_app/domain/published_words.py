"""What follows from published numbers, in sentences for screens, papers and the command line."""

from collections.abc import Iterator

from outreach_app.domain.official_figures import Gap, Growth
from outreach_app.domain.people import SCHEME_NAMES, Scheme
from outreach_app.domain.published import PublishedScheme
from outreach_app.domain.report_rows import FigureReport
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Catalogue, Count


def tell_figures(report: FigureReport, words: Catalogue, *, with_ours: bool = True) -> list[Message]:
    """Say what the official figures of a unit come to, scheme by scheme, and how ours differ.

    Not `with_ours` where a table beside the sentences has them.
    """
    lines = [line for row in report.schemes for line in _tell_scheme(row, words)]
    lines += [_tell_gap(gap, words) for gap in report.gaps if with_ours]
    lines += [
        say("{day}: {whole} members of social insurance, {part} of them {of_part}; so {people} {of_rest}.",
            day=rest.whole.on, whole=Count(rest.whole.value), part=Count(rest.part.value),
            of_part=_name(rest.part.scheme, words), people=Count(rest.people), of_rest=_name(rest.scheme, words))
        for rest in report.rests
    ]  # fmt: skip
    if report.distinct is not None:
        twice = report.distinct
        lines.append(
            say("{distinct} people in any scheme; the sum of the schemes, {total}, counts {twice} of them twice.",
                distinct=Count(twice.distinct), total=Count(twice.total), twice=Count(twice.counted_twice))
        )  # fmt: skip
    return lines


def _tell_gap(gap: Gap, words: Catalogue) -> Message:
    told: dict[str, object] = {
        "scheme": _name(gap.official.scheme, words), "day": gap.official.on, "official": Count(gap.official.value),
        "ours": Count(gap.ours),
    }  # fmt: skip
    if gap.difference < 0:
        return say("{scheme}, {day}: official {official}, ours {ours}, {fewer} fewer.", **told,
                   fewer=Count(-gap.difference))  # fmt: skip
    if gap.difference:
        return say(
            "{scheme}, {day}: official {official}, ours {ours}, {more} more.",
            **told,
            more=Count(gap.difference),
        )
    return say("{scheme}, {day}: official {official}, ours as many.", **told)


def _tell_scheme(row: PublishedScheme, words: Catalogue) -> Iterator[Message]:
    scheme = _name(row.scheme, words)
    for growth in row.growths:
        yield _tell_growth(growth, scheme)
    for net in row.nets:
        yield say("{scheme}, {first} to {last}: {new} new, {lapsed} stopped, net {net}.", scheme=scheme,
                  first=net.period.first, last=net.period.last, new=Count(net.new), lapsed=Count(net.lapsed),
                  net=Count(net.people))  # fmt: skip
    for plan in row.plans:
        yield say("{scheme}: {done} of {plan} planned, {percent}%.", scheme=scheme, done=Count(plan.done),
                  plan=Count(plan.target.people), percent=plan.percent)  # fmt: skip
    yield from (passing.tell() for passing in row.passings)
    yield from (told for each in row.comparisons if (told := each.warn()))
    for whole in row.wholes:
        yield say("{scheme}, {day}: the percentage stands for about {people} (from {least} to {most}).",
                  scheme=scheme, day=whole.told_by.on, people=Count(whole.middle), least=Count(whole.least),
                  most=Count(whole.most))  # fmt: skip


def _name(scheme: Scheme | None, words: Catalogue) -> str:
    return words.text(SCHEME_NAMES[scheme]) if scheme else words.text(N_("In any scheme"))


def _tell_growth(growth: Growth, scheme: str) -> Message:
    told: dict[str, object] = {
        "scheme": scheme, "day": growth.now.on, "people": Count(growth.now.value), "since": growth.base.on,
    }  # fmt: skip
    if growth.people < 0:
        return say(
            "{scheme}, {day}: {people}, {fewer} fewer than on {since}.", **told, fewer=Count(-growth.people)
        )
    return say("{scheme}, {day}: {people}, {more} more than on {since}.", **told, more=Count(growth.people))
