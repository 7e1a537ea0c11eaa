"""What a page asks of the database: its own questions, without the marks of the transaction.

Of those the test's own transaction makes more than a request has."""

MARKS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


def questions(queries) -> list[str]:
    """The statements of a CaptureQueriesContext."""
    return [query["sql"][:160] for query in queries if not query["sql"].startswith(MARKS)]
