from django.urls import path

from campaigns.views import duties, targets

urlpatterns = [
    path("c/<slug:slug>/duties/<uuid:public_id>/waive/", duties.waive, name="duty-waive"),
    path("c/<slug:slug>/duties/<uuid:public_id>/reopen/", duties.reopen, name="duty-reopen"),
    path("c/<slug:slug>/tasks/<int:number>/targets/", targets.task_targets, name="task-targets"),
]
