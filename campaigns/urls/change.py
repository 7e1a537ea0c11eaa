from django.urls import path

from campaigns.views import amendments, assignments, copying, lifecycle

urlpatterns = [
    path("c/<slug:slug>/copy/", copying.campaign_copy, name="campaign-copy"),
    path("c/<slug:slug>/pause/", lifecycle.campaign_pause, name="campaign-pause"),
    path("c/<slug:slug>/resume/", lifecycle.campaign_resume, name="campaign-resume"),
    path("c/<slug:slug>/close/", lifecycle.campaign_close, name="campaign-close"),
    path("c/<slug:slug>/archive/", lifecycle.campaign_archive, name="campaign-archive"),
    path("c/<slug:slug>/versions/", lifecycle.campaign_versions, name="campaign-versions"),
    path("c/<slug:slug>/versions/<int:number>/", lifecycle.campaign_version, name="campaign-version"),
    path("c/<slug:slug>/add-task/", amendments.task_add, name="task-add"),
    path("c/<slug:slug>/tasks/<int:number>/amend/", amendments.task_amend, name="task-amend"),
    path("c/<slug:slug>/tasks/<int:number>/withdraw/", amendments.task_withdraw, name="task-withdraw"),
    path("c/<slug:slug>/tasks/<int:number>/units/", assignments.assignment_list, name="assignment-list"),
    path("c/<slug:slug>/tasks/<int:number>/units/add/", assignments.assignment_add, name="assignment-add"),
    path("c/<slug:slug>/assignments/<uuid:public_id>/exempt/", assignments.assignment_exempt, name="assignment-exempt"),
    path(
        "c/<slug:slug>/assignments/<uuid:public_id>/restore/", assignments.assignment_restore, name="assignment-restore"
    ),
    path("c/<slug:slug>/assignments/<uuid:public_id>/end/", assignments.assignment_end, name="assignment-end"),
    path("c/<slug:slug>/assignments/<uuid:public_id>/role/", assignments.assignment_role, name="assignment-role"),
]
