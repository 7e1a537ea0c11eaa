"""Chainable reads of evidence."""

from organizations.querysets.slices import SlicedQuerySet


class EvidenceQuerySet(SlicedQuerySet):
    action = "organizations.view_evidence"
