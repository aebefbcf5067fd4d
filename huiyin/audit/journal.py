"""Sealing the journal, and finding what was done to it behind the doors' back."""

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from huiyin.audit import ink
from huiyin.audit.models import Entry, Seal
from huiyin.core import clock

SETTLED = timedelta(
    seconds=60
)  # late commits: an entry is sealed when nobody can still be writing beside it
BATCH = 1000


def seal() -> int:
    """Seal what is settled, chain by chain; how many entries. Heads go to a file outside the database."""
    chains = Entry.objects.unsealed().order_by().values_list("chain", flat=True).distinct()
    return sum(_seal_chain(chain) for chain in list(chains))


def _seal_chain(chain: str) -> int:
    with transaction.atomic():
        last = Seal.objects.select_for_update().filter(chain=chain).order_by("-seq").first()
        due = (
            Entry.objects.select_for_update()
            .unsealed()
            .filter(chain=chain, at__lt=clock.now() - SETTLED)
        )
        entries = list(due.order_by("id")[:BATCH])
        if not entries:
            return 0
        ids, digests = [str(e.id) for e in entries], [e.digest for e in entries]
        prev, seq = (last.head, last.seq + 1) if last else ("", 1)
        head = _head(prev, ids, digests)
        Seal.objects.create(chain=chain, seq=seq, ids=ids, digests=digests, prev=prev, head=head)
        Entry.objects.filter(pk__in=[e.pk for e in entries]).update(sealed=True)
        _anchor(
            chain, seq, head
        )  # before commit: a head too many is named by verify, one too few is not seen
    return len(entries)


def _head(prev: str, ids: list[str], digests: list[str]) -> str:
    return hashlib.sha256(json.dumps([prev, ids, digests]).encode()).hexdigest()


def _anchor(chain: str, seq: int, head: str) -> None:
    path = Path(settings.HUIYIN_JOURNAL_HEADS)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as heads:
        heads.write(f"{chain} {seq} {head}\n")
        heads.flush()
        os.fsync(heads.fileno())


def verify() -> Iterator[str]:
    """Every discrepancy, in Chinese, the first bad entry of each chain first; nothing when all is well."""
    anchors = _anchors()
    for chain in sorted({*anchors, *Seal.objects.values_list("chain", flat=True), *_chains()}):
        yield from _verify_chain(chain, anchors.get(chain, {}))


def _chains() -> list[str]:
    return list(Entry.objects.order_by().values_list("chain", flat=True).distinct())


def _verify_chain(chain: str, anchored: dict[int, str]) -> Iterator[str]:
    prev, seq, named = "", 0, set[str]()
    for row in Seal.objects.filter(chain=chain).order_by("seq").iterator():
        seq += 1
        if row.seq != seq or row.prev != prev or row.head != _head(prev, row.ids, row.digests):
            yield f"链 {chain} 的第 {seq} 个封存对不上（被改、被删或换了位置）。"
            return
        if anchored.get(seq) != row.head:
            yield f"链 {chain} 的第 {seq} 个封存和库外留存的不一致。"
            return
        yield from _verify_batch(chain, row)
        named.update(row.ids)
        prev = row.head
    if len(anchored) > seq:
        yield f"链 {chain} 的尾部被截断：库外留存 {len(anchored)} 个封存，库里只有 {seq} 个。"
    yield from _verify_rest(chain, named)


def _verify_batch(chain: str, row: Seal) -> Iterator[str]:
    found = {str(e.id): e for e in Entry.objects.filter(pk__in=row.ids)}
    for entry_id, digest in zip(row.ids, row.digests, strict=False):
        entry = found.get(entry_id)
        if entry is None:
            yield f"链 {chain}：日志 {entry_id} 被删除。"
        elif entry.chain != chain or ink.digest(entry) != digest or entry.digest != digest:
            yield f"链 {chain}：日志 {entry_id} 被改动。"


def _verify_rest(chain: str, named: set[str]) -> Iterator[str]:
    """Entries no seal names: the young ones must carry their digest, an old or 'sealed' one was put in."""
    for entry in Entry.objects.filter(chain=chain).order_by("id").iterator():
        if str(entry.id) in named:
            continue
        if entry.sealed:
            yield f"链 {chain}：日志 {entry.id} 是事后插入的。"
        elif ink.digest(entry) != entry.digest:
            yield f"链 {chain}：日志 {entry.id} 被改动。"


def _anchors() -> dict[str, dict[int, str]]:
    path = Path(settings.HUIYIN_JOURNAL_HEADS)
    heads: dict[str, dict[int, str]] = {}
    for line in path.read_text().splitlines() if path.exists() else []:
        chain, seq, head = line.split()
        heads.setdefault(chain, {})[int(seq)] = head
    return heads
