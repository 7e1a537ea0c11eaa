"""``manage.py read_plan FILE [--json]``: the plan reader from the command line; needs no database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from campaigns.plans.command import run


class Command(BaseCommand):
    help = "读一份方案，列出行动、任务、责任单位和要核对的问题（不连数据库，不保存）。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="方案文件：.docx、.xlsx、.txt、.html")
        parser.add_argument("--json", action="store_true", help="输出JSON")
        parser.add_argument("--first-is-lead", action="store_true", help="没有写明牵头单位时，第一个责任单位当作牵头")

    def handle(self, *args: Any, **options: Any) -> None:
        code = run(options["file"], as_json=options["json"], first_is_lead=options["first_is_lead"], write=self.stdout.write)
        if code:
            raise SystemExit(code)
