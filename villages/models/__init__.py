"""What a county knows of its villages: roster, people who lead them, yearly facts, collective income."""

from villages.models.income import IncomeEntry, IncomeLine
from villages.models.officers import OfficerPost, VillageOfficer
from villages.models.village import Village
from villages.models.years import VillageYear

__all__ = ["IncomeEntry", "IncomeLine", "OfficerPost", "Village", "VillageOfficer", "VillageYear"]
