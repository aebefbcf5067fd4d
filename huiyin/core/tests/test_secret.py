"""Secrets at rest: what is sealed opens where it was written, for whom it was written, and nowhere else."""

from datetime import date

import pytest
from django.db import connection
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from huiyin.access.models import Unit, User
from huiyin.core import clock, keys, secret
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.demo.builders import residents as make
from huiyin.residents.models import Person, Phone, SubjectKey

READER = Actor()
NUMBER = make.make_number(date(1948, 3, 2))


@pytest.fixture
def xiang(station: Unit) -> Person:
    return make.make_person(
        "向秀芬", station, number=NUMBER, phone="13800002607", address="弹子石新街 1 号"
    )


@pytest.fixture
def tan(station: Unit) -> Person:
    return make.make_person("谭勇", station, address="弹子石新街 2 号")


def stored(row, column: str) -> str:
    with connection.cursor() as cursor:
        table, field = row._meta.db_table, row._meta.get_field(column)
        key = row._meta.pk.get_db_prep_value(row.pk, connection)
        cursor.execute(f"SELECT {field.column} FROM {table} WHERE id = %s", [key])  # noqa: S608  names of our own
        return str(cursor.fetchone()[0])


def store(row, column: str, value: str) -> None:
    with connection.cursor() as cursor:
        table, field = row._meta.db_table, row._meta.get_field(column)
        key = row._meta.pk.get_db_prep_value(row.pk, connection)
        cursor.execute(f"UPDATE {table} SET {field.column} = %s WHERE id = %s", [value, key])  # noqa: S608
    row.refresh_from_db()


def test_what_is_written_is_read_back(xiang):
    assert [secret.open(xiang, c, by=READER) for c in ("number", "address")] == [
        NUMBER,
        "弹子石新街 1 号",
    ]


def test_the_table_holds_neither_the_words_nor_the_number(xiang):
    sealed = (
        stored(xiang, "number") + stored(xiang, "address") + stored(xiang.phones.get(), "number")
    )

    assert [word for word in (NUMBER, "弹子石", "13800002607") if word in sealed] == []
    assert sealed.count(f"v1.A.p-{xiang.pk.hex}.") == 3


def test_a_sealed_value_prints_as_dots(xiang):
    assert (str(xiang.number), f"{xiang.address}", repr(xiang.number)) == ("•••", "•••", "•••")
    assert list(Person.objects.values_list("number", flat=True)) == [xiang.number]


def test_the_same_words_are_never_sealed_the_same(xiang, tan):
    tan.address = "弹子石新街 1 号"
    tan.save()
    first = stored(tan, "address")
    tan.address = "弹子石新街 1 号"
    tan.save()

    assert len({first, stored(tan, "address"), stored(xiang, "address")}) == 3


def test_a_value_does_not_open_in_another_row(xiang, tan):
    store(tan, "address", stored(xiang, "address"))

    with pytest.raises(secret.Tampered):
        secret.open(tan, "address", by=READER)


def test_a_value_does_not_open_in_another_column(xiang):
    store(xiang, "address", stored(xiang, "number"))

    with pytest.raises(secret.Tampered):
        secret.open(xiang, "address", by=READER)


def test_a_value_does_not_open_in_another_table(xiang):
    phone = xiang.phones.get()
    twin = Phone(pk=xiang.pk, person=xiang, fp="", tail_fp="", mask="")
    twin.number = phone.number
    twin.save(force_insert=True)
    store(twin, "number", stored(xiang, "number"))

    with pytest.raises(secret.Tampered):
        secret.open(twin, "number", by=READER)


def test_a_value_sealed_under_ones_key_does_not_open_under_anothers(xiang, tan):
    store(xiang, "address", stored(xiang, "address").replace(xiang.pk.hex, tan.pk.hex))

    with pytest.raises(secret.Tampered):
        secret.open(xiang, "address", by=READER)


@pytest.mark.parametrize("at", [0, 3, 5, -1, -20])
def test_one_changed_character_is_noticed(xiang, at):
    token = stored(xiang, "address")
    changed = "x" if token[at] != "x" else "y"
    store(xiang, "address", token[:at] + changed + token[at:][1:])

    with pytest.raises((secret.Tampered, keys.KeysMissing)):
        secret.open(xiang, "address", by=READER)


