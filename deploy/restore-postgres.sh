#!/bin/sh
# Put a copy in place of what a PostgreSQL database holds: restore-postgres.sh COPY
#
# All bots must be stopped. Which database, PGHOST, PGPORT, PGUSER, PGDATABASE and ~/.pgpass say; it must be there.
# All of it in one transaction: where something fails, nothing has changed.
set -eu

if [ $# -ne 1 ]; then
    echo "usage: $0 COPY" >&2
    exit 2
fi
copy=$1
: "${PGDATABASE:?the name of the database}"

bots=$(psql --no-psqlrc --tuples-only --no-align --command="SELECT count(*) FROM pg_stat_activity
    WHERE application_name = 'entregent' AND datname = current_database()")
if [ "$bots" -ne 0 ]; then
    echo "$PGDATABASE is in use: stop all bots first" >&2
    exit 1
fi
pg_restore --clean --if-exists --no-owner --no-privileges --single-transaction --dbname="$PGDATABASE" "$copy"
echo "$PGDATABASE"
