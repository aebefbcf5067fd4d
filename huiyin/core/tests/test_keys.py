"""The deployment's keys: given, or made once in the data folder; a house without keys does not open."""

import base64
import threading

import pytest

from huiyin.core import keys

K1, FIX = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))


@pytest.fixture
def folder(settings, tmp_path):
    settings.HUIYIN_DATA_DIR, settings.HUIYIN_FIELD_KEYS = tmp_path, ""
    keys.ring.cache_clear()
    keys.derived.cache_clear()
    yield tmp_path
    keys.ring.cache_clear()
    keys.derived.cache_clear()


def test_the_first_is_the_current_one_and_the_fixed_one_never_is(folder, settings):
    settings.HUIYIN_FIELD_KEYS = f"k2 {K1},fix {FIX}"

    assert (list(keys.ring()), keys.current()) == (["k2", "fix"], "k2")


@pytest.mark.parametrize("text", [f"k1 {K1}", f"fix {FIX}", f"k1 c2hvcnQ=,fix {FIX}"])
def test_keys_that_are_missing_or_short_are_said(folder, settings, text):
    settings.HUIYIN_FIELD_KEYS = text

    with pytest.raises(keys.KeysMissing, match="每把 32 字节"):
        keys.ring()


def test_they_are_made_once_for_the_owner_alone(folder):
    made = keys.ring()
    keys.ring.cache_clear()

    assert keys.ring() == made
    assert (folder / "keys").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in folder.iterdir()] == ["keys"]


def test_two_that_start_at_once_end_with_the_same(folder):
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(keys._from_folder(folder / "keys")))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(found)) == 1


def test_two_uses_of_one_key_share_nothing(folder):
    assert keys.derived(keys.current(), "field") != keys.derived(keys.current(), "act")
    assert len(keys.derived(keys.FIXED, "journal")) == 32
