from django.urls import path

from campaigns.views import phases, tasks, units

urlpatterns = [
    path("c/<slug:slug>/tasks/", tasks.campaign_tasks, name="campaign-tasks"),
    path("c/<slug:slug>/tasks/<int:number>/", tasks.campaign_task, name="campaign-task"),
    path("c/<slug:slug>/mine/", units.campaign_mine, name="campaign-mine"),
    path("c/<slug:slug>/units/<uuid:public_id>/", units.campaign_unit, name="campaign-unit"),
    path("c/<slug:slug>/phases/", phases.campaign_phases, name="campaign-phases"),
]
