"""A simulated network is the same each time, and holds every law a network that people made would hold."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F, Q
from pytest_django.plugin import DjangoDbBlocker

from huiyin.access.models import Seat, Unit, User
from huiyin.audit import journal
from huiyin.audit.models import Entry
from huiyin.cases.models import Case, Stage
from huiyin.core import clock, secret
from huiyin.core.codes import covers
from huiyin.demo.builders.access import actor_for
from huiyin.demo.simulate import plan, run
from huiyin.demo.simulate.district import District
from huiyin.demo.simulate.plan import Plan
from huiyin.demo.simulate.sheets import Sheet
from huiyin.demo.simulate.span import Span, months_before
from huiyin.loops import due
from huiyin.loops.models import Loop, Milestone
from huiyin.loops.models import State as LoopState
from huiyin.places import loading
from huiyin.records.models import Record, RecordPerson, RecordWorker
from huiyin.referrals.models import Referral, State
from huiyin.residents import filing
from huiyin.residents import queries as residents
from huiyin.residents.models import NameEnding, Person, Phone

UNTIL = date(2026, 3, 2)
MONTHS, PEOPLE, SEED = 3, 140, 11
DIGEST = "a07aabad302abe0ce1cbd55ae4624d8fa222a8e24481a744dfc6c486f782f548"  # on either engine; renew it with what is drawn
WORDS = "huiyin-demo-2026"


def wish(seed: int = SEED) -> run.Wish:
    span = Span(months_before(UNTIL, MONTHS), UNTIL - timedelta(days=1))
    return run.Wish(1, PEOPLE, seed, span, WORDS, 1)


@pytest.fixture(scope="module")
def network(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[run.Outcome]:
    """Made once for all tests of this file, and taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        loading.days()
        yield run.run(wish(), lambda words: None)
        transaction.set_rollback(True)


@pytest.fixture
def lead(network: run.Outcome, db: None) -> User:
    return Seat.objects.select_related("user").get(receives__level="station").user


@pytest.mark.usefixtures("network", "db")
class TestWhatHolds:
    def test_the_network_is_as_large_as_asked(self, network: run.Outcome) -> None:
        assert Person.objects.count() == PEOPLE == network.counts["residents.Person"]
        assert Unit.objects.stations().count() == 1
        assert network.counts["records.Record"] == Record.objects.count()

    def test_one_case_holds_two_thousand_records(self) -> None:
        counts = Record.objects.filter(thread__kind="case").values("thread").annotate(n=Count("id"))
        assert counts.order_by("-n").values_list("n", flat=True)[0] == 2000

    def test_every_open_matter_has_a_seated_owner_whose_post_reaches_it(self) -> None:
        running = Loop.objects.open().select_related("owner")
        assert running.exclude(seat=F("owner")).count() == 0
        reaches = {owner: actor_for(owner).reach for owner in {loop.owner for loop in running}}
        assert [loop for loop in running if not covers(reaches[loop.owner], loop.unit_id)] == []

    def test_a_matter_is_due_when_its_nearest_clock_is(self) -> None:
        assert [loop.pk for loop in Loop.objects.all() if loop.due_at != due.nearest(loop)] == []

    def test_what_has_ended_runs_no_clock_and_has_its_answer(self) -> None:
        ended = Loop.objects.exclude(state=LoopState.OPEN)
        assert ended.filter(milestones__met_at__isnull=True, milestones__isnull=False).count() == 0
        assert ended.filter(state=LoopState.ANSWERED).exclude(answer__loop=F("id")).count() == 0

    def test_clocks_are_met_in_time_and_late(self) -> None:
        answers = Milestone.objects.filter(code="answer", met_at__isnull=False)
        late = answers.filter(met_at__gt=F("due_at")).count()
        assert 0 < late < answers.count() / 2

    def test_no_moment_lies_outside_the_months_asked_for(self) -> None:
        last = clock.at(UNTIL)
        assert Record.objects.filter(Q(at__gte=last) | Q(on__lt=date(2025, 12, 1))).count() == 0
        assert Loop.objects.filter(Q(opened_at__gte=last) | Q(closed_at__gte=last)).count() == 0
        assert Milestone.objects.filter(met_at__gte=last).count() == 0

    def test_copies_of_a_record_say_what_it_says(self) -> None:
        assert RecordPerson.objects.exclude(at=F("record__at")).count() == 0
        assert RecordWorker.objects.exclude(on=F("record__on")).count() == 0
        wrong = [r.pk for r in Record.objects.all() if r.on != clock.local(r.at).date()]
        assert wrong == []

    def test_an_accepted_referral_has_its_case_below_it(self) -> None:
        taken = Referral.objects.filter(state=State.ACCEPTED)
        assert taken.exclude(result__parent=F("loop")).count() == 0
        assert taken.count() > 0

    def test_a_closed_case_owes_nothing(self) -> None:
        closed = Case.objects.filter(stage=Stage.CLOSED)
        assert (
            Loop.objects.open().filter(parent__in=closed.values("loop"), kind="promise").count()
            == 0
        )
        assert closed.exclude(loop__state=LoopState.ANSWERED).count() == 0

    def test_a_file_says_what_the_rooms_own_rule_would_write(self, lead: User) -> None:
        by = actor_for(lead)
        person = Person.objects.exclude(number_fp="").order_by("pk").first()
        assert person
        number = secret.open(person, "number", by=by)
        facts = filing.Facts(
            name=person.name, number=number, number_kind=person.number_kind, sex=person.sex,
            address=secret.open(person, "address", by=by),
        )  # fmt: skip
        same = Person(id=person.pk)
        filing.describe(same, facts)
        names = (
            "pinyin",
            "initials",
            "number_fp",
            "number_mask",
            "address_mask",
            "birth_on",
            "sex",
        )
        assert [getattr(same, name) for name in names] == [getattr(person, name) for name in names]

    def test_everybody_is_found_by_every_part_of_her_name(self) -> None:
        for person in Person.objects.all()[:40]:
            texts = NameEnding.objects.filter(person=person).values_list("text", flat=True)
            assert sorted(texts) == filing.endings(person.name)

    def test_secrets_open_under_the_persons_own_key(self, lead: User) -> None:
        by = actor_for(lead)
        deed = Record.objects.filter(about__isnull=False).exclude(note="").order_by("pk").first()
        phone = Phone.objects.order_by("pk").first()
        assert deed
        assert phone
        assert f".p-{deed.about_id.hex}." in str(vars(deed)["note"].token)  # type: ignore[union-attr]
        assert len(secret.open(deed, "note", by=by)) > 5
        assert secret.mask_phone(secret.open(phone, "number", by=by)) == phone.mask

    def test_somebody_is_found_by_her_number(self, lead: User) -> None:
        by = actor_for(lead)
        person = Person.objects.exclude(number_fp="").order_by("-pk").first()
        assert person
        assert residents.find(secret.open(person, "number", by=by), by) == [person]

    def test_the_load_is_one_line_of_a_whole_journal(self, network: run.Outcome) -> None:
        entry = Entry.objects.get(verb=run.VERB)
        assert (entry.n, entry.changes) == (sum(network.counts.values()), {"of": network.digest})
        assert list(journal.verify()) == []

    def test_the_same_districts_are_not_filled_twice(self) -> None:
        with pytest.raises(run.Taken):
            run.run(wish(), lambda words: None)

    @pytest.mark.parametrize(
        "path", ["/today", "/board", "/referrals", "/records", "/cases", "/find?q=wang"]
    )
    def test_the_leads_pages_open(self, client, lead: User, path: str) -> None:
        client.force_login(lead)
        assert client.get(path).status_code == 200

    def test_a_clerk_sees_what_her_committee_asked(self, client) -> None:
        asked = Referral.objects.filter(loop__state="open").select_related("entered_by").first()
        assert asked
        client.force_login(asked.entered_by)
        assert client.get(f"/referrals/{asked.pk}").status_code == 200


