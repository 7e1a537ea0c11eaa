"""What is the same everywhere. The trial, the tests and production each add their own few lines."""

from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # templates of the widgets that ours include
    "guardian",
    "import_export",
    "django_htmx",
    "csp",
    "organizations",
    "villages",
    "cadres",
    "campaigns",
    "assessments",
    "config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.RequestId",
    "config.middleware.CookieLanguage",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "organizations.middleware.SessionLimits",
    "organizations.middleware.RecordRefusals",
    "organizations.middleware.OpenTenant",
    "organizations.middleware.RequireLogin",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "organizations.context_processors.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "organizations.templatetags.components",
                "organizations.templatetags.once",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

AUTH_USER_MODEL = "organizations.Account"
AUTHENTICATION_BACKENDS = ["organizations.permissions.RoleBackend", "organizations.permissions.GrantBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "organizations.passwords.PasswordRules"}]
LOGIN_URL = "organizations:login"
LOGIN_REDIRECT_URL = "/"
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False

SESSION_ENGINE = "organizations.sessions"
SESSION_IDLE_SECONDS = 30 * 60
SESSION_LIFE_SECONDS = 12 * 60 * 60
SESSION_COOKIE_AGE = SESSION_LIFE_SECONDS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.sheets.JoinedSheet",
]
# Where the joined style sheet is written; only while it is collected or served without collecting.
JOINED_ROOT = BASE_DIR / ".joined"

DATABASES: dict = {}
DATABASE_OPTIONS = {"ATOMIC_REQUESTS": True, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "TIME_ZONE": None}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The dispatcher alone uses this alias: it sees the outbox of all counties and nothing else.
DISPATCH_ALIAS = "dispatch"

CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False  # the dispatcher publishes again, with a cap; a poison job must not loop
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "health_check_interval": 25,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ROUTES = {f"organizations.tasks.{name}": {"queue": "heavy"} for name in ("run_heavy_job", "run_heavy_jobs")}
CELERY_TIMEZONE = TIME_ZONE
CELERY_DB_REUSE_MAX = 1000

