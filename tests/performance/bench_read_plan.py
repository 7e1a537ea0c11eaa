"""A 200-page plan through the reader: processor seconds and added memory. ``run.py bench read_plan`` calls ``run``.

The plan is made here from invented sentences: 200 pages at 22 lines of 28 characters (GB/T 9704) are 123,200
characters. Bars: under 2 s and under 128 MB.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

PAGES = 200
CHARACTERS_A_PAGE = 22 * 28
REPEATS = 5
_ROOT = Path(__file__).resolve().parents[2]
_UNITS = ("县农业农村局", "县林业局", "县财政局", "县住建局", "县水利局", "县教育局", "县民政局")


def long_plan(pages: int = PAGES) -> str:
    """A plan of about ``pages`` pages: actions of ten tasks each, with carriers, dates, cadences and targets."""
    parts = [
        "云溪县2024年乡村建设实施方案\n为推进乡村建设，结合我县实际，制定本方案。\n一、总体要求\n坚持因地制宜。\n二、重点任务\n"
    ]
    length, task = 0, 0
    while length < pages * CHARACTERS_A_PAGE:
        if task % 10 == 0:
            parts.append(f"（{_chinese(task // 10 % 90 + 1)}）实施第{task // 10 + 1}组建设行动。统筹推进，分步实施。\n")
        unit = _UNITS[task % len(_UNITS)]
        parts.append(
            f"{task % 10 + 1}.推进第{task + 1}号片区建设。坚持规划先行，逐村编制建设清单，分类推进道路、供水、庭院和公共空间改造，"
            f"{task % 12 + 1}月底前完成整治点位不少于{task + 10}处，每个行政村至少建成{task % 5 + 1}个示范点，每季度开展一次现场检查，"
            f"定期通报进展情况。一是摸清底数，建立台账；二是明确标准，落实责任；三是加强管护，巩固成果。"
            f"（牵头单位：{unit}；配合单位：县发改局、自然资源局、各乡镇人民政府）\n"
        )
        length += len(parts[-1])
        task += 1
    parts.append("三、保障措施\n（一）加强领导。成立专班。\n（二）严格考核。纳入年度考核。\n")
    return "".join(parts)


def run() -> dict:
    """Median processor seconds in this process, and the memory that a fresh process needs for one reading."""
    from campaigns.plans import read_plan

    text = long_plan()
    taken = []
    for _ in range(REPEATS):
        before = time.process_time()
        plan = read_plan(text)
        taken.append(time.process_time() - before)
    assert len(plan.tasks) > 100
    median = statistics.median(taken)
    return {
        "name": "read_plan",
        "ours_s": round(median, 3),
        "stock_s": None,
        "floor_s": None,
        "ours_vs_floor": None,
        "stock_vs_ours": None,
        "queries": None,
        "added_mb": _added_megabytes(),
        "spread_pct": round(100 * (max(taken) - min(taken)) / median, 1),
        "n": len(text),
    }


def _added_megabytes() -> float:
    """Peak memory of a fresh process after the reading, less before it: this process may hold old peaks."""
    done = subprocess.run(  # noqa: S603  # this file, run by this interpreter
        [sys.executable, str(Path(__file__).resolve())],
        capture_output=True,
        check=True,
        cwd=_ROOT,
        env={"PYTHONPATH": str(_ROOT)},
    )
    return float(done.stdout)


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    return (digits[tens] if tens > 1 else "") + "十" + (digits[ones] if ones else "")


def _peak() -> float:
    """Peak memory of this program in MB. ``ru_maxrss`` would still hold the peak of the process that started it."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    from campaigns.plans import read_plan

    plan_text = long_plan()
    peak_before = _peak()
    read_plan(plan_text)
    sys.stdout.write(f"{_peak() - peak_before:.1f}")
