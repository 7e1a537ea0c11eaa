#!/bin/bash
# Run once by the image of PostgreSQL, on an empty data folder: roles, database, passwords, in this order.
set -euo pipefail
psql=(psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER")
"${psql[@]}" -d template1 -f /deploy/roles.sql
"${psql[@]}" -d postgres -c 'CREATE DATABASE county_campaign OWNER campaign_owner'
"${psql[@]}" -d county_campaign -f /deploy/roles.sql
for role in owner app dispatch; do
    variable="CAMPAIGN_${role^^}_PASSWORD"
    "${psql[@]}" -d postgres -v secret="${!variable:?must be set}" <<< "ALTER ROLE campaign_$role PASSWORD :'secret'"
done
