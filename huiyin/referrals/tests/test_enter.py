"""Without an account: a worker writes down what was told by telephone or on paper."""

import pytest

from huiyin.core import secret
from huiyin.core.errors import Refused
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.referrals import PHONE, make_call
from huiyin.loops import receipts
from huiyin.notices.models import Message
from huiyin.referrals.models import Referral
from huiyin.residents.models import Care

pytestmark = pytest.mark.django_db


def test_the_callers_name_and_phone_are_kept_and_she_gets_a_number(station, chen, lin):
    referral = make_call(lin, contact_name="蒋小红", contact_phone=PHONE)

    loop = referral.loop
    assert (referral.source, referral.entered_by, loop.unit, loop.owner) == (
        "phone",
        lin,
        station,
        chen,
    )
    assert (loop.asker_org, loop.asker_user, loop.asker_name) == (None, None, "蒋小红")
    assert secret.open(loop, "asker_phone", by=actor_for(lin)) == PHONE
    assert (receipts.valid(loop.receipt or ""), loop.tail_fp) == (
        True, secret.fingerprint("tail", PHONE[-4:]),
    )  # fmt: skip
    assert Care.objects.count() == 0


def test_a_paper_form_of_a_committee_stands_on_that_committees_page(station, committee, lin, tang):
    referral = make_call(lin, organisation=committee, source="paper", contact_name="唐玉珍")

    assert referral.loop.asker_org == committee
    assert list(Referral.objects.visible_to(actor_for(tang))) == [referral]
    assert Message.objects.filter(to_org=committee).count() == 1


def test_a_room_worker_enters_for_her_room(room, station, chen, he):
    referral = make_call(he)

    assert (referral.loop.unit, referral.loop.owner) == (room, chen)


def test_without_a_telephone_there_is_no_way_to_look_it_up(station, lin):
    with pytest.raises(Refused, match="后四位"):
        make_call(lin, contact_phone="")


def test_a_stranger_of_another_district_sees_nothing_of_it(station, lin, zhou, zheng):
    make_call(lin)
    for user in (zhou, zheng):
        assert list(Referral.objects.visible_to(actor_for(user))) == []
