from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast_parts.async_part import picture
from tests.registry.page import Page


def _evidence(cast) -> dict:
    return {"public_id": cast.extra.evidence.public_id}


PAGES: list[Page] = [
    Page(
        "organizations:evidence-list",
        "organizations.view_evidence",
        query=lambda cast: {"unit": str(cast.units.stone.public_id)},
    ),
    Page(
        "organizations:evidence-add",
        "organizations.add_evidence",
        kwargs=lambda cast: {"public_id": cast.units.stone.public_id},
        place=lambda cast: cast.units.stone,
        form=lambda cast: {"title": "入户照片", "upload": SimpleUploadedFile("入户.png", picture())},
    ),
    Page(
        "organizations:evidence-file",
        "organizations.view_evidence",
        kwargs=_evidence,
        place=lambda cast: cast.units.stone,
        why_not_walked="a file, not a page",
    ),
    Page(
        "organizations:evidence-delete",
        "organizations.add_evidence",
        kwargs=_evidence,
        place=lambda cast: cast.units.stone,
        form=lambda cast: {"reason": "传错了文件"},
    ),
]
