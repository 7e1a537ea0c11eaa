import pytest

from campaigns.plans import read_plan


@pytest.mark.parametrize(
    ("text", "title", "year"),
    [
        ("云溪县2024年护林方案\n一、甲。", "云溪县2024年护林方案", 2024),
        (
            "云溪县政府办公室关于印发护林方案的通知\n各乡镇：\n现印发给你们。\n2023年5月6日\n云溪县护林方案\n一、甲。",
            "云溪县护林方案",
            2023,
        ),
        (
            "关于做好护林工作的实施意见\n2022年是关键之年。2022年底前见效，2021年打下基础。\n一、甲。",
            "关于做好护林工作的实施意见",
            2022,
        ),
        (
            "云溪县护林三年行动方案（2023—2025年）\n一、甲。2025年底前完成。",
            "云溪县护林三年行动方案（2023—2025年）",
            2023,
        ),
        ("XX镇护林工作方案为守护青山，制定本方案。一、目标。", "XX镇护林工作方案", None),
        ("一、甲。", "", None),
    ],
)
def test_title_and_year(text, title, year):
    plan = read_plan(text)
    assert (plan.title, plan.year) == (title, year)


def test_number_issuer_signing_date_and_basis():
    text = "云办发〔2024〕7号\n关于印发护林方案的通知\n各乡镇：\n中共云溪县委办公室\n2024年3月5日\n云溪县护林方案\n根据《云溪县林业规划》（云发〔2023〕2号），制定本方案。\n一、甲。"
    plan = read_plan(text)
    assert (plan.number, plan.issuer, plan.signed) == ("云办发〔2024〕7号", "中共云溪县委办公室", "2024-03-05")
    assert plan.basis == ("根据《云溪县林业规划》(云发〔2023〕2号)",)


@pytest.mark.parametrize(
    ("window", "start", "end"),
    [
        ("（2024年3月1日—3月20日）", "2024-03-01", "2024-03-20"),
        ("（4月-10月）", "2024-04-01", "2024-10-31"),
        ("（3月）", "2024-03-01", "2024-03-31"),
        ("（12月底前）", None, "2024-12-31"),
        ("（X月底前）", None, "X月底前"),
        ("（2024年11月至2025年2月）", "2024-11-01", "2025-02-28"),
    ],
)
def test_phase_windows(window, start, end):
    text = f"云溪县2024年护林方案\n一、实施步骤\n（一）动员部署阶段{window}。开会。\n（二）组织实施阶段（长期）。巡护。"
    phase = read_plan(text).phases[0]
    assert (phase.name, phase.start, phase.end) == ("动员部署阶段", start, end)


def test_phase_words_stay_words_when_the_year_is_unknown():
    phase = read_plan("护林方案\n一、实施步骤\n（一）动员阶段（3月1日—3月20日）。\n（二）实施阶段（4月）。").phases[0]
    assert (phase.start, phase.end) == ("3月1日", "3月20日")
