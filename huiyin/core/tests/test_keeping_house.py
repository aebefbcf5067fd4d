"""A house is carried out of its place and made again in another: on whichever engine these tests run."""

import base64
import json
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

import pyrage
import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, connections

from huiyin.access.models import Organisation
from huiyin.access.rules import units
from huiyin.audit import journal
from huiyin.audit.models import Entry
from huiyin.core import clock, keys, secret
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused
from huiyin.core.keeping import backups, box, hung, restores, rows
from huiyin.core.secret import Sealed
from huiyin.demo.builders import residents as make
from huiyin.demo.builders.access import actor_for as make_actor
from huiyin.demo.builders.access import make_organisation
from huiyin.residents.models import NameEnding, Person, Phone, State, SubjectKey
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
READER = Actor.system("test")
NUMBER = "13700001234"


@pytest.fixture
def key():
    return pyrage.x25519.Identity.generate()


@pytest.fixture
def here(settings, tmp_path, key):
    settings.HUIYIN_FIELD_KEYS = "\n".join(
        f"{name} {base64.b64encode(value).decode()}" for name, value in keys.ring().items()
    )
    settings.HUIYIN_DATA_DIR = tmp_path / "here"
    settings.HUIYIN_JOURNAL_HEADS = tmp_path / "here" / "heads.log"
    settings.HUIYIN_BACKUP_KEY, settings.HUIYIN_BACKUP_TO = str(key), ""
    settings.HUIYIN_BACKUP_KEYS_DIR = ""
    return settings


@pytest.fixture
def xiang(here, station, gao, committee):
    """A file with a sealed number, and a journal with a sealed line and a young one."""
    by = make_actor(gao)
    units.edit_organisation(committee, by=by, name="石溪居委会")
    with time_machine.travel(clock.now() + journal.SETTLED * 2):
        assert journal.seal() == 1
        units.edit_organisation(committee, by=by, name="石溪社区居委会")
    return make.make_person("向秀芬", station, phone=NUMBER)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


@pytest.fixture
def there(here, tmp_path, request):
    """Another place with nothing in it: whoever enters reads and writes there."""
    made = f"{connection.settings_dict['NAME']}_again"
    place = made if connection.vendor == "postgresql" else tmp_path / "there" / "huiyin.sqlite3"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{made}"')
            cursor.execute(f'CREATE DATABASE "{made}"')

    @contextmanager
    def enter():
        own = connections["default"]
        other = type(own)({**own.settings_dict, "NAME": place}, "default")
        connections["default"] = other
        here.HUIYIN_DATA_DIR = tmp_path / "there"
        here.HUIYIN_JOURNAL_HEADS = tmp_path / "there" / "heads.log"
        try:
            yield
        finally:
            other.close()
            connections["default"] = own

    yield enter
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{made}"')


def phone(person: Person) -> str:
    return secret.open(Phone.objects.get(person_id=person.pk), "number", by=READER)


def destroy(person: Person) -> None:
    SubjectKey.objects.filter(person=person).update(wrapped=None, destroyed_at=clock.now())


def test_all_of_it_is_there_again(xiang, out, there):
    before, entries = rows.counts(), Entry.objects.count()
    made = backups.make(out)

    with there():
        again = restores.make(made.file)

        assert (again.differences, again.missing) == ([], [])
        assert rows.counts() == before
        assert Entry.objects.count() == entries
        assert list(journal.verify()) == []
        assert phone(xiang) == NUMBER
    assert made.told["journal"]["wrong"] == []
    assert list(made.told["journal"]["heads"]) == ["500108"]


def test_attachments_come_along(xiang, here, out, there, tmp_path):
    (tmp_path / "here" / "attachments" / "0f").mkdir(parents=True)
    (tmp_path / "here" / "attachments" / "0f" / "0f12").write_bytes(b"scan")
    made = backups.make(out)

    with there():
        restores.make(made.file)

    assert (tmp_path / "there" / "attachments" / "0f" / "0f12").read_bytes() == b"scan"


