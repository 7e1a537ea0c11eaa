"""`has_perm`: the role table first, then the exceptions that guardian holds."""

from django.apps import apps
from django.conf import settings
from django.utils import timezone
from guardian.backends import ObjectPermissionBackend

from organizations.roles import ACTIONS, Reach, reach_of
from organizations.tenancy.context import county_is_open

# Kind of object -> its grant table; higher floors name theirs in the settings, so nobody imports upward.
GRANT_MODELS = {kind: apps.get_model(label) for kind, (label, _actions) in settings.GRANTS.items()}


class RoleBackend:
    """Answers from `roles.ACTIONS` and the membership in use, which the middleware hangs on the account.

    Without an object: may the role do this somewhere? With one: is the object inside its reach? An object says where it
    is by `slice_path`.
    """

    def authenticate(self, request, **credentials):
        return None

    def get_user(self, user_id):
        from organizations.models import Account

        return Account.objects.select_related("county").filter(pk=user_id, is_active=True).first()

    def has_perm(self, user_obj, perm, obj=None):
        if not user_obj.is_active or perm not in ACTIONS:
            return False
        membership = getattr(user_obj, "membership", None)
        reach = reach_of(membership, perm)
        if reach is None:
            return False
        if obj is None or reach is Reach.COUNTY:
            return obj is None or getattr(obj, "county_id", None) == user_obj.county_id
        if reach is Reach.SLICE and membership is not None:
            return obj.slice_path.startswith(membership.unit.path)
        return getattr(obj, "account_id", None) == user_obj.pk


class GrantBackend(ObjectPermissionBackend):
    """Guardian for objects of the open county only, and only until the last day of the grant."""

    def authenticate(self, request, username=None, password=None):
        return None

    def has_perm(self, user_obj, perm, obj=None):
        if obj is None or not county_is_open() or getattr(obj, "county_id", None) != getattr(user_obj, "county_id", 0):
            return False
        model = GRANT_MODELS.get(obj._meta.model_name)
        # A higher floor's action on a unit (to urge it) can be no grant on the unit, and guardian raises when asked.
        if perm.partition(".")[0] != obj._meta.app_label:
            return False
        if model is None or not super().has_perm(user_obj, perm, obj):
            return False
        today = timezone.localdate()
        codename = perm.rpartition(".")[2]
        grants = model.objects.filter(user=user_obj, content_object=obj, permission__codename=codename)
        return grants.exclude(valid_to__lt=today).exists()
