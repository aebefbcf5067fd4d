"""Who stands behind a token, and which tokens somebody has."""

import base64
import hmac
from uuid import UUID

from huiyin.access import actors
from huiyin.api.models import Miss, Token
from huiyin.core import clock, keys
from huiyin.core.actor import Actor
from huiyin.core.secret import fingerprint

MOST_MISSES = 30  # from one address in ten minutes
PREFIX = "huiyin_"  # so that a scanner for lost keys recognises one


def plain(act: UUID, owner: UUID) -> str:
    """The token an act of hers makes, 256 bits under the deployment's key: a second click shows the same one,
    and nobody can read it back from the table or the journal."""
    key = keys.derived(keys.FIXED, "token")
    made = hmac.digest(key, act.bytes + owner.bytes, "sha256")
    return PREFIX + base64.urlsafe_b64encode(made).decode().rstrip("=")


def digest(token: str) -> str:
    return fingerprint("token", token)


def actor_of(token: str) -> Actor | None:
    """The actor of the token's one post, made anew for each request: what has ended since, ends the token.

    The token is found by its keyed digest, so the index compares nothing an asker could have chosen.
    """
    wanted = digest(token)
    rows = Token.objects.running().filter(digest=wanted)
    row = rows.select_related("post__user__seat", "post__unit", "post__organisation").first()
    if row is None or not hmac.compare_digest(row.digest, wanted):
        return None
    if not row.post.user.has_usable_password():  # dormant: rests until an administrator wakes it
        return None
    actor = actors.actor_of(row.post.user, row.post)
    _used(row)
    return actor if actor.post else None


def _used(row: Token) -> None:
    """Once a day, not once a request; no verb of the work, so it stands in no journal."""
    today = clock.today()
    if row.last_used_on != today:
        Token.objects.filter(pk=row.pk).update(last_used_on=today)


def missed(address: str) -> bool:
    """Count a try with a token that is none; True when this address has had its share. Whoever holds a token
    is never slowed: a street office is one address."""
    key = fingerprint("attempt/token", address)
    if Miss.objects.lately().filter(key_fp=key).count() >= MOST_MISSES:
        return True
    Miss.objects.create(key_fp=key)
    return False


def tokens(actor: Actor) -> list[tuple[Token, bool]]:
    """Her own, of all her posts, newest first, and whether each still opens anything."""
    rows = Token.objects.visible_to(actor).filter(post__user=actor.user)
    running: set[UUID] = set(rows.running().values_list("pk", flat=True))
    told = rows.select_related("post__unit", "post__organisation").order_by("-since", "-id")
    return [(row, row.pk in running) for row in told]
