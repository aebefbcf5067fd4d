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
TAIL = 64 * 1024  # bytes of the file of heads in which the last line of every chain is looked for


def seal() -> int:
    """Seal what is settled, chain by chain; how many entries. Heads go to a file outside the database.

    A head is written after its seal is committed, and made up for at the next run if that was lost: so the
    file never holds two heads for one place unless somebody cut the chain and let it grow again.
    """
    for last in _last_seals():
        _keep_outside(last)
    chains = Entry.objects.unsealed().order_by().values_list("chain", flat=True).distinct()
    return sum(_seal_chain(chain) for chain in list(chains))


def _last_seals() -> list[Seal]:
    chains = Seal.objects.order_by().values_list("chain", flat=True).distinct()
    return [Seal.objects.filter(chain=chain).latest("seq") for chain in list(chains)]


def _seal_chain(chain: str) -> int:
    with transaction.atomic():
        last = Seal.objects.select_for_update().filter(chain=chain).order_by("-seq").first()
        waiting = Entry.objects.select_for_update().unsealed().filter(chain=chain)
        entries = list(waiting.filter(at__lt=clock.now() - SETTLED).order_by("id")[:BATCH])
        if not entries:
            return 0
        ids, digests = [str(e.id) for e in entries], [e.digest for e in entries]
        prev, seq = (last.head, last.seq + 1) if last else ("", 1)
        fresh = Seal(chain=chain, seq=seq, ids=ids, digests=digests, prev=prev)
        fresh.head = _head(prev, ids, digests)
        fresh.save(force_insert=True)
        Entry.objects.filter(pk__in=[e.pk for e in entries]).update(sealed=True)
    _keep_outside(fresh)
    return len(entries)


def _head(prev: str, ids: list[str], digests: list[str]) -> str:
    return hashlib.sha256(json.dumps([prev, ids, digests]).encode()).hexdigest()


def _keep_outside(seal: Seal) -> None:
    """One line in a file that no SQL reaches; nothing when it is there already."""
    path, line = Path(settings.HUIYIN_JOURNAL_HEADS), f"{seal.chain} {seal.seq} {seal.head}"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as heads:
        heads.seek(max(0, heads.tell() - TAIL))
        tail = heads.read().decode(errors="replace")
        if line in tail.splitlines():
            return
        torn = (
            "" if tail.endswith("\n") or not tail else "\n"
        )  # the power went while a line was written
        heads.write(f"{torn}{line}\n".encode())
        heads.flush()
        os.fsync(heads.fileno())


def verify(heads: Path | None = None) -> Iterator[str]:
    """Every discrepancy, in Chinese, the first bad entry of each chain first; nothing when all is well.
    Against another file of heads where a copy of the house is looked at."""
    outside = _outside(heads or Path(settings.HUIYIN_JOURNAL_HEADS))
    for chain in sorted({*outside, *Seal.objects.values_list("chain", flat=True), *_chains()}):
        yield from _verify_chain(chain, outside.get(chain, {}))


def _chains() -> list[str]:
    return list(Entry.objects.order_by().values_list("chain", flat=True).distinct())


def _verify_chain(chain: str, outside: dict[int, set[str]]) -> Iterator[str]:
    prev, seq, named = "", 0, set[str]()
    for row in Seal.objects.filter(chain=chain).order_by("seq").iterator():
        seq += 1
        if row.seq != seq or row.prev != prev or row.head != _head(prev, row.ids, row.digests):
            yield f"链 {chain} 的第 {seq} 个封存对不上（被改、被删或换了位置）。"
            return
        # the newest may still wait for its line; every other must have it, and no other beside it
        if outside.get(seq, {row.head} if seq == len(outside) + 1 else set()) != {row.head}:
            yield f"链 {chain} 的第 {seq} 个封存和库外留存的不一致。"
            return
        yield from _verify_batch(chain, row)
        named.update(row.ids)
        prev = row.head
    if len(outside) > seq:
        yield f"链 {chain} 的尾部被截断：库外留存 {len(outside)} 个封存，库里只有 {seq} 个。"
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


def _outside(path: Path) -> dict[str, dict[int, set[str]]]:
    """chain → place → heads ever kept for it, from the file; a torn line says nothing."""
    kept = dict[str, dict[int, set[str]]]()
    for line in path.read_text(errors="replace").splitlines() if path.exists() else []:
        match line.split():
            case [chain, seq, head] if seq.isdigit() and len(head) == 64:
                kept.setdefault(chain, {}).setdefault(int(seq), set()).add(head)
    return kept
