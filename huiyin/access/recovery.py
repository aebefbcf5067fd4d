"""The second factor's secret on its way to the phone, and the recovery codes, shown once."""

import time
from urllib.parse import quote

import segno
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings

from huiyin.access.models import User
from huiyin.core import secret

ONCE = 60.0  # seconds in which a second click is still the first look
PLACE = "totp:enrolment"


def fresh() -> str:
    """A new secret, sealed, for the form to carry: an enrolment that is not finished leaves nothing behind."""
    return secret.wrap(generate_totp_secret().encode(), place=PLACE)


def unseal(sealed: str) -> str:
    return secret.unwrap(sealed, place=PLACE).decode()


def picture(user: User, sealed: str) -> dict[str, str]:
    """The QR code as a data: image (strict CSP), and the same secret in letters to be typed."""
    plain, issuer = unseal(sealed), quote(settings.MFA_TOTP_ISSUER)
    url = f"otpauth://totp/{issuer}:{quote(user.username)}?secret={plain}&issuer={issuer}"
    letters = " ".join(plain[i : i + 4] for i in range(0, len(plain), 4))
    return {"qr": segno.make(url, error="m").svg_data_uri(scale=5, border=2), "letters": letters}


def factor(user: User) -> Authenticator | None:
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).first()


def codes_left(user: User) -> int:
    row = _codes(user)
    return len(row.wrap().get_unused_codes()) if row else 0


def show_once(user: User) -> list[str]:
    """The codes at the first look, nothing ever after."""
    row = _codes(user)
    if row is None:
        return []
    codes = row.wrap()
    codes.mark_as_viewed()
    if time.time() - codes.instance.data["viewed_at"] > ONCE:
        return []
    return [str(code) for code in codes.get_unused_codes()]


def as_file(codes: list[str]) -> str:
    """A data: address to save them from, so that they travel no second time."""
    text = "回音 恢复码（每个只能用一次）\r\n\r\n" + "\r\n".join(codes) + "\r\n"
    return "data:text/plain;charset=utf-8," + quote("\ufeff" + text)


def _codes(user: User) -> Authenticator | None:
    kind = Authenticator.Type.RECOVERY_CODES
    return Authenticator.objects.filter(user_id=user.pk, type=kind).first()
