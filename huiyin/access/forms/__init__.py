"""What is typed on the pages of access: at the door, in one's own account, in the offices."""

from huiyin.access.forms.entrance import Code, Confirm, ConfirmByCode, SignIn
from huiyin.access.forms.offices import (
    Account,
    EndPost,
    GrantPost,
    GrantReach,
    NewAccount,
    NewOrganisation,
    NewUnit,
    Organisation,
    Unit,
)
from huiyin.access.forms.own import Deputy, FirstCode, Password

__all__ = [
    "Account", "Code", "Confirm", "ConfirmByCode", "Deputy", "EndPost", "FirstCode", "GrantPost",
    "GrantReach", "NewAccount", "NewOrganisation", "NewUnit", "Organisation", "Password", "SignIn", "Unit",
]  # fmt: skip
