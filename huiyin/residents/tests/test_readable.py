"""Whom she may read about, asked for a whole list at once: the same answer as `may_open` gives for one."""

from datetime import date

from huiyin.demo.builders import residents as make
from huiyin.demo.builders.access import actor_for
from huiyin.residents import queries, rules


def test_a_list_is_answered_as_each_of_it_would_be(
    lin, chen, station, xiang, child, actor, django_assert_num_queries
):
    cared, told, nobody = (make.make_person(n, station) for n in ("甲某", "乙某", "丙某"))
    minor = make.make_person("丁某", station, birth_on=date(2020, 1, 1))
    make.make_care(cared, user=lin)
    make.make_care(minor, user=lin)
    make.make_care(nobody, user=lin, grade="reader")
    rules.reveal(told, by=actor(lin), purpose="visit", words="替同事去一次", what="narrative")
    everyone = [xiang, child, cared, told, nobody, minor]

    for user in (lin, chen):
        by = actor_for(user)
        with django_assert_num_queries(4):
            found = queries.readable(everyone, by)
        assert found == {p.pk for p in everyone if queries.may_open(p, by)}


def test_a_file_folded_into_hers_opens_with_hers(lin, chen, station, xiang, actor):
    twin = make.make_person("向秀芬", station)
    rules.merge(twin, by=actor(chen), winner=xiang)
    make.make_care(xiang, user=lin)

    assert queries.readable([twin, xiang], actor(lin)) == {twin.pk, xiang.pk}
