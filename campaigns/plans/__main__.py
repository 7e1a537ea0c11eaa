"""``python -m campaigns.plans FILE [--json]``: read a plan from the command line."""

import argparse
import sys

from campaigns.plans.command import run

if __name__ == "__main__":
    options = argparse.ArgumentParser(prog="python -m campaigns.plans", description="读一份方案，列出行动、任务、责任单位和要核对的问题。")
    options.add_argument("file", help="方案文件：.docx、.xlsx、.txt、.html")
    options.add_argument("--json", action="store_true", help="输出JSON")
    options.add_argument("--first-is-lead", action="store_true", help="没有写明牵头单位时，把第一个责任单位当作牵头单位")
    given = options.parse_args()
    sys.exit(run(given.file, as_json=given.json, first_is_lead=given.first_is_lead, write=print))
