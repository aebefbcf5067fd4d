"""Making a token and ending it. Both are the owner's own; that a post or an account ends, ends it too."""

from datetime import date

from huiyin.access.models import Post
from huiyin.api import queries
from huiyin.api.models import Token
from huiyin.audit.rule import rule
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.errors import Refused

MOST = 200  # running tokens of one post


@rule("token.make", needs="own")
def make(*, by: Actor, post: Post, name: str, until: date | None = None) -> Token:
    """For one of her own posts; which rows and verbs it opens is that post's, never that of two."""
    if post.user_id != by.user:
        raise Refused("令牌只能给自己的岗位办。")
    if until and until < clock.today():
        raise Refused("这一天已经过了。请选今天或以后的一天。")
    if Token.objects.running().filter(post=post).count() >= MOST:
        raise Refused(f"这个岗位已经有 {MOST} 个在用的令牌。请先停用不用的。")
    assert by.inside  # noqa: S101 -- a rule runs within its door
    digest = queries.digest(queries.plain(by.inside[1], by.who))
    return Token.objects.create(post=post, name=name, digest=digest, until=until)


@rule("token.end", needs="own")
def end(token: Token, *, by: Actor) -> Token:
    """From the next request on it opens nothing."""
    if token.ended_at is None:
        token.ended_at = clock.now()
        token.save()
    return token