def test_a_figure_that_came_out_otherwise_is_said(xiang, out, there, monkeypatch):
    answers = [7, 7]
    monkeypatch.setitem(hung.figures, "个案人次", lambda: answers[0])
    made = backups.make(out)
    answers[0] = 8

    with there():
        assert restores.make(made.file).differences == ["数字“个案人次”：备份里 7，这里 8。"]


def test_persons_keys_do_not_lie_with_the_data(xiang, out, key, tmp_path):
    wrapped = str(SubjectKey.objects.get(person=xiang).wrapped)
    made = backups.make(out)
    box.unpack(made.file, tmp_path / "data", key)
    box.unpack(made.keys, tmp_path / "keys", key)

    texts = [path.read_bytes() for path in (tmp_path / "data").iterdir()]
    held = (tmp_path / "keys" / "residents_subjectkey.jsonl").read_text()
    assert [text for text in texts if wrapped.encode() in text] == []
    assert [wrapped in json.loads(line) for line in held.splitlines()] == [True]


def test_who_was_erased_since_stays_erased(xiang, station, out, there):
    """The old backup opens with today's keys: hers is gone, her name goes again, her rows stay."""
    tan = make.make_person("谭小宇", station, phone="13700005678")
    old = backups.make(out)
    destroy(xiang)
    make.make_person(
        "后来的人", station
    )  # whose key is of today's, and whose file is not in the old one
    backups.make(out)

    with there():
        assert restores.make(old.file).differences == []

        again = Person.objects.get(pk=xiang.pk)
        assert (again.name, again.pinyin, again.birth_on, again.state) == (
            "",
            "",
            None,
            State.ERASED,
        )
        assert phone(xiang) == secret.ERASED
        assert Phone.objects.get(person=again).mask == ""
        assert NameEnding.objects.filter(person=again).exclude(text="").count() == 0
        assert Person.objects.get(pk=tan.pk).name == "谭小宇"
        assert phone(tan) == "13700005678"
        assert SubjectKey.objects.count() == 2


def test_the_control_with_the_keys_of_then_she_would_be_back(xiang, out, there):
    old = backups.make(out)
    destroy(xiang)
    backups.make(out)

    with there():
        restores.make(old.file, old.keys)

        assert Person.objects.get(pk=xiang.pk).name == "向秀芬"
        assert phone(xiang) == NUMBER


def refusal(file, keys_file=None) -> str:
    with pytest.raises(Refused) as refused:
        restores.make(file, keys_file)
    return str(refused.value)


def test_a_place_that_is_not_empty_is_left_alone(xiang, out):
    made = backups.make(out)

    assert refusal(made.file).startswith("这里已经有数据。恢复只进空的地方")
    assert Person.objects.count() == 1


@pytest.fixture
def refused_there(out, there, tmp_path):
    """Refused with this sentence, and nothing of it stands there."""

    def see(sentence: str, file, keys_file=None) -> None:
        with there():
            assert sentence in refusal(file, keys_file)
            left = [p for p in (tmp_path / "there").iterdir() if p.stat().st_size]
            assert [path.name for path in left] == []
            assert connection.introspection.table_names() == []

    return see


def test_a_changed_byte_leaves_nothing_behind(xiang, out, refused_there):
    file = backups.make(out).file
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2] ^= 1
    file.write_bytes(whole)

    refused_there("改动过或者不完整", file)


def test_a_cut_file_leaves_nothing_behind(xiang, out, refused_there):
    file = backups.make(out).file
    file.write_bytes(file.read_bytes()[:-7])

    refused_there("改动过或者不完整", file)


def test_another_backup_key_leaves_nothing_behind(xiang, out, here, refused_there):
    file = backups.make(out).file
    here.HUIYIN_BACKUP_KEY = str(pyrage.x25519.Identity.generate())

    refused_there("不是做备份时的那一把（HUIYIN_BACKUP_KEY）", file)


