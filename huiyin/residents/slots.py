"""What residents hang below: the loader of persons' keys, how they are kept, and whose people an actor sees."""

from uuid import UUID

from django.db.models import QuerySet

from huiyin.access import actors
from huiyin.access.models import Post, User
from huiyin.access.policy import ROLES
from huiyin.core import secret
from huiyin.core.codes import under
from huiyin.core.keeping import hung
from huiyin.residents import keys
from huiyin.residents.models import Care, Merge, NameEnding, Person, Phone, State, SubjectKey
from huiyin.ui import slots

Ids = QuerySet[Care, UUID] | QuerySet[Merge, UUID]


def people(user: User, post: Post) -> frozenset[UUID]:
    """Ids in her care, or named by her organisation: one query, at most 500 (model.md 4)."""
    standing = Care.objects.standing()
    if not ROLES[post.role].staff:
        named = standing.filter(organisation=post.organisation_id).values_list("person", flat=True)
        return frozenset(named[: actors.MOST])
    if not post.unit_id:
        return frozenset()
    hers = standing.filter(user=user)
    ours = standing.filter(under("unit", post.unit_id)).exclude(under("person__unit", post.unit_id))
    folded = Merge.objects.filter(loser__cares__in=hers)
    rows = hers.values_list("person").union(ours.values_list("person"), folded.values_list("root"))
    return frozenset(pk for (pk,) in rows[: actors.MOST])


secret.owners("person", keys.load)
hung.apart.append(
    hung.Apart(
        SubjectKey, owner="person", key="wrapped",
        emptied=(
            hung.Emptied(Person, "id", says={"state": State.ERASED.value}),
            hung.Emptied(Phone, "person"),
            hung.Emptied(NameEnding, "person"),
        ),
    )
)  # fmt: skip
actors.sources["people"] = people
slots.add(
    "nav", "residents:find", needs="person.view", order=20, label="居民", icon="users", covers=("/people",)
)  # fmt: skip
