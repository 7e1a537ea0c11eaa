"""Only for `collectstatic` while an image is built: no database, no secrets, the storage of production."""

from .base import *  # noqa: F403
from .base import BASE_DIR

SECRET_KEY = "gathers-static-files-and-signs-nothing"  # noqa: S105
FIELD_KEYS: list[str] = []
EVIDENCE_ROOT = BASE_DIR / "unused"
DATABASE_ROLE = "app"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
