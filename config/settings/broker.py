"""Addresses of the broker."""


def numbered(url: str, database: int) -> str:
    """The same broker, another of its numbered databases. For a socket the number travels in the query."""
    address = url.split("?", 1)[0]
    if address.startswith("redis+socket:"):
        return f"{address}?virtual_host={database}"
    scheme, _, place = address.partition("://")
    return f"{scheme}://{place.split('/', 1)[0]}/{database}"