def made(plans: list[Plan], monkeypatch: pytest.MonkeyPatch) -> str:
    """The digest of a district that is drawn and not written."""
    monkeypatch.setattr(Sheet, "write", lambda sheet: None)
    return District(plans[0], wish().span, WORDS).make().digest


@pytest.mark.django_db
def test_the_same_seed_draws_the_same_network_on_both_engines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loading.areas()
    loading.days()

    drawn = made(plan.drawn(1, PEOPLE, SEED), monkeypatch)

    assert drawn == made(plan.drawn(1, PEOPLE, SEED), monkeypatch)
    assert drawn != made(plan.drawn(1, PEOPLE, SEED + 1), monkeypatch)
    assert drawn == DIGEST


@pytest.mark.django_db
def test_every_person_asked_for_is_planned_and_no_district_of_the_demo_is_taken() -> None:
    loading.areas()
    plans = plan.drawn(400, 100_003, 5)
    assert sum(one.people for one in plans) == 100_003
    assert sum(len(one.streets) for one in plans) == 400
    assert not {one.district for one in plans} & plan.OF_THE_DEMO
    assert [one.heavy for one in plans].count(True) == 1


@pytest.mark.django_db
def test_the_command_says_what_it_made(settings) -> None:
    settings.HUIYIN_DEMO, said = True, StringIO()
    call_command(
        "simulate", stations=1, months=1, seed=3, people=30, until=UNTIL, processes=1, stdout=said
    )
    assert ["residents.Person", "30"] in [line.split() for line in said.getvalue().splitlines()]
    assert Seat.objects.exists()
    with pytest.raises(CommandError, match="换一个 --seed"):
        call_command(
            "simulate",
            stations=1,
            months=1,
            seed=3,
            people=30,
            until=UNTIL,
            processes=1,
            stdout=said,
        )


@pytest.mark.django_db
def test_real_data_is_not_mixed_with_invented_people(settings) -> None:
    settings.HUIYIN_DEMO = False
    with pytest.raises(CommandError, match="HUIYIN_DEMO=1"):
        call_command("simulate", stations=1, months=1, seed=3)


@pytest.mark.django_db
def test_a_network_of_nothing_is_refused(settings) -> None:
    settings.HUIYIN_DEMO = True
    with pytest.raises(CommandError, match="至少各有一个"):
        call_command("simulate", stations=0, months=1, seed=3)


def test_a_column_that_differs_from_row_to_row_must_be_named() -> None:
    with pytest.raises(TypeError, match="must be named"):
        Sheet(Person, "name")
