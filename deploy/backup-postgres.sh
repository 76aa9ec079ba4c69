#!/bin/sh
# Copy a PostgreSQL database while the bots write to it: backup-postgres.sh FOLDER
#
# Which database, PGHOST, PGPORT, PGUSER, PGDATABASE and ~/.pgpass say, as for psql: no password on a command line.
# The copy is one moment's state and appears under its name only when it is whole. KEEP (days, 14 if not set) is how long
# copies stay: what somebody had erased with /forget is in older copies until then.
# The key is not copied: keep it elsewhere, for who has both can read everything.
set -eu
umask 077
# shellcheck source=deploy/copies.sh
. "$(dirname "$0")/copies.sh"

if [ $# -ne 1 ]; then
    echo "usage: $0 FOLDER" >&2
    exit 2
fi
folder=$1 keep=${KEEP:-14}

mkdir -p "$folder"
no_key "$folder"

stamp=$(date -u +%Y%m%dT%H%M%SZ)
copy=$folder/entregent-$stamp.dump
half=$folder/.half-$stamp-$$
trap 'rm -f "$half"' EXIT

pg_dump --format=custom --no-owner --no-privileges --file="$half"
pg_restore --file=/dev/null "$half"
keep_copy "$half" "$copy" "$keep"
