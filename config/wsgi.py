import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.trial")

if settings.DATABASE_ROLE != "app":
    raise ImproperlyConfigured("The web process must not run as the owner of the database (CAMPAIGN_DB_ROLE).")
application = get_wsgi_application()

from organizations.tenancy.guard import refuse_weak_wall  # noqa: E402 - models can be looked at only now

refuse_weak_wall()
