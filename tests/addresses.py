from typing import Any
from urllib.parse import quote


def address(database: dict[str, Any]) -> str:
    """A database of Django's settings as an address, for the environment of another process."""
    login = quote(database["USER"], safe="")
    if database["PASSWORD"]:
        login += ":" + quote(database["PASSWORD"], safe="")
    port = f"&port={database['PORT']}" if database["PORT"] else ""
    return f"postgresql://{login}@/{quote(database['NAME'])}?host={quote(database['HOST'], safe='')}{port}"
