from django.db import migrations

from organizations.tenancy.sql import AUDIT, FRAMEWORK_GRANTS


class Migration(migrations.Migration):
    """The audit function, and the rights of the app's role on the frameworks' tables."""

    dependencies = [
        ("organizations", "0001_people_and_units"),
        ("guardian", "0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunSQL(AUDIT, "DROP FUNCTION IF EXISTS app_sec.append_audit(jsonb)"),
        migrations.RunSQL(FRAMEWORK_GRANTS, migrations.RunSQL.noop),
    ]
