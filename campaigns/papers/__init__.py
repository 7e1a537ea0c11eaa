"""Papers from plain values: a version's snapshot goes in, the bytes of a file come out.

Nothing here knows Django or the clock, so the same version always makes the same paper. What stands in a paper is plain
Chinese text and not passed through gettext: official papers are Chinese, whatever language the reader's pages are in.
"""
