"""Advice in the story: a quote with its law, the ladder of a family, a pension, and whom to call on."""

from collections import Counter
from fractions import Fraction

from outreach_app.domain.advice import AdviceBasis, FamilyAdvice, PensionAdvice, PersonAdvice
from outreach_app.domain.quotes import Step
from outreach_app.domain.renewal_reasons import CLASS_NAMES, CLASS_OF, RenewalClass
from outreach_app.errors import say
from outreach_app.i18n import Dong
from outreach_app.services.advice import Advice
from outreach_app.services.demo_day import list_doors
from outreach_app.services.demo_rules import read_next_year
from outreach_app.services.demo_stage import Stage
from outreach_app.services.printing import Printing
from outreach_app.services.renewals import Renewals

_VILLAGE = "Phiêng Hoi"
_LEAST_FAMILY = 3
_LINES = 2


def advise_a_family(demo: Stage) -> None:
    """Work a whole family's choices out, tell the amounts with their law, and print its leaflet."""
    demo.teller.chapter(say("What a family would pay, and what for"))
    advice, pension = _find_family(demo)
    person = next(each for each in advice.people if each.basis.person.id == pension.person.id)
    demo.households["advised"], demo.advised = advice.basis.card.household.id, person.basis.person.id
    demo.own_next_year = read_next_year(demo)
    _tell_quote(demo, person)
    _tell_ladder(demo, advice)
    _tell_pension(demo, pension)
    demo.teller.print_out(
        demo.sub("print") / "leaflet-advice.pdf",
        Printing(demo.desks["may-01"]).leaflet(advice.basis.card.household.id, demo.words),
        say("leaflet of the family that was advised, with the picture of the pension"),
    )  # fmt: skip


def _find_family(demo: Stage) -> tuple[FamilyAdvice, PensionAdvice]:
    """The first family of a village of which three pay for a card and one can be told a pension."""
    service = Advice(demo.desks["may-01"])
    for door in list_doors(demo.desks["may-01"], _VILLAGE):
        basis: AdviceBasis = service.read(door.id)
        choices = service.read_choices(basis)
        told = service.work_out(basis, choices)
        paying = [each for each in told.people if each.health is not None]
        pensions = (
            service.project(basis, choices, each.basis.person.id)
            for each in told.people
            if each.voluntary is not None
        )
        pension = next((each for each in pensions if each.projection and each.projection.pension_from), None)
        if len(paying) >= _LEAST_FAMILY and pension is not None:
            return told, pension
    raise AssertionError("no family of the sample can be advised")


def _tell_quote(demo: Stage, person: PersonAdvice) -> None:
    quote = person.voluntary
    assert quote is not None
    demo.teller.say(
        say(
            "{name} chooses {income} a month: {contribution} less {state} from the state leaves {own}.",
            name=person.basis.person.name, income=Dong(quote.income), contribution=Dong(quote.contribution),
            state=Dong(quote.state), own=Dong(quote.own),
        )
    )  # fmt: skip
    money = {step.rule: step for step in quote.steps if step.result in (quote.contribution, quote.state)}
    for step in money.values():
        _tell_step(demo, step)


def _tell_step(demo: Stage, step: Step) -> None:
    demo.teller.say(say("{step} – by {source}", step=step.text, source=step.source))


def _tell_ladder(demo: Stage, advice: FamilyAdvice) -> None:
    health = advice.health
    assert health is not None
    places = ", ".join(f"{share.position}: {demo.words.money(share.own)}" for share in health.members)
    demo.teller.say(
        say(
            "Health insurance of the family for {months} months, by place on the ladder: {places}; in all {total}.",
            months=advice.choices.health_months, places=places, total=Dong(health.total_own),
        )
    )  # fmt: skip
    rung = next((step for step in health.steps if step.rule.startswith("health.ladder.2")), health.steps[0])
    _tell_step(demo, rung)


def _tell_pension(demo: Stage, advice: PensionAdvice) -> None:
    told = advice.projection
    assert told is not None
    demo.teller.say(
        say(
            "Pension of {name}: {months} months until {day}, {rate}% of the average, {low} to {high} a month in"
            " today's money.",
            name=advice.person.name, months=told.months_contributed, day=told.retires_on,
            rate=_percent(demo, told.rate_percent), low=Dong(told.monthly_low), high=Dong(told.monthly_high),
        )
    )  # fmt: skip
    demo.teller.say(
        say(
            "Paid by the member {member}, by the state {state}; no promise, and {doubt}.",
            member=Dong(told.paid_by_member), state=Dong(told.paid_by_state),
            doubt=say("confirmed") if told.confirmed else say("not confirmed"),
        )
    )  # fmt: skip


def _percent(demo: Stage, rate: Fraction) -> str:
    whole, rest = divmod(round(rate * 100), 100)
    sign = demo.words.number(1_000)[1]
    point = "," if sign == "." else "."
    return f"{whole}{point}{rest:02d}" if rest else str(whole)


def list_who_is_due(demo: Stage) -> None:
    """Tell how many are to be called on for which reason, and of the most urgent why."""
    found = Renewals(demo.desks["may-01"]).list_renewals()
    demo.teller.chapter(say("Whom to call on"))
    classes = Counter(dict.fromkeys(RenewalClass, 0))
    for reason, count in found.counts.items():
        classes[CLASS_OF[reason]] += count
    told = ", ".join(
        f"{demo.words.text(CLASS_NAMES[group])} {count}" for group, count in classes.items() if count
    )
    demo.teller.say(say("{count} reasons to call: {reasons}.", count=found.total, reasons=told))
    for item in found.items[:_LINES]:
        demo.teller.say(
            say("{name} in {village}: {reason}", name=item.person.name, village=item.person.village_name,
                reason=item.renewal.text)
        )  # fmt: skip
