"""Registering on the page: free input, errors in words, nothing typed is lost."""

import pytest
from django.utils.html import strip_tags

from huiyin.core.ids import uuid7
from huiyin.residents.models import Person, State
from huiyin.residents.tests.conftest import NUMBER


def told(response):
    return " ".join(strip_tags(response.content.decode()).split())


def test_registering_goes_to_the_new_file(signed_in, lin):
    data = {
        "act": str(uuid7()), "name": "谭 勇", "sex": "1", "number_kind": "none",
        "no_number_why": "lost", "phone": "１３９ ００００ ０００１", "whose": "本人",
    }  # fmt: skip

    answer = signed_in(lin).post("/people/new", data)

    person = Person.objects.get()
    assert answer.url == f"/people/{person.pk}"
    assert (person.name, person.state, person.no_number_why) == ("谭勇", State.KNOWN, "lost")
    assert person.phones.get().mask == "139****0001"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "还没有填：姓名。"),
        ({"sex": ""}, "还没有选：性别。"),
        ({"phone": "1390000000"}, "手机号是 11 位，现在是 10 位"),
        ({"number": "99000019480302"}, "身份证号是 18 位，现在是 14 位"),
        ({"number": NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")}, "第 18 位校验不对"),
        ({"birth_on": "2999-01-01"}, "这个日期还没有到"),
    ],
)
def test_a_wrong_line_is_answered_in_words_and_nothing_typed_is_lost(
    signed_in, lin, settings, wrong, words
):
    settings.HUIYIN_DEMO = True
    data = {
        "act": str(uuid7()),
        "name": "谭勇",
        "sex": "1",
        "number_kind": "ric",
        "address": "新街 3 号",
    }

    answer = signed_in(lin).post("/people/new", data | wrong)

    assert (answer.status_code, Person.objects.count()) == (422, 0)
    assert words in told(answer)
    assert 'value="新街 3 号"' in answer.content.decode()


def test_a_number_of_the_invented_area_is_taken_in_a_demonstration_only(signed_in, lin, settings):
    data = {"name": "谭勇", "sex": "1", "number_kind": "ric", "number": NUMBER}
    found = []
    for demo in (False, True):
        settings.HUIYIN_DEMO = demo
        found.append(signed_in(lin).post("/people/new", data | {"act": str(uuid7())}).status_code)

    assert found == [422, 302]
