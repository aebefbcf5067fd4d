"""Chinese names as they are typed: pinyin, initials, and characters split for phrase search.

pypinyin reads a surname by its common reading (单 dān); the table below has the readings surnames take.
"""

from typing import Any, cast

from pypinyin import Style, lazy_pinyin

SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "区": "ou", "解": "xie", "查": "zha", "盖": "ge", "朴": "piao",
    "任": "ren", "华": "hua", "召": "shao", "员": "yun", "尉": "wei", "秘": "bi", "冼": "xian", "洗": "xian",
    "繁": "po", "折": "she", "黑": "he", "重": "chong", "种": "chong", "缪": "miao", "谌": "chen", "乐": "yue",
    "翟": "zhai", "宁": "ning", "覃": "qin", "冯": "feng", "车": "che", "牟": "mu", "钭": "tou", "那": "na",
    "能": "nai", "祭": "zhai", "适": "kuo", "晁": "chao", "令": "ling", "纪": "ji", "葛": "ge", "郇": "xun",
    "尉迟": "yuchi", "万俟": "moqi", "长孙": "zhangsun", "澹台": "tantai", "令狐": "linghu", "宰父": "zaifu",
    "单于": "chanyu", "贺兰": "helan",
}  # fmt: skip


def pinyin(name: str) -> str:
    """ "单秀英" → "shan xiu ying"; characters without a reading stay as they are."""
    return " ".join(_syllables(name))


def initials(name: str) -> str:
    """ "蒲德贵" → "pdg"."""
    return "".join(s[0] for s in _syllables(name))


def chars(name: str) -> str:
    """ "张秀英" → "张 秀 英": two characters of a name are then a phrase both databases can find."""
    return " ".join(c for c in name if not c.isspace() and c not in "·•・")


def _syllables(name: str) -> list[str]:
    name = name.replace("·", "").replace("•", "").replace("・", "")
    for size in (2, 1):
        read = SURNAMES.get(name[:size])
        if read and len(name) > size:
            return [read, *_plain(name[size:])]
    return _plain(name)


def _plain(text: str) -> list[str]:
    return [
        s for s in lazy_pinyin(text, style=Style.NORMAL, errors=cast("Any", _as_is)) if s.strip()
    ]


def _as_is(unread: str) -> list[str]:
    """Rare characters keep their place, one each."""
    return list(unread)
