"""What is true of campaigns, by noun."""

from campaigns.models.campaigns import Action, Campaign, Phase, Safeguard, SubItem, Task
from campaigns.models.carriers import Assignment, Carrier, CarrierExemption, CarrierRole
from campaigns.models.grants import CampaignGrant
from campaigns.models.measures import Cadence, Indicator, TaskDate
from campaigns.models.pauses import CampaignPause
from campaigns.models.plans import Plan, PlanQuestion
from campaigns.models.versions import CampaignVersion

__all__ = [
    "Action", "Assignment", "Cadence", "Campaign", "CampaignGrant", "CampaignPause", "CampaignVersion", "Carrier", "CarrierExemption",
    "CarrierRole", "Indicator", "Phase", "Plan", "PlanQuestion", "Safeguard", "SubItem", "Task", "TaskDate",
]  # fmt: skip
