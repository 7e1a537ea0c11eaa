"""python -m config.starter COMMAND … ; `run.py` is the door."""

import sys

from config.embedded import EmbeddedError


def main(arguments: list[str]) -> int:
    # Imported late: the tests' tools are not installed for a trial, and Django is not ready for all of them.
    command, rest = arguments[0], arguments[1:]
    if command == "serve":
        from config.starter.serve import serve

        return serve()
    if command == "stop":
        from config.starter.serve import stop

        return stop()
    if command == "test":
        from config.starter.checks import test

        return test(rest)
    if command == "bench":
        from config.starter.bench import bench

        return bench(rest)
    if command == "messages":
        from config.starter.messages import compile_messages

        compile_messages()
        return 0
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except EmbeddedError as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit(130)
