-- The three database roles of County Campaign, and what the application role may do by default.
--
-- Run it as a superuser, as often as you like: once anywhere to make the roles, then once inside every database
-- that belongs to campaign_owner (default privileges are kept per database). Plain SQL: any client can run it.
-- There are no passwords in this file; give them afterwards (docs/deploy.md).

-- Two servers' start-ups or two operators may run this at the same moment.
SELECT pg_advisory_lock(727001);

DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['campaign_owner', 'campaign_app', 'campaign_dispatch'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I', wanted);
        END IF;
    END LOOP;
END
$$;

-- Owns the tables and runs the migrations. Migrations of data must see the rows of every county.
ALTER ROLE campaign_owner LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS;
-- Web and worker. Row-level security binds it, and it owns nothing.
ALTER ROLE campaign_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
-- The dispatcher. It gets no default privileges: the outbox migration grants it that one table.
ALTER ROLE campaign_dispatch LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;

-- A forgotten transaction must not hold locks for ever.
ALTER ROLE campaign_app SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE campaign_dispatch SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE campaign_dispatch SET statement_timeout = '30s';

-- Before PostgreSQL 15 everybody could create tables in "public".
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO campaign_app, campaign_dispatch;

-- Tables of the framework (sessions, content types) have no migration of ours that could grant them. No TRUNCATE:
-- it would pass by row-level security.
ALTER DEFAULT PRIVILEGES FOR ROLE campaign_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO campaign_app;
ALTER DEFAULT PRIVILEGES FOR ROLE campaign_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO campaign_app;

SELECT pg_advisory_unlock(727001);
