#!/bin/sh
# Copy a SQLite database while the bot writes to it: backup-sqlite.sh DATABASE FOLDER
#
# The copy is one moment's state, checked, and appears under its name only when it is whole. KEEP (days, 14 if not set)
# is how long copies stay: what somebody had erased with /forget is in older copies until then.
# The key is not copied: keep it elsewhere, for who has both can read everything.
set -eu
umask 077

if [ $# -ne 2 ]; then
    echo "usage: $0 DATABASE FOLDER" >&2
    exit 2
fi
database=$1 folder=$2 keep=${KEEP:-14}

if [ ! -f "$database" ]; then
    echo "$database: no such file" >&2
    exit 1
fi
mkdir -p "$folder"
for key in "$folder"/*.key*; do
    if [ -e "$key" ]; then
        echo "$key: a key beside the backups opens them; move it elsewhere" >&2
        exit 1
    fi
done

# The image has Python and no sqlite3; a machine may have it the other way round.
if command -v sqlite3 >/dev/null; then
    # -init: no settings of somebody's home.
    sql() { sqlite3 -init /dev/null -batch -bail -cmd '.timeout 30000' "$1" "$2"; }
else
    sql() {
        python3 -c '
import sqlite3, sys
for row in sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None).execute(sys.argv[2]):
    print(*row, sep="|")
' "$1" "$2"
    }
fi

stamp=$(date -u +%Y%m%dT%H%M%SZ)
copy=$folder/entregent-$stamp.db
half=$folder/.half-$stamp-$$
trap 'rm -f "$half" "$half-wal" "$half-shm" "$half-journal"' EXIT

case $half in *\'*) echo "$folder: a name with ' can't be used" >&2; exit 1 ;; esac
# One read transaction: writers go on meanwhile, and what was deleted is not in the copy.
sql "$database" "VACUUM INTO '$half'"
found=$(sql "$half" "PRAGMA integrity_check")
if [ "$found" != ok ]; then
    echo "the copy is damaged: $found" >&2
    exit 1
fi
sync "$half"
mv "$half" "$copy"
sync "$folder"
find "$folder" -name 'entregent-*.db' -type f -mtime +"$keep" -exec rm -f {} +
echo "$copy"
