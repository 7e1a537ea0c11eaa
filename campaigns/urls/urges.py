from django.urls import path

from campaigns.views import burden, urges

urlpatterns = [
    path("c/<slug:slug>/slips/", urges.urges, name="urges"),
    path("c/<slug:slug>/urge/<uuid:unit>/", urges.urge, name="urge"),
    path("urges/<uuid:public_id>/answer/", urges.urge_answer, name="urge-answer"),
    path("c/<slug:slug>/burden/", burden.burden, name="burden"),
]
