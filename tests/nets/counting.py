"""What a page asks of the database: every statement of the request, savepoints and the setting of the county too.

Only what is there because a test runs inside a transaction of its own is left out: the savepoint that stands for the request's
BEGIN and COMMIT, and the county put back at its end, which a commit does by itself.
"""

PUT_BACK = "SELECT set_config('app.county_id', '', true)"


def questions(queries) -> list[str]:
    """The statements of a CaptureQueriesContext."""
    asked = [query["sql"] for query in queries if query["sql"] != PUT_BACK]
    first = next((number for number, sql in enumerate(asked) if sql.startswith("SAVEPOINT ")), None)
    if first is not None:
        name = asked[first].removeprefix("SAVEPOINT ")
        asked = [sql for sql in asked if sql not in (f"SAVEPOINT {name}", f"RELEASE SAVEPOINT {name}")]
    return [sql[:160] for sql in asked]
