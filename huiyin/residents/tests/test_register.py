import pytest
from django.db import IntegrityError, transaction

from huiyin.core.errors import NotAllowed, Refused
from huiyin.demo.builders import residents as make
from huiyin.residents import rules
from huiyin.residents.models import Category, NoNumber, Person, State
from huiyin.residents.tests.conftest import NUMBER


def test_a_worker_registers_whom_she_meets_in_her_own_unit(actor, lin, station):
    person = rules.register(by=actor(lin), name="谭勇", sex="1", categories=("disabled",))

    assert (person.state, person.unit, person.no_number_why) == (
        State.KNOWN,
        station,
        NoNumber.NOT_GIVEN,
    )
    assert list(Category.objects.values_list("person", "code")) == [(person.pk, "disabled")]


def test_a_number_known_in_the_district_is_refused_with_where_to_look(actor, zhao, xiang):
    with pytest.raises(Refused, match="弹子石街道社工站"):
        rules.register(by=actor(zhao), name="向秀芬", sex="2", number=NUMBER, number_kind="ric")
    assert Person.objects.count() == 1


def test_another_district_keeps_a_file_of_its_own(actor, zhou, xiang):
    person = rules.register(
        by=actor(zhou), name="向秀芬", sex="2", number=NUMBER, number_kind="ric"
    )

    assert (person.state, person.district) == (State.KNOWN, "500105")


def test_the_same_act_registers_once(actor, lin):
    act = Person._meta.pk.default()
    first, second = (rules.register(by=actor(lin), act=act, name="谭勇", sex="1") for _ in "12")

    assert (first, Person.objects.count()) == (second, 1)


@pytest.mark.parametrize("who", ["tang", "wu", "gao", "an", "shen"])
def test_only_staff_of_a_station_register(request, actor, who):
    with pytest.raises(NotAllowed):
        rules.register(by=actor(request.getfixturevalue(who)), name="谭勇", sex="1")


def test_the_table_itself_keeps_a_number_once_per_district(xiang, sister):
    twin = make.make_person("向秀芬", sister, number=NUMBER, claimed=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=twin.pk).update(state=State.KNOWN)


def test_the_table_wants_a_number_or_a_reason(xiang):
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=xiang.pk).update(number_fp="")


def test_an_erased_person_leaves_nothing_in_the_clear(xiang):
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=xiang.pk).update(state=State.ERASED)
