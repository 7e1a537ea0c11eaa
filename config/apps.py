from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import pre_migrate


class Config(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import safety
        from config.defaults import prepare_before_migrations

        if getattr(settings, "PRODUCTION", False):
            safety.refuse_unsafe({name: getattr(settings, name) for name in dir(settings) if name.isupper()})
        pre_migrate.connect(prepare_before_migrations, sender=self)