def test_field_keys_that_are_not_there_are_asked_for_and_not_made(xiang, out, here, refused_there):
    file = backups.make(out).file
    here.HUIYIN_FIELD_KEYS = ""

    refused_there("先把当时的 HUIYIN_FIELD_KEYS 放好", file)


def test_other_field_keys_are_named(xiang, out, here, refused_there):
    file = backups.make(out).file
    here.HUIYIN_FIELD_KEYS = (
        here.HUIYIN_FIELD_KEYS.replace("fix ", "old ") + "\nfix " + "A" * 43 + "="
    )
    keys.ring.cache_clear()
    keys.derived.cache_clear()
    try:
        refused_there("字段密钥 fix 不是做备份时的那一把", file)
    finally:
        keys.ring.cache_clear()
        keys.derived.cache_clear()


def test_without_persons_keys_nothing_is_restored(xiang, out, refused_there):
    made = backups.make(out)
    made.keys.unlink()

    refused_there("里没有个人密钥的备份", made.file)


def test_a_file_that_is_not_there_is_said(xiang, out, refused_there):
    backups.make(out)

    refused_there("没有这个文件", out / "huiyin-0.age")


def test_keys_alone_are_no_backup(xiang, out, refused_there):
    made = backups.make(out)

    refused_there("这是个人密钥的备份，不是数据的备份", made.keys, made.keys)


def test_between_the_two_databases_nothing_is_restored(xiang, out, there, key, tmp_path):
    made = backups.make(out)
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    told(made.file, tmp_path, key, database=other)

    with there():
        assert f"这份备份是 {backups.NAMES[other]} 的，这里用的是" in refusal(made.file)


def told(file, tmp_path, key, **other) -> None:
    """The same backup, with something else told of it."""
    was = box.unpack(file, tmp_path / "was", key)
    (tmp_path / "was" / box.MANIFEST).unlink()
    box.pack(tmp_path / "was", {**was, **other}, file, [key.to_public()])


@pytest.mark.parametrize("other", [{"format": 99}, {"migrations": ["loops.9999_later"]}])
def test_a_newer_one_asks_for_the_newer_program(xiang, out, there, key, tmp_path, other):
    made = backups.make(out)
    told(made.file, tmp_path, key, **other)

    with there():
        assert "这份备份来自更新的版本（0.1.0）：先把这里的程序升级" in refusal(made.file)


def test_keys_older_than_the_data_are_refused(xiang, out, there):
    first, second = backups.make(out), backups.make(out)

    with there():
        assert "个人密钥的备份比数据还旧" in refusal(second.file, first.keys)


def test_heads_of_another_journal_are_not_written_over(xiang, out, there, tmp_path):
    made = backups.make(out)
    with there():
        (tmp_path / "there").mkdir(exist_ok=True)
        (tmp_path / "there" / "heads.log").write_text("500108 1 " + "0" * 64 + "\n")

        assert "里已有别处的封存记录" in refusal(made.file)


def test_a_seal_made_while_copying_is_no_forgery(xiang, out, there, monkeypatch):
    """Its head is in the file outside; the copy has not its seal: the line stays out of the copy."""
    heads = backups._heads
    reads: list[int] = []

    def grown() -> bytes:
        reads.append(1)
        if len(reads) == 2:
            return heads() + f"500108 2 {'a' * 64}\n".encode()
        return heads()

    monkeypatch.setattr(backups, "_heads", grown)
    made = backups.make(out)

    assert made.told["journal"]["wrong"] == []
    with there():
        assert restores.make(made.file).differences == []


def test_what_is_written_while_copying_goes_into_the_next_one(xiang, out, there, monkeypatch):
    """Nobody waits, and the copy is of one moment: what was counted is what was kept."""
    write = rows.write

    def meanwhile(*given) -> None:
        [late] = at_once(lambda: make_organisation("other", "后来的单位", "500108"))
        assert late.name == "后来的单位"
        write(*given)

    monkeypatch.setattr(rows, "write", meanwhile)
    made = backups.make(out)

    assert Organisation.objects.filter(name="后来的单位").count() == 1
    with there():
        assert restores.make(made.file).differences == []
        assert Organisation.objects.filter(name="后来的单位").count() == 0


