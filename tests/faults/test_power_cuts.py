"""The power goes while people write: what was not synced is gone from the disk. (trust.md R3)

The database lies on a loop file whose file system is shut down at a random moment, and mounted again as after
a power cut. Everything that was answered is there, whole, once. Controls show that the safety is the sync and
not luck: SQLite with `synchronous` OFF, or only NORMAL, and PostgreSQL with `synchronous_commit` off lose deeds.
"""

import shutil
import subprocess
from contextlib import contextmanager

import pytest

from tests.faults.bare import Bare
from tests.faults.disks import disk
from tests.faults.stored import Stored
from tests.faults.writers import Writers
from tools import pg, throwaway

pytestmark = pytest.mark.fault


@contextmanager
def house_on_a_disk(seeded, tmp_path):
    """The whole data folder on a disk of its own; only what the server says is written elsewhere."""
    with disk(tmp_path, 256) as plate:
        data = throwaway.copy_of(seeded, plate.home / "data")
        subprocess.run(["sync"], check=True)  # noqa: S607
        server = Bare(data, log=tmp_path / "server.log")
        try:
            yield plate, server
        finally:
            server.kill()


@contextmanager
def database_on_a_disk(seeded_pg, tmp_path, **settings):
    data, cluster = seeded_pg
    with pg.lodging() as home, disk(home, 512) as plate:
        pg.give(plate.home)
        copy = cluster.copy_to(plate.home / "pg", **pg.CAREFUL | settings)
        subprocess.run(["sync"], check=True)  # noqa: S607
        server = Bare(throwaway.copy_of(data, tmp_path / "data"), copy.url)
        try:
            yield plate, copy, server
        finally:
            server.kill()
            copy.kill()


def lost(writers, stored):
    return set(writers.answered) - set(stored.acts)


def test_sqlite_keeps_what_it_answered(seeded, tmp_path, times, chance, say):
    with house_on_a_disk(seeded, tmp_path) as (plate, server):
        stored = Stored(server.data / "huiyin.sqlite3")
        server.start()
        writers = Writers(server.url).start()
        cuts = times(20)
        for _ in range(cuts):
            writers.wait_for(len(writers.answered) + chance.randint(5, 40))
            plate.cut()
            server.kill()
            plate.unmount()
            plate.mount()
            assert lost(writers, stored) == set()
            assert stored.whole()
            server.start()
        writers.finish()

        assert lost(writers, stored) == set()
        assert stored.deeds == len(writers.answered) == writers.begun
        assert {error[1] for error in writers.errors} <= {500, 503}  # a dying disk reads as garbage
    say(f"power cuts, SQLite: {cuts}, {len(writers.answered)} deeds, 0 lost")


@pytest.mark.parametrize("synchronous", ["OFF", "NORMAL"])
def test_the_control_sqlite_that_syncs_less_loses_deeds(seeded, tmp_path, synchronous, say):
    with house_on_a_disk(seeded, tmp_path) as (plate, server):
        stored = Stored(server.data / "huiyin.sqlite3")
        server.start(HUIYIN_SYNCHRONOUS=synchronous)
        writers = Writers(server.url).start()
        writers.wait_for(30)
        plate.cut()
        server.kill()
        writers.abandon()
        plate.unmount()
        plate.mount()

        gone = lost(writers, stored)
    assert gone != set()
    say(f"control, synchronous={synchronous}: {len(gone)} of {len(writers.answered)} lost")


def test_postgresql_keeps_what_it_answered(seeded_pg, tmp_path, times, chance, say):
    with database_on_a_disk(seeded_pg, tmp_path) as (plate, cluster, server):
        cluster.start()
        stored = Stored(server.database)
        server.start()
        writers = Writers(server.url).start()
        cuts = times(20)
        for _ in range(cuts):
            writers.wait_for(len(writers.answered) + chance.randint(5, 40))
            plate.cut()
            cluster.kill()
            plate.unmount()
            plate.mount()
            cluster.start()
            assert lost(writers, stored) == set()
        writers.finish()

        assert stored.deeds == len(writers.answered) == writers.begun
        assert {error[1] for error in writers.errors} <= {500, 503}  # a dying disk reads as garbage
    say(f"power cuts, PostgreSQL: {cuts}, {len(writers.answered)} deeds, 0 lost")


def test_the_control_postgresql_that_answers_before_it_syncs_loses_deeds(seeded_pg, tmp_path, say):
    late = {"synchronous_commit": "off", "wal_writer_delay": "10s"}
    with database_on_a_disk(seeded_pg, tmp_path, **late) as (plate, cluster, server):
        cluster.start()
        stored = Stored(server.database)
        server.start()
        writers = Writers(server.url).start()
        writers.wait_for(30)
        plate.cut()
        cluster.kill()
        server.kill()
        writers.abandon()
        plate.unmount()
        plate.mount()
        cluster.start()

        gone = lost(writers, stored)
    assert gone != set()
    say(f"control, synchronous_commit=off: {len(gone)} of {len(writers.answered)} lost")


def test_a_disk_without_power_takes_nothing_more(tmp_path):
    """The breaker itself: what was synced is there, what was only written is not."""
    with disk(tmp_path, 64) as plate:
        (plate.home / "synced").write_text("在")
        subprocess.run(["sync"], check=True)  # noqa: S607
        (plate.home / "written").write_text("不在")
        plate.cut()
        with pytest.raises(OSError, match="Input/output error"):
            (plate.home / "later").write_text("更不在")
        plate.unmount()
        plate.mount()
        shutil.rmtree(plate.home / "lost+found")

        assert [path.name for path in plate.home.iterdir()] == ["synced"]
