"""The places of everyday work: today's list, households, visits, type-back, sign-ups."""

from collections.abc import Callable
from functools import partial

from outreach_app.i18n import N_
from ui.presenters.answers import count_questions
from ui.presenters.frame import count_doors, count_sheets
from ui.wiring.bench import OFFICE, Bench, Place, Room, keep


def _open_today(bench: Bench) -> Room:
    from ui.presenters.today import TodayPresenter
    from ui.screens.today import TodayScreen

    screen = TodayScreen(bench.words)
    presenter = TodayPresenter(bench.app, bench.ports(screen), show=screen.render_state)
    screen.stood_on.connect(presenter.stand_on)
    screen.visit_wanted.connect(presenter.open_visit)
    screen.household_wanted.connect(presenter.open_household)
    screen.draft_wanted.connect(presenter.open_draft)
    screen.requests_wanted.connect(presenter.open_requests)
    screen.difficulties_wanted.connect(presenter.open_difficulties)
    screen.list_wanted.connect(presenter.print_visit_list)
    screen.leaflet_wanted.connect(presenter.print_leaflet)
    screen.summary_wanted.connect(presenter.print_summary)
    screen.households_wanted.connect(presenter.bring_households)
    screen.advice_wanted.connect(presenter.open_advice)
    return keep(Room(screen, presenter.enter, presenter.follow, here=presenter.here), presenter)


def _open_households(bench: Bench) -> Room:
    from ui.presenters.households import HouseholdsPresenter
    from ui.screens.households import HouseholdsScreen

    screen = HouseholdsScreen(bench.words)
    presenter = HouseholdsPresenter(bench.app, bench.ports(screen), show=screen.render_state)
    screen.page_wanted.connect(presenter.read_page)
    screen.filtered.connect(presenter.filter)
    screen.stood_on.connect(presenter.stand_on)
    screen.visit_wanted.connect(presenter.open_visit)
    screen.advice_wanted.connect(presenter.open_advice)
    screen.leaflet_wanted.connect(presenter.print_leaflet)
    screen.form_wanted.connect(presenter.open_form)
    screen.form_stored.connect(presenter.store_form)
    screen.form_left.connect(presenter.leave_form)
    screen.doors_wanted.connect(presenter.open_doors)
    screen.call_wanted.connect(presenter.open_call)
    screen.meeting_wanted.connect(presenter.invite)
    screen.doors.submitted.connect(presenter.doors.store)
    screen.doors.left.connect(presenter.doors.leave)
    screen.correction_wanted.connect(presenter.correct_visit)
    screen.erasing_wanted.connect(presenter.start_erasing)
    screen.consents_wanted.connect(presenter.open_consents)
    return keep(Room(screen, presenter.enter, presenter.follow, here=presenter.here), presenter)


def _open_erase(bench: Bench) -> Room:
    from ui.presenters.erasing import ErasingPresenter
    from ui.screens.erasing import ErasingScreen

    screen = ErasingScreen(bench.words)
    presenter = ErasingPresenter(bench.app, bench.ports(screen), show=screen.render_state)
    screen.erasing.connect(presenter.erase)
    screen.left.connect(presenter.leave)
    return keep(Room(screen, presenter.enter, lambda _news: None, presenter.put_away), presenter)


def _open_consents(bench: Bench) -> Room:
    from ui.presenters.consents import ConsentsPresenter
    from ui.screens.consents import ConsentsScreen

    screen = ConsentsScreen(bench.words)
    presenter = ConsentsPresenter(bench.app, bench.ports(screen), show=screen.render_state)
    screen.stored.connect(presenter.store)
    screen.form_wanted.connect(presenter.choose_form)
    screen.removal_wanted.connect(presenter.remove_value)
    screen.taken_back.connect(presenter.take_back)
    screen.sheet_wanted.connect(presenter.print_sheet)
    screen.copy_wanted.connect(presenter.print_copy)
    screen.left.connect(presenter.leave)
    return keep(Room(screen, presenter.enter, presenter.follow, here=presenter.here), presenter)


def _open_visit(bench: Bench) -> Room:
    from ui.presenters.visit import VisitPresenter
    from ui.screens.visit import VisitScreen

    screen = VisitScreen(bench.words)
    presenter = VisitPresenter(bench.app, bench.ports(screen), show=screen.render_state)
    screen.outcome_given.connect(presenter.set_outcome)
    screen.door_outcome_given.connect(presenter.set_door_outcome)
    screen.nobody_home.connect(presenter.store_nobody_home)
    screen.changed.connect(presenter.change)
    screen.field_left.connect(presenter.save_draft_now)
    screen.store_wanted.connect(presenter.store)
    screen.discard_wanted.connect(presenter.discard)
    screen.leave_wanted.connect(presenter.leave)
    screen.advice_wanted.connect(presenter.open_advice)
    screen.asked.connect(presenter.ask)
    screen.earlier_wanted.connect(presenter.open_earlier)
    screen.draft_wanted.connect(presenter.open_draft)
    room = Room(screen, presenter.enter, presenter.follow, presenter.put_away, here=presenter.here)
    return keep(room, presenter)


