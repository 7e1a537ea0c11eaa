"""What is true in an organization, by noun."""

from organizations.models.accounts import Account, AccountSession, LoginAttempt, PasswordHistory
from organizations.models.audit import AuditEntry
from organizations.models.county import County
from organizations.models.evidence import Evidence
from organizations.models.exports import ExportJob
from organizations.models.feedback import Feedback
from organizations.models.grants import UnitGrant, WorkingGroupGrant
from organizations.models.groups import WorkingGroup, WorkingGroupArea, WorkingGroupMember
from organizations.models.imports import ImportBatch, ImportMapping, ImportRow
from organizations.models.notices import Message, Notice, NoticeUnit
from organizations.models.outbox import OutboxJob
from organizations.models.people import Membership, Person, PersonMove
from organizations.models.robots import Robot
from organizations.models.rules import CalendarDay, RuleSetting
from organizations.models.submissions import Submission
from organizations.models.units import Unit, UnitEvent, UnitGroup, UnitGroupMember, UnitKind

__all__ = [
    "Account", "AccountSession", "AuditEntry", "CalendarDay", "County", "Evidence", "ExportJob", "Feedback", "ImportBatch", "ImportMapping", "ImportRow",
    "LoginAttempt", "Membership", "Message", "Notice", "NoticeUnit", "OutboxJob", "PasswordHistory", "Person", "PersonMove", "Robot",
    "RuleSetting", "Submission", "Unit",
    "UnitEvent", "UnitGrant", "UnitGroup", "UnitGroupMember", "UnitKind", "WorkingGroup", "WorkingGroupArea",
    "WorkingGroupGrant", "WorkingGroupMember",
]  # fmt: skip