@pytest.mark.parametrize(
    "token", ["弹子石新街", "v1.A", "v1.A.p-zz.AAAA", "v2.A.k1.AAAA", "v1.A.k1.AA"]
)
def test_what_was_never_sealed_does_not_open(xiang, token):
    store(xiang, "address", token)

    with pytest.raises(secret.Tampered):
        secret.open(xiang, "address", by=READER)


def test_a_key_the_deployment_has_lost_is_named(xiang):
    store(xiang, "address", "v1.A.k9." + "A" * 64)

    with pytest.raises(keys.KeysMissing, match="k9"):
        secret.open(xiang, "address", by=READER)


def test_a_destroyed_key_erases_in_every_table_and_takes_no_more(xiang):
    SubjectKey.objects.filter(person=xiang).update(wrapped=None, destroyed_at=clock.now())

    assert secret.open(xiang, "number", by=READER) == secret.ERASED
    assert secret.open(xiang.phones.get(), "number", by=READER) == secret.ERASED
    xiang.address = "新的住址"
    with pytest.raises(Refused, match="不能再往里写"):
        xiang.save()


def test_the_other_suite_seals_and_both_open_side_by_side(xiang, tan):
    with override_settings(HUIYIN_CIPHER="sm4"):
        tan.address = "国密写的住址"
        tan.save()

    assert stored(tan, "address").startswith("v1.S.p-")
    assert secret.open_all([xiang, tan], "address", by=READER) == [
        "弹子石新街 1 号",
        "国密写的住址",
    ]


def test_the_other_suite_is_bound_to_its_place_too(xiang, tan):
    with override_settings(HUIYIN_CIPHER="sm4"):
        xiang.address = "国密写的住址"
        xiang.save()
    store(xiang, "number", stored(xiang, "address"))

    with pytest.raises(secret.Tampered):
        secret.open(xiang, "number", by=READER)


def test_a_suite_cannot_be_passed_off_as_the_other(xiang):
    store(xiang, "address", stored(xiang, "address").replace("v1.A.", "v1.S."))

    with pytest.raises(secret.Tampered):
        secret.open(xiang, "address", by=READER)


def test_a_secret_cannot_be_searched_or_written_past_its_row(xiang):
    with pytest.raises(TypeError, match="secret"):
        list(Person.objects.filter(address="弹子石新街 1 号"))
    with pytest.raises(TypeError, match="secret"):
        Person.objects.update(address="弹子石新街 9 号")


def test_the_keys_of_many_people_are_one_query(xiang, tan, django_assert_num_queries):
    people = [xiang, tan]

    with django_assert_num_queries(1):
        secret.open_all(people, "address", by=READER)


def test_equal_numbers_meet_and_kinds_do_not_mix():
    assert secret.fingerprint("number", NUMBER) == secret.fingerprint("number", NUMBER)
    assert secret.fingerprint("number", NUMBER) != secret.fingerprint("phone", NUMBER)
    assert secret.fingerprint("number", "") == ""
    assert len(secret.fingerprint("number", NUMBER)) == 43


@given(st.text(min_size=1))
def test_any_text_comes_back_as_it_went_in(text):
    place = "some_table:words:1"

    for suite in ("aes", "sm4"):
        with override_settings(HUIYIN_CIPHER=suite):
            assert secret._unseal(secret.seal(text, place=place), place, {}) == text


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("向秀芬", "向＊芬"),
        ("谭勇", "谭＊"),
        ("王", "王＊"),
        ("阿卜杜拉·江", "阿＊＊＊＊江"),
        ("", ""),
    ],
)
def test_names_are_masked_by_their_ends(name, masked):
    assert secret.mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"), [("13800002607", "138****2607"), ("62000110", "****10"), ("", "")]
)
def test_phones_are_masked(phone, masked):
    assert secret.mask_phone(phone) == masked


def test_a_number_keeps_four_and_four():
    assert (secret.mask_number(NUMBER), secret.mask_number("G1234567")) == (
        "9900**********" + NUMBER[-4:],
        "****67",
    )


def test_an_account_seals_under_the_deployments_key(lin: User):
    lin.phone = "13800000001"
    lin.save()

    assert stored(lin, "phone").startswith(f"v1.A.{keys.current()}.")
    assert secret.open(lin, "phone", by=READER) == "13800000001"
