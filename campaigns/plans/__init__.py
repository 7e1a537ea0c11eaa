"""The plan reader: give it a plan document, get the campaign. Pure Python, no Django.

Reading order of this package: ``source`` and ``intake`` (bytes → text), ``wrappers`` (what does not belong),
``flat_tables``, ``lexer``, ``structure`` (numbered items), ``outline`` (what they mean), ``carriers``, ``times``,
``cadences``, ``targets``, ``tables``, ``phases``, ``reader`` (all of it in order), ``questions`` (the checker),
``as_json``. ``docs/plan-reader.md`` names every rule.
"""

from campaigns.plans.as_json import plan_as_json
from campaigns.plans.model import Plan
from campaigns.plans.reader import read_plan
from campaigns.plans.source import Source, from_text

__all__ = ["Plan", "Source", "from_text", "plan_as_json", "read_plan"]
