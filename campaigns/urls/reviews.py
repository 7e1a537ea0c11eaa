from django.urls import path, register_converter

from campaigns.urls.days import DayConverter
from campaigns.views import extensions, filing_matrix
from campaigns.views import reviews as views

register_converter(DayConverter, "day")

urlpatterns = [
    path("reviews/", views.reviews_waiting, name="reviews-waiting"),
    path("c/<slug:slug>/review/", views.review_queue, name="reviews"),
    path("c/<slug:slug>/review/<uuid:filing>/", views.review, name="review"),
    path("c/<slug:slug>/review/<uuid:filing>/open/", views.review_open, name="review-open"),
    path("c/<slug:slug>/review/<uuid:filing>/items/<uuid:item>/", views.review_item, name="review-item"),
    path("c/<slug:slug>/review/<uuid:filing>/rest/", views.review_rest, name="review-rest"),
    path("c/<slug:slug>/review/<uuid:filing>/undo/", views.review_undo, name="review-undo"),
    path("c/<slug:slug>/review/<uuid:filing>/finish/", views.review_finish, name="review-finish"),
    path("c/<slug:slug>/filings/", filing_matrix.filings, name="filings"),
    path("c/<slug:slug>/filings/<uuid:unit>/<day:day>/extend/", extensions.extension_ask, name="extension-ask"),
    path("extensions/<uuid:public_id>/", extensions.extension_answer, name="extension-answer"),
]
