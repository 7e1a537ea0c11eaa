"""The product's Python files, parsed once."""

import ast
from functools import cache
from pathlib import Path

from django.conf import settings

APPS = ("organizations", "villages", "cadres", "campaigns", "assessments")
ROOT = settings.BASE_DIR


def product_files() -> list[Path]:
    return [
        path
        for app in (*APPS, "config")
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts
    ]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def room(path: Path) -> str:
    """models, services, views … of an app; '' for files that stand in the app itself."""
    parts = path.relative_to(ROOT).parts
    return parts[1].removesuffix(".py") if len(parts) > 1 else ""
