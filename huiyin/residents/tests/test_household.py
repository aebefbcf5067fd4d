from huiyin.demo.builders import residents as make
from huiyin.residents import queries
from huiyin.residents.models import Household, Relation


def home(person, actor):
    return [(m.person.name, m.relation) for m in queries.household(person, actor)]


def test_people_who_live_together_see_the_head_first(actor, lin, station, xiang):
    grandson = make.make_person("谭小禾", station)

    make.make_household(xiang, grandson, relations={grandson.pk: Relation.GRANDCHILD})

    assert home(grandson, actor(lin)) == [("向秀芬", "0"), ("谭小禾", "4")]


def test_a_form_moves_nobody_out_of_her_home(actor, lin, station, xiang):
    son = make.make_person("谭勇", station)
    make.make_household(xiang, son)
    other = make.make_person("何桂", station)

    make.make_household(other, son)

    assert (home(son, actor(lin)), home(other, actor(lin))) == (
        [("向秀芬", "0"), ("谭勇", "8")],
        [("何桂", "0")],
    )


def test_a_second_telling_adds_to_the_home_there_is(station, xiang):
    make.make_household(xiang)
    make.make_household(xiang, make.make_person("谭勇", station))

    assert Household.objects.count() == 1


def test_a_home_shows_only_whom_the_actor_sees(actor, zheng, station, xiang):
    make.make_household(xiang, make.make_person("谭勇", station))
    make.make_care(xiang, user=zheng)

    assert home(xiang, actor(zheng)) == [("向秀芬", "0")]


def test_who_lives_nowhere_we_know_has_no_home(actor, lin, xiang):
    assert home(xiang, actor(lin)) == []
