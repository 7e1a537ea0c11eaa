"""Cadres in villages: postings, leave, findings, recalls and the fixed set of helpers."""

from cadres.models.findings import Finding
from cadres.models.leave import Leave
from cadres.models.postings import Posting, PostingKind
from cadres.models.recalls import Recall
from cadres.models.supporters import Supporter

__all__ = ["Finding", "Leave", "Posting", "PostingKind", "Recall", "Supporter"]
