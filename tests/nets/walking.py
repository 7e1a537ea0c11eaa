"""Steps of the isolation walk, shared by the test client's walk and the live server's."""

from django.urls import reverse

from tests.cast import CANARY, CANARY_ASCII

MARKS = (CANARY.encode(), CANARY_ASCII.encode(), CANARY.encode("unicode_escape"))


def canary_in(response) -> list[str]:
    """Where the other county shows: in the body, in a header, in a cookie. Reads the whole body, files too."""
    body = b"".join(response.streaming_content) if getattr(response, "streaming", False) else response.content
    places = [f"body …{body[max(0, body.find(mark) - 60) : body.find(mark) + 60]!r}…" for mark in MARKS if mark in body]
    heads = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    heads += response.cookies.output() if hasattr(response, "cookies") else ""
    from urllib.parse import unquote

    if CANARY in unquote(heads) or CANARY_ASCII in heads:
        places.append(f"headers {heads!r}")
    return places


def address(page, cast) -> str:
    return reverse(page.name, kwargs=page.kwargs(cast))


def digest(cast) -> dict[str, str]:
    """A picture of all rows of a county, table by table, to see that nothing of it changed; one query."""
    from django.apps import apps
    from django.db import connection

    from organizations.tenancy.context import tenant
    from organizations.tenancy.fields import CountyField

    tables = {
        model._meta.label: model._meta.db_table
        for model in apps.get_models()
        if any(isinstance(field, CountyField) for field in model._meta.fields)
    }
    pictures = " UNION ALL ".join(
        f"SELECT '{label}', md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '')) FROM {table} t"
        for label, table in tables.items()
    )
    with tenant(cast.county.id), connection.cursor() as cursor:
        cursor.execute(pictures)
        return dict(cursor.fetchall())
