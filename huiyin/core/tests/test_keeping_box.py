"""The sealed file: it opens for whoever has the key, unchanged and complete, or not at all."""

import io
import random
import tarfile

import pyrage
import pytest

from huiyin.core.errors import Refused
from huiyin.core.keeping import box, lock


@pytest.fixture
def key():
    return pyrage.x25519.Identity.generate()


@pytest.fixture
def packed(tmp_path, key):
    folder = tmp_path / "data"
    (folder / "attachments").mkdir(parents=True)
    (folder / "database.dump").write_bytes(random.Random(7).randbytes(200_000))  # noqa: S311  # the same each time
    (folder / "attachments" / "0f").write_text("同意书")
    out = tmp_path / "huiyin-1.age"
    box.pack(folder, {"version": "0.1.0"}, out, [key.to_public()])
    return out


def refusal(file, folder, key) -> str:
    with pytest.raises(Refused) as refused:
        box.unpack(file, folder, key)
    return str(refused.value)


def test_what_was_packed_comes_out_with_what_was_told_of_it(packed, tmp_path, key):
    told = box.unpack(packed, tmp_path / "out", key)

    assert told["version"] == "0.1.0"
    assert sorted(told["files"]) == ["attachments/0f", "database.dump"]
    assert (tmp_path / "out" / "attachments" / "0f").read_text() == "同意书"
    assert not (tmp_path / "out.tar").exists()


def test_the_wrong_key_is_refused_in_a_sentence(packed, tmp_path):
    assert refusal(packed, tmp_path / "out", pyrage.x25519.Identity.generate()) == (
        "huiyin-1.age 打不开：钥匙不是做备份时的那一把（HUIYIN_BACKUP_KEY），或者文件开头被改动过。"
    )


def test_a_changed_byte_is_refused_wherever_it_is(packed, tmp_path, key):
    whole = packed.read_bytes()
    places = random.Random(11)  # noqa: S311
    for n in range(60):
        at = places.randrange(len(whole)) if n else len(whole) - 1
        packed.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << n % 8)]) + whole[at + 1 :])
        assert "改动过" in refusal(packed, tmp_path / f"out{n}", key)


@pytest.mark.parametrize("left", [0, 20, 150, 400, 65_600, -1])
def test_a_cut_file_is_refused(packed, tmp_path, key, left):
    packed.write_bytes(packed.read_bytes()[:left])

    assert "huiyin-1.age" in refusal(packed, tmp_path / "out", key)


def test_a_file_longer_than_it_was_is_refused(packed, tmp_path, key):
    packed.write_bytes(packed.read_bytes() + b"x")

    assert "不完整" in refusal(packed, tmp_path / "out", key)


def resealed(packed, key, name: str, text: str, kind: bytes = tarfile.REGTYPE) -> None:
    """The same file with something else in it. Whoever has the public key can seal; that makes it no backup."""
    plain = io.BytesIO(pyrage.decrypt(packed.read_bytes(), [key]))
    changed = io.BytesIO()
    with tarfile.open(fileobj=plain) as was, tarfile.open(fileobj=changed, mode="w:gz") as tar:
        for member in was:
            tar.addfile(member, was.extractfile(member))
        other = tarfile.TarInfo(name)
        other.size, other.type, other.linkname = len(text), kind, "/etc"
        tar.addfile(other, io.BytesIO(text.encode()))
    packed.write_bytes(pyrage.encrypt(changed.getvalue(), [key.to_public()]))


@pytest.mark.parametrize("name", ["database.dump", "more"])
def test_contents_that_are_not_what_the_list_says_are_refused(packed, tmp_path, key, name):
    resealed(packed, key, name, "other")

    assert "和清单不一致" in refusal(packed, tmp_path / "out", key)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("../outside", tarfile.REGTYPE), ("/tmp/outside", tarfile.REGTYPE), ("link", tarfile.SYMTYPE)],  # noqa: S108
)
def test_nothing_is_unpacked_outside_its_folder(packed, tmp_path, key, name, kind):
    resealed(packed, key, name, "x", kind)

    assert "不能用" in refusal(packed, tmp_path / "out", key)
    assert not (tmp_path / "outside").exists()
    assert not (tmp_path / "out" / "link").is_symlink()


def test_two_keepers_in_one_folder_the_second_is_told_to_wait(tmp_path):
    with box.alone(tmp_path), pytest.raises(Refused, match="等它做完再来"), box.alone(tmp_path):
        pass
    with box.alone(tmp_path):
        pass


def test_what_a_killed_one_left_unsealed_is_cleared_away(tmp_path):
    (tmp_path / "keeping-killed").mkdir()
    with box.alone(tmp_path), box.workplace(tmp_path) as work:
        assert list(tmp_path.iterdir()) == [work]
        assert work.stat().st_mode & 0o777 == 0o700
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def nobody_gave_a_key(settings, tmp_path):
    settings.HUIYIN_DATA_DIR, settings.HUIYIN_BACKUP_KEY, settings.HUIYIN_BACKUP_TO = (
        tmp_path,
        "",
        "",
    )
    return settings


def test_a_key_nobody_gave_is_made_once_for_the_owner_alone(nobody_gave_a_key, tmp_path):
    first, again = lock.for_writing(), lock.for_writing()

    assert str(first.key) == str(again.key) == str(lock.for_reading())
    assert first.made == tmp_path / "backup-key"
    assert (tmp_path / "backup-key").stat().st_mode & 0o777 == 0o600


def test_the_private_key_may_live_elsewhere_and_what_was_written_is_verified_all_the_same(
    nobody_gave_a_key, tmp_path, key
):
    """The key made for one run opens that run's file and no other; the far one opens all."""
    nobody_gave_a_key.HUIYIN_BACKUP_TO = str(key.to_public())
    (tmp_path / "f").write_text("有")
    run, other = lock.for_writing(), lock.for_writing()
    pyrage.encrypt_file(str(tmp_path / "f"), str(tmp_path / "f.age"), run.to)
    sealed = (tmp_path / "f.age").read_bytes()

    assert pyrage.decrypt(sealed, [run.key]) == pyrage.decrypt(sealed, [key]) == "有".encode()
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed, [other.key])
    assert not (tmp_path / "backup-key").exists()
    with pytest.raises(Refused, match="打开备份要有备份钥匙"):
        lock.for_reading()


def test_a_given_key_opens_beside_the_recipients(nobody_gave_a_key, key):
    far = pyrage.x25519.Identity.generate()
    nobody_gave_a_key.HUIYIN_BACKUP_KEY = f"# created by age-keygen\n{key}\n"
    nobody_gave_a_key.HUIYIN_BACKUP_TO = str(far.to_public())

    sealed = pyrage.encrypt(b"x", lock.for_writing().to)

    assert [pyrage.decrypt(sealed, [one]) for one in (key, far)] == [b"x", b"x"]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("HUIYIN_BACKUP_KEY", "age1nonsense", "不是一把 age 钥匙"),
        ("HUIYIN_BACKUP_KEY", "AGE-SECRET-KEY-1NONSENSE", "不是一把 age 钥匙"),
        ("HUIYIN_BACKUP_TO", "age1nonsense", "要写 age1 开头的公钥"),
    ],
)
def test_nonsense_is_no_key(nobody_gave_a_key, name, value, sentence):
    setattr(nobody_gave_a_key, name, value)

    with pytest.raises(Refused, match=sentence):
        lock.for_writing()