# Kind of job -> the service that does it inside the open county, taking the payload as keyword arguments.
OUTBOX_HANDLERS: dict[str, str] = {
    "deliver_notice": "organizations.services.notices.deliver_notice",
    "anchor_audit": "organizations.services.audit_anchors.anchor_audit",
    "tidy_county": "organizations.services.tidying.tidy_county",
    "remind_county": "campaigns.services.reminders.remind_county",
    "tell_robot": "organizations.services.robots.tell_robot",
    "mail_reminder": "organizations.services.emails.mail_reminder",
    "try_robot": "organizations.services.robots.try_robot",
    "open_campaign_duties": "campaigns.services.duties.open_campaign_duties",
    "open_county_duties": "campaigns.services.duties.open_county_duties",
    "check_import": "organizations.services.imports.check_in_worker",
    "write_export": "organizations.services.exports.write_in_worker",
    "freeze_rollup": "assessments.services.rollup.freeze_rollup",
    "score_rollup": "assessments.services.rollup.score_slice",
    "rank_rollup": "assessments.services.rollup.rank_rollup",
}
# Kinds that read everything as it was at one moment. They must be harmless to try again.
OUTBOX_ONE_SNAPSHOT = frozenset({"freeze_rollup"})
# Kinds whose jobs take a fraction of a second: so many of them, of whatever counties, are one message to a worker.
OUTBOX_TOGETHER = frozenset({"freeze_rollup", "score_rollup", "rank_rollup"})
OUTBOX_MOST_TOGETHER = 50
# Units that one job of a roll-up scores; a killed worker loses no more than that.
ROLLUP_SLICE = 200
# Once published, a job is not published again for as long as a worker may still be busy with it.
OUTBOX_LEASE_SECONDS = CELERY_TASK_TIME_LIMIT + 30
OUTBOX_HEAVY_LEASE_SECONDS = 3600 + 60
OUTBOX_MOST_ATTEMPTS = 5
# Heads of the audit chains, one line an hour and county; empty: beside the evidence folder. Better on another host.
AUDIT_ANCHOR_PATH = ""
# Kind of object -> its table of exceptions and what can be granted on it.
GRANTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "unit": ("organizations.UnitGrant", ("organizations.edit_unit", "organizations.view_people")),
    "workinggroup": ("organizations.WorkingGroupGrant", ("organizations.edit_working_group",)),
    "campaign": ("campaigns.CampaignGrant", ("campaigns.edit_campaign",)),
}
# What the group robots tell of a day: (on) -> text, '' for nothing.
ROBOT_TEXT = "campaigns.selectors.reminders.group_text"
# The server that takes our mail; empty: none is sent. A worker must not hang on a silent one.
EMAIL_HOST = ""
EMAIL_TIMEOUT = 10
# Robots may stand at private addresses and speak without TLS: for tests, or a county's own message server.
ROBOTS_MAY_BE_LOCAL = False
# Lower floors offer figures, desk lines and search hits here by dotted path, so nobody imports upward.
# HELD_FIGURES: name in Indicator.held_by -> (indicator, units, on) -> {unit id: organizations.held_figures.Figure}.
HELD_FIGURES: dict[str, str] = {
    "cadres.days_reached_share": "cadres.selectors.held.days_reached_share",
    "cadres.first_secretary_share": "cadres.selectors.held_postings.first_secretary_share",
    "cadres.vacancies": "cadres.selectors.held_postings.vacancies",
    "cadres.team_share": "cadres.selectors.held_postings.team_share",
    "villages.income_share": "villages.held.income_share",
    "villages.income_count": "villages.held.income_count",
    "villages.income_total": "villages.held.income_total",
    "villages.income_average": "villages.held.income_average",
    "villages.empty_count": "villages.held.empty_count",
    "villages.both_posts_share": "villages.held.both_posts_share",
    "villages.entrepreneur_share": "villages.held.entrepreneur_share",
    "villages.high_school_share": "villages.held.high_school_share",
    "villages.secretaries_up_to_age": "villages.held.secretaries_up_to_age",
    "villages.reserve_share": "villages.held.reserve_share",
}
# What the campaigns want of the villages' income: (year, membership, on) -> [{words, threshold, lines, line_words, target, url}].
INCOME_TARGETS = "campaigns.selectors.income_targets.income_targets"
# Numbers beside the side bar's entries: URL name -> (account) -> int, in at most one query.
NAVIGATION_COUNTS: dict[str, str] = {"campaigns:reviews-waiting": "campaigns.selectors.review_desk.waiting_count"}
DESK_SOURCES: list[str] = [
    "campaigns.selectors.own_filings.desk_lines",
    "campaigns.selectors.desk.campaign_lines",
    "campaigns.selectors.review_desk.review_lines",
    "campaigns.selectors.missing_desk.missing_lines",
    "campaigns.selectors.co_editing.drafts_to_help",
    "campaigns.selectors.urges.desk_lines",
    "cadres.selectors.leave_desk.desk_lines",
    "cadres.selectors.posting_desk.desk_lines",
]
# In the order in which the groups stand on the page.
SEARCH_SOURCES: list[str] = [
    "organizations.selectors.search.units",
    "organizations.selectors.search.people",
    "villages.selectors.search.officers",
    "campaigns.selectors.search.campaigns",
    "campaigns.selectors.search.tasks",
]
# The registers that can be imported from Excel: classes of organizations.imports.registers.Register by dotted path.
IMPORT_KINDS: list[str] = [
    "organizations.imports.unit_register.UnitRegister",
    "organizations.imports.people_register.PeopleRegister",
    "villages.imports.roster_register.RosterRegister",
    "villages.imports.income_register.IncomeRegister",
    "cadres.imports.posting_register.PostingRegister",
]
# The lists that can be taken out as Excel or CSV: classes of organizations.exports.kinds.ExportKind by dotted path.
EXPORT_KINDS: list[str] = [
    "organizations.exports.unit_export.UnitExport",
    "organizations.exports.people_export.PeopleExport",
    "villages.exports.RosterExport",
    "villages.exports.IncomeExport",
    "cadres.exports.PostingExport",
    "cadres.exports.PostingYearExport",
]
# What each floor puts on a village's page: (unit, membership, on) -> villages.panels.Panel or None.
VILLAGE_PANELS: list[str] = [
    "villages.selectors.village_panels.basics",
    "villages.selectors.village_panels.committee",
    "villages.selectors.village_panels.years",
    "villages.selectors.village_panels.income",
    "villages.selectors.village_panels.history",
    "cadres.selectors.posting_panel.postings",
    "cadres.selectors.village_panel.leave",
]
# Called by `manage.py sample_data` for each county it has just filled: (county, plan) -> None.
SAMPLE_SOURCES: list[str] = [
    "villages.samples.roster.add_roster",
    "villages.samples.income.add_income",
    "cadres.samples.postings.add_postings",
    "cadres.samples.leave.add_leave",
    "campaigns.samples.write.add_campaigns",
    "assessments.samples.results.add_results",
]
# What a merged or closed unit means higher up: called in the same transaction, (unit, into, by, on, paper) and without
# `into`; UNIT_COUNTS tell before what hangs on the unit, as (label, number).
UNIT_MERGED: list[str] = [
    "campaigns.services.unit_changes.unit_merged",
    "villages.services.officers.unit_merged",
    "cadres.services.posting_changes.unit_merged",
]
UNIT_CLOSED: list[str] = [
    "campaigns.services.unit_changes.unit_closed",
    "villages.services.officers.unit_closed",
    "cadres.services.posting_changes.unit_closed",
]
UNIT_COUNTS: list[str] = [
    "campaigns.services.unit_changes.open_tasks",
    "cadres.services.posting_changes.running_postings",
]
# A person leaves the county's service: called in the same transaction, (person, by, on).
PERSON_LEFT: list[str] = ["cadres.services.posting_changes.person_left"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "config.logs.RequestIdFilter"}},
    "formatters": {"json": {"()": "config.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request_id"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.server": {"level": "WARNING"}, "celery": {"level": "INFO"}},
}

# How many proxies of our own stand in front; only then is the forwarded address believed.
TRUSTED_PROXIES = 0
# Our backends look accounts up with their county, and guardian's backend is subclassed, not named.
SILENCED_SYSTEM_CHECKS = ["auth.W004", "guardian.W001"]
