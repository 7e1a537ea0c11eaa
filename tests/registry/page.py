"""How a page introduces itself to the nets: every URL name has one Page, and a URL without one fails."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.cast import Cast

ANYBODY = "anybody"  # every role that is logged in
OPEN = "open"  # strangers too


def nothing(cast: Cast) -> dict:
    """No arguments: the address is the same in every county."""
    return {}


def nothing_to_do(cast: Cast) -> None:
    """The sample is as it has to be."""


@dataclass(frozen=True)
class Page:
    """`kwargs` and `form` take a Cast, so that the same page can be asked with the other county's ids.

    action: key of organizations.roles.ACTIONS that the page asks, or ANYBODY, or OPEN.
    place:  the unit the sample object belongs to, where the page narrows to a slice (another slice gets 404).
    granted: roles of the cast that hold an exception (a grant) on the very sample, beyond their role.
    owner:  the role whose own thing the sample is (a message); everybody else gets 404.
    get:    whether GET answers a page (else it must be 405).
    form:   data of a POST that is valid for this county; None when the page takes no POST.
    ready:  what must hold before such a POST, whatever day it is; called inside the county.
    ids:    names of form fields or query parameters that carry ids: the nets put the other county's there.
    why_not_walked: a reason to leave the page out of the browser walk (downloads, redirects).
    """

    name: str
    action: str
    kwargs: Callable[[Cast], dict] = nothing
    place: Callable[[Cast], object] | None = None
    owner: str = ""
    granted: tuple[str, ...] = ()
    get: bool = True
    form: Callable[[Cast], dict] | None = None
    ready: Callable[[Cast], None] = nothing_to_do
    ids: tuple[str, ...] = ()
    query: Callable[[Cast], dict] = lambda cast: {}
    why_not_walked: str = ""
