#!/bin/sh
# Put a copy in place of a SQLite database: restore-sqlite.sh COPY DATABASE
#
# The bot must be stopped. What was there is kept beside it, as DATABASE.before-TIME: erase it once all is well.
set -eu
umask 077
# shellcheck source=deploy/copies.sh
. "$(dirname "$0")/copies.sh"

if [ $# -ne 2 ]; then
    echo "usage: $0 COPY DATABASE" >&2
    exit 2
fi
copy=$1 database=$2

if [ ! -f "$copy" ]; then
    echo "$copy: no such file" >&2
    exit 1
fi

stamp=$(date -u +%Y%m%dT%H%M%SZ)
half=$database.half-$$
trap 'rm -f "$half" "$half-wal" "$half-shm" "$half-journal"' EXIT
cp "$copy" "$half"
whole "$half" "$copy"

owner=$(dirname "$database")
if [ -e "$database" ]; then
    # Refused while any other process has it open; otherwise it takes the -wal file in.
    if ! sql 1 "$database" "PRAGMA journal_mode=DELETE" >/dev/null; then
        echo "$database is in use: stop the bot first" >&2
        exit 1
    fi
    owner=$database
fi
# By root, for the bot: the file must be its own.
if [ "$(id -u)" -eq 0 ]; then
    chown --reference="$owner" "$half"
fi
sync "$half"
if [ -e "$database" ]; then
    mv "$database" "$database.before-$stamp"
fi
rm -f "$database-wal" "$database-shm"
mv "$half" "$database"
sync "$(dirname "$database")"
echo "$database"
