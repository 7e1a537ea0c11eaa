import pytest

from campaigns.plans import structure, wrappers
from campaigns.plans.source import from_text


def outline(text):
    """The tree as nested ordinals."""

    def shape(item):
        return [(child.ordinal, shape(child)) if child.children else child.ordinal for child in item.children]

    return shape(structure.read_items(wrappers.clean(from_text(text))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、总则\n（一）甲项\n1.乙项\n（1）丙项\n①丁项", [("一", [("(一)", [("1", [("(1)", ["①"])])])])]),
        ("第一章 总则\n一、甲\n第二章 任务\n一、乙", [("第一章", ["一"]), ("第二章", ["一"])]),
        ("1．打造园区。\n２．建设道路。", ["1", "2"]),
        (
            "一、总体目标\n1.目标。\n二、措施\n（一）甲。\n2.乙。\n（二）丙。\n3.丁。",
            [("一", ["1"]), ("二", [("(一)", ["2"]), ("(二)", ["3"])])],
        ),
        ("（一）抓学习。一要读书。勤读。二要研讨。多谈。", [("(一)", ["一要", "二要"])]),
        ("1.抓服务。一是建窗口；二是送上门；三是回头看。", [("1", ["一是", "二是", "三是"])]),
        ("一、甲。首先，建库。其次，入库。最后，出库。", [("一", ["首先", "其次", "最后"])]),
        ("（一）落实责任。抓细抓实。（二）加强督查。常看常查。", ["(一)", "(二)"]),  # a heading in mid-paragraph
        ("11.121人才项目。", []),  # a decimal-like head opens nothing …
        ("10.甲项目。\n11.121人才项目。", ["10", "11"]),  # … unless it is the number expected
        ("全镇投入4.1万元，增长1.5倍。", []),
        ("一、发展融合。推动一、二、三产业融合。", ["一"]),
        ("见第（一）项和第（二）项。", []),
        ("一、甲\n三、乙", ["一", "三"]),  # skipped numbers
        ("附件：1.任务表\n2.名单\n一、甲项", ["一"]),
        ("一、甲项\n附件\n一、乙项", ["一", "一"]),
        ("总体要求\n坚持稳中求进。\n工作要求\n各村落实。", [None, None]),
    ],
)
def test_read_items(text, expected):
    assert outline(text) == expected


def test_page_marks_of_a_sharing_site_are_not_items():
    text = "《方案.docx》由会员分享，可在线阅读，更多相关《方案（2页珍藏版）》请搜索。\n1、青禾镇方案。一、目标清晰。二、任务明\n2、确到人。（一）甲。（二）乙。"
    assert outline(text) == ["一", ("二", ["(一)", "(二)"])]
