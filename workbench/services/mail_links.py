"""The link in a mail that stops further mail to its reader, without signing in (RFC 8058, one-click unsubscribe).

Signed with the desk's secret for this purpose alone: it opens nothing else, and nothing else that is signed opens it.
It names the person and no mail, and holds as long as the secret does, for mail is read years later.
"""

import hashlib
import hmac

_PURPOSE = b"stop mail to user "


def token_for(secret_key: str, user_id: int) -> str:
    """The last part of the link's address, such as ``7-q1w2…``."""
    return f"{user_id}-{_signature(secret_key, user_id)}"


def user_of(secret_key: str, token: str) -> int | None:
    """Whose mail the link stops; None when we did not sign it."""
    number, _, signature = token.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 15 and signature.isascii()):
        return None
    return int(number) if hmac.compare_digest(signature, _signature(secret_key, int(number))) else None


def _signature(secret_key: str, user_id: int) -> str:
    return hmac.new(secret_key.encode(), _PURPOSE + str(user_id).encode(), hashlib.sha256).hexdigest()
