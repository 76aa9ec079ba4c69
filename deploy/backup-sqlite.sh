#!/bin/sh
# Copy a SQLite database while the bot writes to it: backup-sqlite.sh DATABASE FOLDER
#
# The copy is one moment's state, checked, and appears under its name only when it is whole. KEEP (days, 14 if not set)
# is how long copies stay: what somebody had erased with /forget is in older copies until then.
# The key is not copied: keep it elsewhere, for who has both can read everything.
set -eu
umask 077
# shellcheck source=deploy/copies.sh
. "$(dirname "$0")/copies.sh"

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
no_key "$folder"

stamp=$(date -u +%Y%m%dT%H%M%SZ)
copy=$folder/entregent-$stamp.db
half=$folder/.half-$stamp-$$
trap 'rm -f "$half" "$half-wal" "$half-shm" "$half-journal"' EXIT

case $half in *\'*) echo "$folder: a name with ' can't be used" >&2; exit 1 ;; esac
# One read transaction: writers go on meanwhile, and what was deleted is not in the copy.
sql 30 "$database" "VACUUM INTO '$half'"
whole "$half" "the copy"
keep_copy "$half" "$copy" "$keep"
