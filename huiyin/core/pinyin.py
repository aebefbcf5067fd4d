"""Chinese names as they are typed: pinyin, initials, and characters split for phrase search.

pypinyin reads a character alone by its commonest reading (单 dān, 阚 hàn); the tables below hold the readings
surnames take (现代汉语词典, entries marked 姓). ü is typed v, as every keyboard has it: 吕 is lv.
"""

from typing import Any, cast

from pypinyin import Style, lazy_pinyin

DOTS = (
    "·•・‧∙．"  # what stands between the parts of a minority name, as keyboards and lists write it
)
SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "区": "ou", "解": "xie", "查": "zha", "盖": "ge", "朴": "piao",
    "任": "ren", "华": "hua", "召": "shao", "员": "yun", "秘": "bi", "洗": "xian", "繁": "po", "折": "she",
    "黑": "he", "重": "chong", "种": "chong", "缪": "miao", "乐": "yue", "翟": "zhai", "覃": "qin", "车": "che",
    "能": "nai", "祭": "zhai", "适": "kuo", "卜": "bu", "贾": "jia", "逄": "pang", "乜": "nie", "阚": "kan",
    "藏": "zang", "薄": "bo", "都": "du", "句": "gou", "佴": "nai", "妫": "gui", "郇": "xun", "郄": "qie",
    "么": "yao", "咸": "xian", "长": "chang", "参": "shen", "那": "na", "令": "ling", "宓": "mi", "隗": "kui",
    "宁": "ning", "尉": "wei", "葛": "ge", "纪": "ji", "晁": "chao", "谌": "chen",
}  # fmt: skip
DOUBLE = {
    "尉迟": "yu chi", "万俟": "mo qi", "单于": "chan yu", "长孙": "zhang sun", "澹台": "tan tai", "令狐": "ling hu",
    "乐正": "yue zheng", "子车": "zi ju", "宰父": "zai fu", "贺兰": "he lan", "皇甫": "huang fu",
}  # fmt: skip


def pinyin(name: str) -> str:
    """ "单秀英" → "shan xiu ying"; a character without a reading stays as it is."""
    return " ".join(_syllables(name))


def initials(name: str) -> str:
    """ "蒲德贵" → "pdg", "尉迟恭" → "ycg"."""
    return "".join(syllable[0] for syllable in _syllables(name))


def _syllables(name: str) -> list[str]:
    plain = "".join(c for c in name if not c.isspace() and c not in DOTS)
    if any(c in DOTS for c in name):  # 那孜古丽·…: what stands first is not a Han surname
        return _read(plain)
    if plain[:2] in DOUBLE and len(plain) > 2:
        return [*DOUBLE[plain[:2]].split(), *_read(plain[2:])]
    if plain[:1] in SURNAMES and len(plain) > 1:
        return [SURNAMES[plain[0]], *_read(plain[1:])]
    return _read(plain)


def _read(text: str) -> list[str]:
    if not text:
        return []  # pypinyin would answer one empty syllable
    return lazy_pinyin(text, style=Style.NORMAL, errors=cast("Any", _as_typed))


def _as_typed(unread: str) -> list[str]:
    """Latin letters stay one word in lower case; a rare character keeps its place, one each."""
    return [unread.lower()] if unread.isascii() else list(unread)
