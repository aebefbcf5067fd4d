"""How the journal of a copy is looked at: its heads, and the file of heads that goes with it."""

from pathlib import Path

from huiyin.audit import journal
from huiyin.audit.models import Seal
from huiyin.core.keeping import hung


def heads() -> hung.Heads:
    newest = Seal.objects.order_by("chain", "seq").values_list("chain", "seq", "head")
    return {chain: [seq, head] for chain, seq, head in newest}


def holds(line: str, heads: hung.Heads) -> bool:
    """Is this line of the file of heads one of a seal that stands in the copy?"""
    match line.split():
        case [chain, seq, _] if chain in heads and seq.isdigit():
            return int(seq) <= int(heads[chain][0])
    return False


def wrong(file: Path) -> list[str]:
    return list(journal.verify(file))


hung.journal.append(hung.Journal(heads=heads, holds=holds, wrong=wrong))
