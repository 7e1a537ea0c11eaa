from django.urls import path

from organizations.views import access as views

urlpatterns = [
    path("login/", views.log_in, name="login"),
    path("logout/", views.log_out, name="logout"),
    path("password/", views.password, name="password"),
    path("account/", views.my_account, name="my-account"),
    path("account/email/", views.my_email, name="my-email"),
    path("account/sessions/end/", views.session_end, name="session-end"),
    path("switch/", views.switch, name="switch"),
    path("language/", views.language, name="language"),
    path("display/", views.display, name="display"),
    path("help/", views.help_page, name="help"),
]
