"""What people and places are called. Surnames by their frequency (公安部, 全国姓名报告 2020, rounded per mille);
given names are put together from characters that were usual for the years somebody was born in."""

from huiyin.demo.simulate.chance import Chance, Table

SURNAMES = Table({
    "王": 72, "李": 72, "张": 68, "刘": 54, "陈": 45, "杨": 31, "黄": 22, "赵": 23, "吴": 21, "周": 21, "徐": 15,
    "孙": 14, "马": 13, "朱": 12, "胡": 12, "郭": 12, "何": 11, "林": 11, "高": 10, "罗": 10, "郑": 9, "梁": 9,
    "谢": 8, "宋": 8, "唐": 7, "许": 6, "韩": 6, "邓": 6, "冯": 6, "曹": 6, "彭": 6, "曾": 6, "肖": 6, "田": 5,
    "董": 5, "潘": 5, "袁": 5, "蔡": 5, "蒋": 5, "余": 5, "于": 5, "杜": 5, "叶": 5, "程": 5, "魏": 4, "苏": 4,
    "吕": 4, "丁": 4, "任": 4, "卢": 4, "姚": 4, "沈": 4, "钟": 4, "姜": 4, "崔": 4, "谭": 4, "陆": 4, "范": 4,
    "汪": 3, "廖": 3, "石": 3, "金": 3, "韦": 3, "贾": 3, "夏": 3, "付": 3, "方": 3, "邹": 3, "熊": 3, "白": 3,
    "孟": 3, "秦": 3, "邱": 3, "侯": 3, "江": 3, "尹": 3, "薛": 3, "闫": 2, "雷": 2, "龙": 2, "段": 2, "黎": 2,
    "史": 2, "陶": 2, "贺": 2, "毛": 2, "郝": 2, "顾": 2, "龚": 2, "邵": 2, "万": 2, "覃": 2, "武": 2, "钱": 2,
    "戴": 2, "严": 2, "莫": 2, "孔": 2, "向": 1, "汤": 2, "单": 0.5, "仇": 0.3, "解": 0.5, "尉迟": 0.1, "欧阳": 0.7,
})  # fmt: skip
GIVEN = {  # (woman, born before 1965 | before 2000 | since) → characters of the first and of the second place
    (True, 0): ("秀玉桂淑兰凤素春月金翠美", "英兰珍华芳梅云香珠芬琴莲"),
    (True, 1): ("丽晓艳小红海雪婷文燕静春", "娟敏霞燕丽娜梅芳玲萍华静"),
    (True, 2): ("梓雨欣思佳诗子若一语可紫", "涵萱怡彤琪悦妍瑶宁然洁昕"),
    (False, 0): ("建德国永长明大世光文志洪", "国明华福贵祥林才生武荣成"),
    (False, 1): ("志建小海文永晓俊国家伟东", "强军勇伟波涛刚辉平峰斌磊"),
    (False, 2): ("子浩宇俊梓博一思家文天明", "轩宇涵豪泽然辰睿阳航杰熙"),
}
MINORITY = (
    "阿依古丽·买买提",
    "买买提江·吐尔逊",
    "扎西·次仁",
    "卓玛·央金",
    "巴特尔·苏和",
    "古丽娜尔·阿布都",
)
COMMUNITIES = [
    "和平",
    "建设",
    "新华",
    "光明",
    "向阳",
    "团结",
    "红旗",
    "胜利",
    "前进",
    "友谊",
    "幸福",
    "安康",
    "永兴",
    "长青",
    "东风",
    "朝阳",
    "春晖",
    "金桥",
    "翠竹",
    "桃园",
    "柳荫",
    "石桥",
    "龙泉",
    "凤鸣",
    "望江",
    "临河",
    "北苑",
    "南湖",
    "西街",
    "东门",
    "康乐",
    "福源",
    "锦绣",
    "世纪",
    "文化",
    "学府",
    "兴业",
    "民生",
    "同心",
    "和谐",
]


def person(chance: Chance, woman: bool, born: int) -> str:
    if chance.true(0.004):
        return chance.choice(MINORITY)
    first, second = GIVEN[woman, (born >= 1965) + (born >= 2000)]
    surname = chance.of(SURNAMES)
    if chance.true(0.16):
        return surname + chance.choice(second)
    return surname + chance.choice(first) + chance.choice(second)


def communities(chance: Chance, n: int) -> list[str]:
    return chance.sample(COMMUNITIES, n)
