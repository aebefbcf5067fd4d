import pytest


@pytest.fixture(autouse=True)
def heads(settings, tmp_path):
    """The file outside the database, one a test."""
    settings.HUIYIN_JOURNAL_HEADS = tmp_path / "heads.log"
    return settings.HUIYIN_JOURNAL_HEADS
