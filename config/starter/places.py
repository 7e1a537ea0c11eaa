"""Folders of the checkout."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TRIAL = ROOT / ".trial"
LOGS = TRIAL / "logs"
APPS = ["config", "organizations", "villages", "cadres", "campaigns", "assessments"]


def has_command(name: str) -> bool:
    """Is there a management command of this name in one of our apps?"""
    return any((ROOT / app / "management" / "commands" / f"{name}.py").exists() for app in APPS)
