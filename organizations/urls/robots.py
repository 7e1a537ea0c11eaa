from django.urls import URLPattern, path

from organizations.views import feedback, robots

urlpatterns: list[URLPattern] = [
    path("settings/robots/", robots.robots, name="robots"),
    path("settings/robots/new/", robots.robot_new, name="robot-new"),
    path("settings/robots/<uuid:public_id>/", robots.robot_edit, name="robot-edit"),
    path("settings/robots/<uuid:public_id>/test/", robots.robot_test, name="robot-test"),
    path("settings/robots/<uuid:public_id>/remove/", robots.robot_remove, name="robot-remove"),
    path("settings/jobs/", robots.jobs, name="jobs"),
    path("settings/jobs/retry/", robots.jobs_revive, name="jobs-revive"),
    path("feedback/", feedback.feedback, name="feedback"),
    path("feedback/<uuid:public_id>/answer/", feedback.feedback_answer, name="feedback-answer"),
]
