import pytest

from campaigns.plans import lexer


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("四十五", 45),
        ("一百零三", 103),
        ("12", 12),
        ("⑫", 12),
        ("甲", None),
        ("", None),
    ],
)
def test_number_of(numeral, number):
    assert lexer.number_of(numeral) == number


def test_fold_keeps_length_and_circled_numbers():
    text = "（１）①，【县】％：；　—"
    assert lexer.fold(text) == "(1)①,[县]%:; —"
    assert len(lexer.fold(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "outer"),
    [
        ("甲(乙(丙))丁", ["(乙(丙))"]),
        ("[甲(乙)]丙(丁)", ["[甲(乙)]", "(丁)"]),
        ("((甲)乙", ["(甲)"]),  # an opener never closed hides nothing
        (")甲(", []),
    ],
)
def test_brackets(text, outer):
    assert [text[a:b] for a, b in lexer.brackets(text, 0, len(text))] == outer


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("建成示范区(带)2个,覆盖3村。", ["建成示范区(带)2个", "覆盖3村"]),
        (
            "落实“四个一”(每村1名书记、1支队伍,共同推进)措施",
            ["落实“四个一”", "每村1名书记、1支队伍", "共同推进", "措施"],
        ),
        ("比例1:2;总数1,200户", ["比例1:2", "总数1,200户"]),
    ],
)
def test_clauses(text, pieces):
    assert [text[a:b] for a, b in lexer.clauses(text, 0, len(text))] == pieces


def test_split_list_never_cuts_inside_a_bracket():
    text = "各县(市、区)政府、县教育局,县妇联;"
    parts = [text[a:b] for a, b in lexer.split_list(text, 0, len(text))]
    assert parts == ["各县(市、区)政府", "县教育局", "县妇联"]
