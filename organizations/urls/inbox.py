from django.urls import path

from organizations.views import inbox as views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.message_read_all, name="message-read-all"),
    path("inbox/<uuid:public_id>/", views.message_detail, name="message-detail"),
    path("inbox/<uuid:public_id>/read/", views.message_read, name="message-read"),
    path("notices/", views.notice_list, name="notices"),
    path("notices/new/", views.notice_new, name="notice-new"),
    path("notices/<uuid:public_id>/", views.notice_detail, name="notice-detail"),
]
