"""How often a stranger may try. Counted before the answer, so that ten tries at once are ten tries.

Not a rule of the work and not in the journal: it changes nothing of the station's, and its rows live an hour.
"""

from huiyin.core.secret import fingerprint
from huiyin.portal.models import Attempt

PER_RECEIPT = 10
PER_ADDRESS = 30


def exhausted(*, receipt: str, address: str) -> bool:
    """Count this try under both keys; True when either has had its hour's share."""
    tried = [_count("attempt/receipt", receipt), _count("attempt/address", address)]
    return tried[0] > PER_RECEIPT or tried[1] > PER_ADDRESS


def _count(kind: str, value: str) -> int:
    key = fingerprint(kind, value)
    Attempt.objects.create(key_fp=key)
    return Attempt.objects.lately().filter(key_fp=key).count()