def _open_typeback(bench: Bench) -> Room:
    from ui.presenters.typeback import TypebackPresenter
    from ui.screens.typeback import TypebackScreen

    screen = TypebackScreen(bench.words)
    presenter = TypebackPresenter(bench.app, bench.ports(screen), show=screen.render_state)
    screen.code_typed.connect(presenter.open_code)
    screen.outcome_given.connect(presenter.record)
    screen.row_cleared.connect(presenter.clear)
    screen.stood_on.connect(presenter.stand_on)
    screen.visit_wanted.connect(presenter.open_visit)
    screen.finish_wanted.connect(presenter.finish)
    screen.beside_wanted.connect(presenter.start_beside)
    screen.beside_typed.connect(presenter.look_beside)
    screen.beside_left.connect(presenter.leave_beside)
    screen.household_taken.connect(presenter.take_household)
    screen.household_added.connect(presenter.add_household)
    return keep(Room(screen, presenter.enter, presenter.follow, here=presenter.here), presenter)


def _open_sign_up(bench: Bench) -> Room:
    from ui.presenters.sign_up import SignUpPresenter
    from ui.screens.sign_up import SignUpScreen

    screen = SignUpScreen(bench.words)
    presenter = SignUpPresenter(bench.app, bench.ports(screen), show=screen.render_state)
    screen.consents_wanted.connect(presenter.open_consents)
    screen.changed.connect(presenter.change)
    screen.store_wanted.connect(presenter.store)
    screen.leave_wanted.connect(presenter.leave)
    return keep(
        Room(screen, presenter.enter, presenter.follow, presenter.keep_now, here=presenter.here), presenter
    )


def _open_advise(bench: Bench) -> Room:
    from ui.presenters.advise import AdvisePresenter
    from ui.screens.advise import AdviseScreen

    screen = AdviseScreen(bench.words)
    presenter = AdvisePresenter(bench.app, bench.ports(screen), show=screen.render_state)
    screen.stood_on.connect(presenter.stand)
    screen.income_stepped.connect(presenter.change_income)
    screen.income_given.connect(presenter.set_income)
    screen.months_given.connect(presenter.set_months)
    screen.months_turned.connect(presenter.turn_months)
    screen.join_toggled.connect(presenter.toggle_joining)
    screen.support_toggled.connect(presenter.toggle_support)
    screen.side_wanted.connect(presenter.show_side)
    screen.laws_wanted.connect(presenter.show_laws)
    screen.worry_chosen.connect(presenter.choose_worry)
    screen.asked.connect(presenter.ask)
    screen.leaflet_wanted.connect(presenter.print_leaflet)
    screen.sign_up_wanted.connect(presenter.sign_up)
    screen.leave_wanted.connect(presenter.leave)
    screen.household_wanted.connect(presenter.choose_household)
    return keep(
        Room(screen, presenter.enter, presenter.follow, presenter.keep_now, here=presenter.here), presenter
    )


def _open_renewals(bench: Bench) -> Room:
    from ui.presenters.renewals import RenewalsPresenter
    from ui.screens.renewals import RenewalsScreen

    screen = RenewalsScreen(bench.words)
    presenter = RenewalsPresenter(bench.app, bench.ports(screen), show=screen.render_state)
    screen.stood_on.connect(presenter.stand_on)
    screen.filtered.connect(presenter.filter)
    screen.visit_wanted.connect(presenter.open_visit)
    screen.call_wanted.connect(presenter.open_call)
    screen.one_off_wanted.connect(presenter.open_one_off)
    screen.leaflet_wanted.connect(presenter.print_leaflet)
    screen.form_stored.connect(presenter.forms.store)
    screen.form_left.connect(presenter.forms.leave)
    screen.household_wanted.connect(presenter.open_household)
    screen.advice_wanted.connect(presenter.open_advice)
    return keep(
        Room(screen, presenter.enter, presenter.follow, presenter.leave, here=presenter.here), presenter
    )


