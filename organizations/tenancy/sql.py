"""SQL that stands beside the tables: the county function, the audit function, rights on the frameworks' tables.

Run by migrations as the owner. `append_audit` is SECURITY DEFINER, so that the app's role can add to the trail and do
nothing else to it; it takes the county from the transaction, never from its caller.
"""

SCHEMA = """
CREATE SCHEMA IF NOT EXISTS app_sec;
CREATE OR REPLACE FUNCTION app_sec.county_id() RETURNS bigint LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE v text := nullif(current_setting('app.county_id', true), '');
BEGIN
  IF v IS NULL THEN RAISE EXCEPTION 'tenant context not set' USING errcode = '42501'; END IF;
  RETURN v::bigint;
END $$;
GRANT USAGE ON SCHEMA app_sec TO campaign_app, campaign_dispatch;
GRANT EXECUTE ON FUNCTION app_sec.county_id() TO campaign_app;
"""

AUDIT = """
CREATE OR REPLACE FUNCTION app_sec.append_audit(entry jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  county bigint := app_sec.county_id();
  number bigint; before_hash text; moment timestamptz; body text; sum text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('audit'), county::int);
  SELECT seq, hash INTO number, before_hash FROM public.organizations_auditentry
    WHERE county_id = county ORDER BY seq DESC LIMIT 1;
  number := coalesce(number, 0) + 1;
  before_hash := coalesce(before_hash, repeat('0', 64));
  moment := clock_timestamp();
  body := (entry || jsonb_build_object('county', county, 'seq', number,
           'at', to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))::text;
  sum := encode(sha256(convert_to(before_hash || body, 'UTF8')), 'hex');
  INSERT INTO public.organizations_auditentry
    (county_id, public_id, seq, at, account_id, actor, role, unit_label, action, target_type, target_id, target_label,
     result, payload, previous_hash, hash)
  VALUES
    (county, gen_random_uuid(), number, moment, (entry->>'account_id')::bigint, left(entry->>'actor', 120),
     left(coalesce(entry->>'role', ''), 20), left(coalesce(entry->>'unit_label', ''), 80), left(entry->>'action', 60),
     left(coalesce(entry->>'target_type', ''), 60), left(coalesce(entry->>'target_id', ''), 64),
     left(coalesce(entry->>'target_label', ''), 200), entry->>'result', body, before_hash, sum);
  RETURN number;
END $$;
REVOKE ALL ON FUNCTION app_sec.append_audit(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app_sec.append_audit(jsonb) TO campaign_app;
"""

# The frameworks' tables come with all four rights by default; the app needs only to read these.
FRAMEWORK_GRANTS = """
REVOKE INSERT, UPDATE, DELETE ON guardian_userobjectpermission, guardian_groupobjectpermission,
  auth_permission, auth_group, auth_group_permissions, django_content_type, organizations_county,
  organizations_account_groups, organizations_account_user_permissions FROM campaign_app;
REVOKE ALL ON django_migrations FROM campaign_app;
GRANT SELECT ON django_migrations TO campaign_app;
"""
