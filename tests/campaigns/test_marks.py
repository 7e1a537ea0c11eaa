"""The text cut into marked pieces: nothing lost, nothing twice, every mark where it belongs."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.marks import Mark, blocks, segments

# On a busy machine drawing the first example takes long; that says nothing about the code.
CALM = settings(suppress_health_check=[HealthCheck.too_slow])
TEXTS = st.text(alphabet="一二三。\n（）甲乙", max_size=60)
SPANS = st.lists(st.tuples(st.integers(-3, 70), st.integers(-3, 70), st.sampled_from("tud")), max_size=12)


def made(spans):
    return [Mark(start, end, kind, f"m{n}") for n, (start, end, kind) in enumerate(spans)]


@CALM
@given(TEXTS, SPANS, st.integers(-2, 65), st.one_of(st.none(), st.integers(-2, 65)))
def test_pieces_joined_are_the_text_and_each_knows_exactly_its_marks(text, spans, start, end):
    marks = made(spans)
    pieces = segments(text, marks, start, end)
    last = len(text) if end is None else min(end, len(text))
    first = min(max(start, 0), last) if last > 0 else 0
    assert "".join(piece.text for piece in pieces) == text[first : max(last, first)]
    for piece in pieces:
        assert piece.text
        over = {
            mark for mark in marks if 0 <= mark.start < mark.end and mark.start <= piece.start and mark.end >= piece.start + len(piece.text)
        }  # fmt: skip
        assert set(piece.marks) == over
        touched = {
            mark for mark in marks if 0 <= mark.start < mark.end and mark.start < piece.start + len(piece.text) and mark.end > piece.start
        }  # fmt: skip
        assert touched == over, "a border of a mark inside a piece"


@CALM
@given(TEXTS, SPANS)
def test_each_mark_opens_once_and_only_where_it_begins(text, spans):
    marks = [mark for mark in made(spans) if 0 <= mark.start < mark.end and mark.start < len(text)]
    opened = [(mark, piece.start) for piece in segments(text, marks) for mark in piece.opens]
    assert sorted((mark.key, mark.start) for mark, _ in opened) == sorted((mark.key, mark.start) for mark in marks)
    assert all(mark.start == place for mark, place in opened)


@CALM
@given(TEXTS, SPANS, SPANS)
def test_blocks_lose_no_letter_and_repeat_no_anchor(text, holders, finds):
    outer = [Mark(a, b, "task", f"s{n}") for n, (a, b, _) in enumerate(holders)]
    inner = [Mark(a, b, kind, f"f{n}") for n, (a, b, kind) in enumerate(finds)]
    made_blocks = blocks(text, outer, inner)
    shown = "".join(piece.text for block in made_blocks for line in block.lines for piece in line.pieces)
    assert shown.replace("\n", "") == "".join(line for line in text.replace("\n", ""))
    keys = [mark.key for block in made_blocks for mark in block.opens]
    keys += [mark.key for block in made_blocks for line in block.lines for piece in line.pieces for mark in piece.opens]
    assert len(keys) == len(set(keys))
    for block in made_blocks:
        for line in block.lines:
            for piece in line.pieces:
                expected = {
                    mark for mark in inner if 0 <= mark.start < mark.end and mark.start <= piece.start < mark.end
                }
                assert set(piece.marks) == expected


def test_the_narrowest_leading_mark_decides_where_a_press_goes():
    wide, narrow = Mark(0, 6, "title", "a", "#t-1"), Mark(2, 4, "ask", "b", "#ask-1")
    pieces = segments("甲乙丙丁戊己", [narrow, wide])
    assert [(piece.text, piece.leads, piece.kinds) for piece in pieces] == [
        ("甲乙", "#t-1", "title"), ("丙丁", "#ask-1", "title ask"), ("戊己", "#t-1", "title"),
    ]  # fmt: skip