def _open_meetings(bench: Bench) -> Room:
    from ui.presenters.meetings import MeetingsPresenter
    from ui.presenters.ports import MeetingPaper
    from ui.screens.meetings import MeetingsScreen

    screen = MeetingsScreen(bench.words)
    presenter = MeetingsPresenter(bench.app, bench.ports(screen), show=screen.render_state)
    wishes: dict[str, Callable[[], None]] = {
        "open": presenter.open_list, "close": presenter.close_list, "visit": presenter.open_visit,
        "find": presenter.start_finding, "take_off": presenter.take_off,
        "slips": lambda: presenter.print_paper(MeetingPaper.INVITATIONS),
        "sign_in": lambda: presenter.print_paper(MeetingPaper.SIGN_IN),
        **{key: partial(presenter.open_form, key) for key in ("new", "edit", "invite", "others")},
    }  # fmt: skip
    screen.stood_on.connect(presenter.stand_on)
    screen.guest_stood_on.connect(presenter.stand_on_guest)
    screen.noted.connect(presenter.note)
    screen.heads_counted.connect(presenter.count_heads)
    screen.wished.connect(lambda wish: wishes[wish]())
    screen.form_stored.connect(presenter.forms.store)
    screen.form_left.connect(presenter.forms.leave)
    screen.found_typed.connect(presenter.finder.look)
    screen.found_taken.connect(presenter.finder.choose)
    screen.found_left.connect(presenter.finder.leave)
    return keep(
        Room(screen, presenter.enter, presenter.follow, presenter.leave, here=presenter.here), presenter
    )


def _open_sign_ups(bench: Bench) -> Room:
    from ui.presenters.sign_ups import SignUpsPresenter
    from ui.screens.sign_ups import SignUpsScreen

    screen = SignUpsScreen(bench.words)
    presenter = SignUpsPresenter(bench.app, bench.ports(screen), show=screen.render_state)
    wishes = {
        "go_on": presenter.go_on, "take": presenter.take_money, "void": presenter.make_void,
        "hand_in": presenter.hand_in, "cash": presenter.hand_over, "slip": presenter.print_slip,
        "forms": presenter.print_forms,
        "household": presenter.open_household, "accept": presenter.accept, "give_back": presenter.give_back,
    }  # fmt: skip
    screen.stood_on.connect(presenter.stand_on)
    screen.filtered.connect(presenter.filter)
    screen.wished.connect(lambda wish: wishes[wish]())
    screen.form_stored.connect(presenter.forms.store)
    screen.form_left.connect(presenter.forms.leave)
    return keep(
        Room(screen, presenter.enter, presenter.follow, presenter.leave, here=presenter.here), presenter
    )


def _open_answers(bench: Bench) -> Room:
    from ui.presenters.answers import AnswersPresenter
    from ui.screens.answers import AnswersScreen

    screen = AnswersScreen(bench.words)
    presenter = AnswersPresenter(bench.app, bench.ports(screen), show=screen.render_state)
    screen.stood_on.connect(presenter.choose)
    screen.answered.connect(presenter.answer)
    screen.handled.connect(presenter.handle)
    screen.entry_written.connect(presenter.write_entry)
    screen.entry_taken_back.connect(presenter.take_back_entry)
    screen.phone_given.connect(presenter.set_phone)
    return keep(Room(screen, presenter.enter, presenter.follow), presenter)


DESK_PLACES: tuple[Place, ...] = (
    Place("today", N_("Today"), "house", _open_today, sign="1", count=count_doors),
    Place("households", N_("Households"), "users", _open_households, sign="2"),
    Place("visit", N_("Log a visit"), "door-open", _open_visit, sign="3"),
    Place("typeback", N_("Type back"), "keyboard", _open_typeback, sign="4", count=count_sheets),
    Place("advise", N_("Advise"), "calculator", _open_advise, sign="5"),
    Place("sign_ups", N_("Sign-ups"), "signature", _open_sign_ups, part=1, sign="6"),
    Place("renewals", N_("Renewals"), "refresh-cw", _open_renewals, part=1, sign="7"),
    Place("meetings", N_("Meetings"), "megaphone", _open_meetings, part=1, sign="M"),
    Place(
        "erase",
        N_("Erase a person's data"),
        "trash-2",
        _open_erase,
        roles=OFFICE,
        in_rail=False,
        shown_as="households",
    ),
    Place("consents", N_("Consents"), "signature", _open_consents, in_rail=False, shown_as="households"),
    Place("sign_up", N_("Sign up"), "file-pen", _open_sign_up, in_rail=False, shown_as="visit"),
)

ANSWERS = Place(
    "answers",
    N_("Questions"),
    "circle-question-mark",
    _open_answers,
    part=2,
    roles=OFFICE,
    sign="=",
    count=count_questions,
)
"""Where the office answers."""
