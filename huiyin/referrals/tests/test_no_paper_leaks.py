"""What is written in the papers of a case stays in the file: whoever asked reads the one text made to be shared.

Every paper is posted by its page, a deed and a promise beside them; then everything an asker can open is searched.
"""

from datetime import date

import pytest

from huiyin.cases.models import Case
from huiyin.core import clock, secret
from huiyin.core.ids import uuid7
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.records import make_record
from huiyin.demo.builders.referrals import PHONE, make_referral
from huiyin.loops import rules as loops
from huiyin.notices.models import Message
from huiyin.referrals import rules
from huiyin.referrals.models import Referral
from huiyin.referrals.rules import Newcomer

pytestmark = pytest.mark.django_db
CLERKS = (
    "/committee", "/referrals?show=all", "/referrals?show=answered", "/referrals/{referral}", "/messages",
    "/loops/{referral}", "/loops/{case}", "/loops/{promise}",
    "/cases/{case}", "/cases/{case}/promises", "/people/{person}", "/records/{record}",
)  # fmt: skip
PAPERS: dict[str, set[str]] = {
    "intake": {"problem", "no_guardian_why"},
    "assess": {"personal", "family", "community", "needs"},
    "plan": {"goals", "steps"},
    "step": {"words"},
    "close": {"summary", "shareable"},
}
PLAIN: dict[str, dict[str, object]] = {
    "intake": {"decision": "open", "risks": ["violence"]},
    "plan": {"sessions": 4},
    "close": {"kind": "changed"},
}
SHARED = "私密close-shareable。"
KEPT = ["violence", "暴力", "社工或居民情况变了"]  # codes of the papers that tell a story too


def private(paper, field):
    return f"私密{paper}-{field}。"


@pytest.fixture
def served(client, station, tang, lin):
    """A child's case from its intake to its closing, and the answer to the committee."""

    def tell(level):
        child = Newcomer(name="邹小满", sex="1", birth_on=date(2016, 5, 1))
        referral = make_referral(tang, child, agreed=level, consent="guardian")
        by = actor_for(lin)
        rules.accept(referral, by=by)
        case = Case.objects.select_related("loop__person").get()
        record = make_record(
            lin, referral.person, thread=case.loop, note=private("record", "note"),
            private_note=private("record", "private_note"),
        )  # fmt: skip
        promise = loops.promise(
            by=actor_for(lin), words=private("promise", "words"), on=clock.today(), parent=case.loop
        )
        loops.keep(promise, by=actor_for(lin), words=private("promise", "kept"))
        client.force_login(lin)
        for paper, fields in PAPERS.items():
            written: dict[str, object] = {
                field: private(paper, field) for field in fields
            } | PLAIN.get(paper, {})
            given = {"act": uuid7(), "on": clock.today().isoformat(), **written}
            assert client.post(f"/cases/{case.pk}/{paper}", given).status_code == 302, paper
        ids = {
            "case": case.pk,
            "promise": promise.pk,
            "record": record.pk,
            "person": referral.person.pk,
        }
        return Referral.objects.select_related("loop").get(pk=referral.pk), ids

    return tell


def everything_she_reads(client, tang, referral, ids):
    """Her pages, her inbox, and the public look-up: place → text."""
    client.force_login(tang)
    places = [place.format(referral=referral.pk, **ids) for place in CLERKS]
    told = {place: client.get(place, follow=True).content.decode() for place in places}
    for place in ("/find", "/find/list"):
        told[place] = client.post(place, {"q": "邹小满"}, follow=True).content.decode()
    inbox = list(Message.objects.filter(to_org=referral.loop.asker_org))
    told["inbox"] = "".join(secret.open_all(inbox, "words", by=actor_for(tang)))
    client.logout()
    looked = client.post("/lookup", {"receipt": referral.loop.receipt, "tail": PHONE[-4:]})
    assert looked.context["seen"]
    return told | {"lookup": looked.content.decode()}


@pytest.mark.parametrize("answered", [False, True])
@pytest.mark.parametrize(
    ("level", "shared"),
    [
        ("status", set()),
        ("summary", {"/referrals/{referral}", "/loops/{referral}", "/messages", "inbox", "lookup"}),
        ("detail", {"/referrals/{referral}", "/loops/{referral}", "/messages", "inbox", "lookup"}),
    ],
)
def test_an_asker_finds_no_word_of_the_papers_but_the_shared_one(
    client, served, tang, lin, level, shared, answered
):
    referral, ids = served(level)
    if answered:
        rules.answer(referral, by=actor_for(lin), words="已经办好。", level="status")
        shared = shared - {"lookup"}  # it shows the last thing that was said

    told = everything_she_reads(client, tang, referral, ids)

    assert {place for place, text in told.items() if SHARED in text} == {
        place.format(referral=referral.pk) for place in shared
    }
    rest = {place: text.replace(SHARED, "") for place, text in told.items()}
    assert [(place, word) for place, text in rest.items() for word in ("私密", *KEPT) if word in text] == []  # fmt: skip


def test_the_worker_does_read_them_so_that_the_search_above_finds_something(client, served, lin):
    _, ids = served("status")
    client.force_login(lin)

    page = client.get(f"/cases/{ids['case']}").content.decode()

    unseen = [
        (paper, field)
        for paper, fields in PAPERS.items()
        for field in fields
        if private(paper, field) not in page
    ]
    assert unseen == [("step", "words")]  # a closed case has no next step