def test_a_tail_cut_off_before_is_found_in_the_copy(xiang, here, out):
    with here.HUIYIN_JOURNAL_HEADS.open("a") as file:
        file.write(f"500108 2 {'a' * 64}\n")

    told = StringIO()
    with pytest.raises(CommandError, match=r"日志核对不上.*\n.*尾部被截断"):
        call_command("backup", str(out), stdout=told)
    assert len(backups.listed(out)) == 1  # kept all the same: better than none


def test_a_copy_that_is_not_the_same_is_not_listed(xiang, out, monkeypatch):
    counts = rows.counts
    monkeypatch.setattr(rows, "counts", lambda: {**counts(), "residents_person": 2})
    if connection.vendor == "sqlite":  # there both sides are counted: the second time otherwise
        answers = iter([counts(), {**counts(), "residents_person": 2}])
        monkeypatch.setattr(rows, "counts", lambda: next(answers))

    with pytest.raises(Refused, match="和原来的不一致，没有收下"):
        backups.make(out)
    assert backups.listed(out) == []


def test_what_a_killed_run_left_is_cleared_and_never_listed(xiang, out):
    out.mkdir()
    (out / ".huiyin-1.age.part").write_text("half")

    made = backups.make(out)

    assert sorted(path.name for path in out.iterdir()) == sorted([made.file.name, "keys"])


def test_old_backups_and_old_keys_go_and_the_newest_keys_stay(here, out):
    (out / "keys").mkdir(parents=True)
    now = clock.local(clock.now())
    days = [40, 29, 27, 1]
    for ago in days:
        stamp = f"{now - timedelta(days=ago):%Y%m%d-%H%M%S-%f}"
        (out / f"huiyin-{stamp}.age").touch()
        (out / "keys" / f"keys-{stamp}.age").touch()

    backups.let_go(out, 3)

    assert len(backups.listed(out)) == 3
    assert len(backups.keys_in(out / "keys")) == 2
    here.HUIYIN_BACKUP_KEYS_WEEKS = 0
    assert len(backups.let_go(out, 0)) == 1
    assert (len(backups.listed(out)), len(backups.keys_in(out / "keys"))) == (3, 1)


def test_the_commands_say_what_they_did(xiang, here, out, there):
    here.HUIYIN_BACKUP_KEY = ""
    said, warned = StringIO(), StringIO()
    call_command("backup", str(out), "--keep", "1", stdout=said, stderr=warned)
    call_command("backup", str(out), "--keep", "1", stdout=said, stderr=warned)
    listing = StringIO()
    call_command("backup", str(out), "--list", stdout=listing)
    key = (here.HUIYIN_DATA_DIR / "backup-key").read_text()

    assert said.getvalue().count("备份好了：") == 2
    assert "删了旧的：huiyin-" in said.getvalue()
    assert "备份钥匙还在" in warned.getvalue()
    assert len(listing.getvalue().splitlines()) == 1
    with there():
        here.HUIYIN_BACKUP_KEY = key
        answer = StringIO()
        call_command("restore", str(backups.listed(out)[0]), stdout=answer)
        assert "行数、日志封存头、数字都和备份时一样" in answer.getvalue()
        with pytest.raises(CommandError, match="这里已经有数据"):
            call_command("restore", str(backups.listed(out)[0]))


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(xiang, tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(CommandError, match=r"没有备份成.*先看磁盘"):
        call_command("backup", str(tmp_path / "file" / "in"))


def test_the_sealed_stay_sealed_in_the_copy(xiang, out, key, tmp_path):
    assert isinstance(Phone.objects.get(person=xiang).number, Sealed)
    made = backups.make(out)
    box.unpack(made.file, tmp_path / "data", key)

    assert [p for p in (tmp_path / "data").iterdir() if NUMBER.encode() in p.read_bytes()] == []
