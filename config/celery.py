"""The Celery application: queues, and the clock's table from `config/schedule.py`."""

import logging.config
import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init
from kombu import Queue

from config.schedule import beat_schedule

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.trial")

app = Celery("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_default_queue="default",
    # Heavy work has a queue of its own, so that it can be given a worker of its own.
    # Without keys of their own both would be bound to the same one, and each message would land in both.
    task_queues=[Queue("default", routing_key="default"), Queue("heavy", routing_key="heavy")],
    beat_schedule=beat_schedule(),
)
app.autodiscover_tasks()


@setup_logging.connect
def _log_like_everyone(**_kwargs: Any) -> None:
    """With a receiver here Celery leaves the loggers alone, and its lines are JSON like all others."""
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)


@worker_init.connect
@beat_init.connect
def _never_as_owner(**_kwargs: Any) -> None:
    """Not an ordinary exception: Celery would log that of a signal and go on."""
    from django.conf import settings

    if settings.DATABASE_ROLE != "app":
        raise SystemExit("Worker and beat must not run as the owner of the database (CAMPAIGN_DB_ROLE).")
    from organizations.tenancy.context import TenantError
    from organizations.tenancy.guard import refuse_weak_wall

    try:
        refuse_weak_wall()
    except TenantError as problem:
        raise SystemExit(str(problem)) from problem
