from django.urls import path

from assessments.views import daily_work
from assessments.views import marks as views

urlpatterns = [
    path("assessments/marks/", views.marking, name="marking"),
    path("assessments/<uuid:public_id>/marks/", views.marks, name="marks"),
    path("assessments/<uuid:public_id>/marks/<uuid:unit>/", daily_work.daily_work_page, name="daily-work"),
    path("assessments/<uuid:public_id>/vetoes/", views.vetoes, name="vetoes"),
    path("assessments/<uuid:public_id>/vetoes/<uuid:veto>/lift/", views.veto_lift, name="veto-lift"),
]
