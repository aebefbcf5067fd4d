"""A worker finds a resident by typing how her name sounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core import pinyin


@pytest.mark.parametrize(
    ("name", "said", "short"),
    [
        ("张秀英", "zhang xiu ying", "zxy"),
        ("单秀英", "shan xiu ying", "sxy"),
        ("曾德贵", "zeng de gui", "zdg"),
        ("仇和", "qiu he", "qh"),
        ("区少华", "ou shao hua", "osh"),
        ("解晓东", "xie xiao dong", "xxd"),
        ("查小玲", "zha xiao ling", "zxl"),
        ("盖叫天", "ge jiao tian", "gjt"),
        ("朴正花", "piao zheng hua", "pzh"),
        ("任素芬", "ren su fen", "rsf"),
        ("华国兰", "hua guo lan", "hgl"),
        ("阚玉珍", "kan yu zhen", "kyz"),
        ("覃桂兰", "qin gui lan", "qgl"),
        ("翟明", "zhai ming", "zm"),
        ("卜远", "bu yuan", "by"),
        ("吕绿", "lv lv", "ll"),
    ],
)
def test_a_surname_is_read_as_a_surname(name, said, short):
    assert (pinyin.pinyin(name), pinyin.initials(name)) == (said, short)


@pytest.mark.parametrize(
    ("name", "said", "short"),
    [
        ("尉迟恭", "yu chi gong", "ycg"),
        ("万俟兰", "mo qi lan", "mql"),
        ("单于信", "chan yu xin", "cyx"),
        ("长孙无忌", "zhang sun wu ji", "zswj"),
        ("乐正绫", "yue zheng ling", "yzl"),
        ("欧阳修", "ou yang xiu", "oyx"),
    ],
)
def test_a_double_surname_gives_each_of_its_characters_a_letter(name, said, short):
    assert (pinyin.pinyin(name), pinyin.initials(name)) == (said, short)


def test_a_surname_character_inside_a_name_is_read_as_usual():
    assert pinyin.pinyin("李解放") == "li jie fang"
    assert pinyin.pinyin("王乐乐") == "wang le le"


def test_two_characters_are_a_surname_and_a_name_not_a_double_surname():
    assert pinyin.pinyin("单于") == "shan yu"


@pytest.mark.parametrize("dot", list(pinyin.DOTS))
def test_a_minority_name_is_read_without_its_dot(dot):
    name = f"阿依古丽{dot}麦麦提"
    assert pinyin.pinyin(name) == "a yi gu li mai mai ti"
    assert pinyin.initials(name) == "ayglmmt"


def test_the_first_part_of_a_minority_name_is_no_surname():
    assert pinyin.pinyin("黑扎提·木拉提") == "hei zha ti mu la ti"


def test_a_rare_character_keeps_its_place():
    assert pinyin.pinyin("张𠮷") == "zhang 𠮷"
    assert pinyin.initials("𠮷芬") == "𠮷f"


def test_latin_letters_stay_one_word():
    assert pinyin.pinyin("Tom李") == "tom li"


def test_spaces_and_nothing_are_no_name():
    assert pinyin.pinyin(" 张 敏 ") == "zhang min"
    assert (pinyin.pinyin(""), pinyin.initials("")) == ("", "")


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=6))
def test_every_han_character_gives_one_syllable_and_one_letter(name):
    assert len(pinyin.pinyin(name).split()) == len(name)
    assert len(pinyin.initials(name)) == len(name)
