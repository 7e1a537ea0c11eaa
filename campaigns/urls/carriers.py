"""Steps 3 to 5 of the wizard."""

from django.urls import path

from campaigns.views import draft_review, draft_rules
from campaigns.views import draft_units as units

DRAFT = "c/new/<uuid:public_id>/"

urlpatterns = [
    path(f"{DRAFT}units/", units.draft_units, name="draft-units"),
    path(f"{DRAFT}units/add/<slug:place>/<uuid:place_id>/", units.draft_carrier_add, name="draft-carrier-add"),
    path(f"{DRAFT}units/<uuid:carrier_id>/", units.draft_carrier, name="draft-carrier"),
    path(f"{DRAFT}units/<uuid:carrier_id>/move/", units.draft_carrier_move, name="draft-carrier-move"),
    path(f"{DRAFT}units/<uuid:carrier_id>/remove/", units.draft_carrier_remove, name="draft-carrier-remove"),
    path(f"{DRAFT}units/<uuid:carrier_id>/opened/", units.draft_carrier_opened, name="draft-carrier-opened"),
    path(
        f"{DRAFT}units/exemptions/<uuid:exemption_id>/lift/",
        units.draft_carrier_unexempt,
        name="draft-carrier-unexempt",
    ),
    path(f"{DRAFT}rules/", draft_rules.draft_rules, name="draft-rules"),
    path(f"{DRAFT}rules/settings/", draft_rules.draft_settings, name="draft-settings"),
    path(f"{DRAFT}review/", draft_review.draft_review, name="draft-review"),
    path(f"{DRAFT}publish/", draft_review.draft_publish, name="draft-publish"),
]
for pages in draft_rules.PAGES:
    name, start = draft_rules.NAMES[pages.path], f"{DRAFT}rules/{pages.path}/"
    urlpatterns += [
        path(f"{start}add/<uuid:task_id>/" if pages.of_task else f"{start}add/", pages.add, name=f"draft-{name}-add"),
        path(f"{start}<uuid:row_id>/", pages.edit, name=f"draft-{name}"),
        path(f"{start}<uuid:row_id>/remove/", pages.remove, name=f"draft-{name}-remove"),
    ]
