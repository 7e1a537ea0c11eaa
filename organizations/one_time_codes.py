"""One-time passwords that an administrator reads out: no letter or figure that looks or sounds like another."""

import secrets

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def new_code() -> str:
    """Three groups of four, about 59 bits: kq7m-x3fd-9tpw."""
    return "-".join("".join(secrets.choice(ALPHABET) for _place in range(4)) for _group in range(3))
