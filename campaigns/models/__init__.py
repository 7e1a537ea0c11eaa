"""What is true of campaigns, by noun."""

from campaigns.models.campaigns import Action, Campaign, Phase, Safeguard, SubItem, Task
from campaigns.models.carriers import Assignment, Carrier, CarrierExemption, CarrierRole
from campaigns.models.duties import Duty, Extension, LightOverride
from campaigns.models.filings import Filing, FilingEvent, FilingEvidence, FilingFigure, FilingItem
from campaigns.models.grants import CampaignGrant
from campaigns.models.measures import Cadence, Indicator, IndicatorTarget, TaskDate
from campaigns.models.pauses import CampaignPause
from campaigns.models.plans import Plan, PlanQuestion
from campaigns.models.reminders import Reminder, Urge
from campaigns.models.versions import CampaignVersion

__all__ = [
    "Action", "Assignment", "Cadence", "Campaign", "CampaignGrant", "CampaignPause", "CampaignVersion", "Carrier", "CarrierExemption",
    "CarrierRole", "Duty", "Extension", "Filing", "FilingEvent", "FilingEvidence", "FilingFigure", "FilingItem", "Indicator", "IndicatorTarget", "LightOverride", "Phase", "Plan",
    "PlanQuestion", "Reminder", "Safeguard", "SubItem", "Task", "TaskDate", "Urge",
]  # fmt: skip
