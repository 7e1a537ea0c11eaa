import json
import subprocess
import sys
from pathlib import Path

from campaigns.plans.command import run

ROOT = Path(__file__).resolve().parents[3]
PLAN = "云溪县茶园管护方案\n一、修剪茶园。6月底前修剪茶园800亩。（责任单位：县农业农村局）"


def written(tmp_path, text=PLAN, name="方案.txt"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_summary_names_tasks_units_and_questions(tmp_path):
    lines = []
    assert run(written(tmp_path), as_json=False, first_is_lead=False, write=lines.append) == 0
    assert "修剪茶园" in lines[0]
    assert "县农业农村局（责任）" in lines[0]


def test_refusal_is_a_sentence_and_an_exit_code(tmp_path):
    lines = []
    assert run(written(tmp_path, "%PDF-1.7"), as_json=False, first_is_lead=False, write=lines.append) == 1
    assert "PDF" in lines[0]
    assert run(str(tmp_path / "没有.txt"), as_json=True, first_is_lead=False, write=lines.append) == 1
    assert "打不开" in lines[1]


def test_module_prints_json(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "campaigns.plans", written(tmp_path), "--json"],
        cwd=ROOT, capture_output=True, check=True, env={"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    plan = json.loads(done.stdout)
    assert [task["title"] for action in plan["actions"] for task in action["tasks"]] == ["修剪茶园"]
    assert plan["actions"][0]["tasks"][0]["measures"][0]["value"] == "800"


def test_the_reader_imports_no_django():
    code = "import sys, campaigns.plans, campaigns.plans.intake, campaigns.plans.word, campaigns.plans.sheets, campaigns.plan_child; sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
