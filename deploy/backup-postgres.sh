#!/bin/sh
# Copy a PostgreSQL database while the bots write to it: backup-postgres.sh FOLDER
#
# Which database, PGHOST, PGPORT, PGUSER, PGDATABASE and ~/.pgpass say, as for psql: no password on a command line.
# The copy is one moment's state and appears under its name only when it is whole. KEEP (days, 14 if not set) is how long
# copies stay: what somebody had erased with /forget is in older copies until then.
# The key is not copied: keep it elsewhere, for who has both can read everything.
set -eu
umask 077

if [ $# -ne 1 ]; then
    echo "usage: $0 FOLDER" >&2
    exit 2
fi
folder=$1 keep=${KEEP:-14}

mkdir -p "$folder"
for key in "$folder"/*.key*; do
    if [ -e "$key" ]; then
        echo "$key: a key beside the backups opens them; move it elsewhere" >&2
        exit 1
    fi
done

stamp=$(date -u +%Y%m%dT%H%M%SZ)
copy=$folder/entregent-$stamp.dump
half=$folder/.half-$stamp-$$
trap 'rm -f "$half"' EXIT

pg_dump --format=custom --no-owner --no-privileges --file="$half"
pg_restore --file=/dev/null "$half"
sync "$half"
mv "$half" "$copy"
sync "$folder"
find "$folder" -name 'entregent-*.dump' -type f -mtime +"$keep" -exec rm -f {} +
echo "$copy"
