"""Who is there: one hub, one street station with nine rooms, committees, departments; a second district for strangers."""

from dataclasses import dataclass

from huiyin.access.models import Organisation, Unit, User
from huiyin.demo.builders import access as make

PASSWORD = "huiyin-demo-2026"  # accounts that exist only under HUIYIN_DEMO=1  # noqa: S105
COMMUNITIES = (
    ("001", "石溪社区"), ("002", "望江社区"), ("003", "老街社区"), ("004", "腾黄社区"), ("005", "泰昌社区"),
    ("006", "新街社区"), ("007", "裕华社区"), ("008", "大佛社区"), ("009", "群慧社区"),
)  # fmt: skip
ROOM_WORKERS = ("江雪梅", "邓川", "田小蓉", "谭志远", "庞丽", "向东", "冉静", "余波", "秦淑华")
CLERKS = ("唐玉珍", "蒋小红", "罗建国", "吴秀兰", "陈大友", "何素清", "龙永强", "杜明霞", "彭世英")
DEPARTMENTS = (
    ("民政和社区事务办公室", "姚科员"),
    ("平安建设办公室", "石主任"),
    ("残疾人联合会", "蒲干事"),
)


@dataclass
class District:
    """What the rest of the seed builds on."""

    station: Unit
    lead: User
    workers: list[User]
    rooms: list[Unit]
    room_workers: list[User]
    committees: list[Organisation]
    clerks: list[User]
    stranger: User
    strange_station: Unit


def build() -> District:
    lead = _user("lead", "罗倩")
    hub = make.make_unit("500108", "南岸区社会工作总站")
    station = make.make_unit("500108006A", "弹子石街道社工站", receiver=lead)
    make.make_post(lead, "lead", unit=station, title="站长")
    _post(_user("hub", "沈若兰"), "hub", unit=hub, title="督导")
    workers = [_user("worker", "周敏"), _user("worker3", "何川")]
    for worker in workers:
        make.make_post(worker, "worker", unit=station, title="驻站社工")
    district = District(station, lead, workers, [], [], [], [], *_second_district())
    for number, (code, name) in enumerate(COMMUNITIES):
        _community(district, number, code, name)
    _offices()
    return district


def _community(district: District, number: int, code: str, name: str) -> None:
    room = make.make_unit(f"500108006A{code}", f"{name}社工室")
    worker = _user("room" if number == 0 else f"room{number + 1}", ROOM_WORKERS[number])
    make.make_post(worker, "room", unit=room, title="社工室社工")
    committee = make.make_organisation("committee", f"{name}居委会", f"500108006{code}")
    clerk = _user("clerk" if number == 0 else f"clerk{number + 10}", CLERKS[number])
    make.make_post(clerk, "committee", organisation=committee, title="社区工作者")
    district.rooms.append(room)
    district.room_workers.append(worker)
    district.committees.append(committee)
    district.clerks.append(clerk)


def _offices() -> None:
    street = make.make_organisation("street", "弹子石街道办事处", "500108006")
    _post(_user("street", "吴建平"), "street", organisation=street, reach=("500108006",))
    bureau = make.make_organisation("purchaser", "南岸区民政局", "500108")
    _post(_user("purchaser", "郑启明"), "purchaser", organisation=bureau, reach=("500108",))
    agency = make.make_organisation("agency", "明心社会工作服务中心", "500108")
    _post(_user("agency", "许晴"), "agency", organisation=agency, reach=("500108006A",))
    for number, (name, officer) in enumerate(DEPARTMENTS):
        office = make.make_organisation("department", f"弹子石街道{name}", "500108006")
        _post(_user("department" if number == 0 else f"department{number + 10}", officer), "department",
              organisation=office)  # fmt: skip
    house = make.make_organisation("evaluator", "衡正社会组织评估中心", "500108")
    _post(_user("evaluator", "方圆"), "evaluator", organisation=house)
    centre = make.make_organisation("other", "南岸区民政信息中心", "500108")
    for username, name in (("sysadmin", "高维"), ("secadmin", "安宁"), ("auditor", "沈明")):
        _post(_user(username, name), username, organisation=centre)


def _second_district() -> tuple[User, Unit]:
    """A worker who must never see the first district's rows, and her station."""
    lead = _user("lead2", "钱立")
    station = make.make_unit("500105001A", "另一区的社工站", receiver=lead)
    make.make_post(lead, "lead", unit=station, title="站长")
    worker = _user("worker2", "周远")
    make.make_post(worker, "worker", unit=station)
    committee = make.make_organisation("committee", "另一区的居委会", "500105001001")
    _post(_user("clerk2", "孙兰"), "committee", organisation=committee)
    return worker, station


def _user(username: str, name: str) -> User:
    return make.make_user(username, name, password=PASSWORD)


def _post(user: User, role: str, **where: object) -> None:
    make.make_post(user, role, **where)  # type: ignore[arg-type]
