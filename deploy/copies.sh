# What the scripts beside this one share: they read it, it is not run.
# shellcheck shell=sh

# Refuse a folder of copies that holds a key: no_key FOLDER
no_key() {
    for key in "$1"/*.key*; do
        if [ -e "$key" ]; then
            echo "$key: a key beside the backups opens them; move it elsewhere" >&2
            exit 1
        fi
    done
}

# Give a copy its name once it is whole, and erase those older than so many days: keep_copy HALF COPY DAYS
keep_copy() {
    sync "$1"
    mv "$1" "$2"
    sync "$(dirname "$2")"
    find "$(dirname "$2")" -name "entregent-*.${2##*.}" -type f -mtime +"$3" -exec rm -f {} +
    echo "$2"
}

# Ask a SQLite database, and wait so many seconds where it is locked: sql SECONDS DATABASE COMMAND
sql() {
    # The image has Python and no sqlite3; a machine may have it the other way round.
    if command -v sqlite3 >/dev/null; then
        # -init: no settings of somebody's home.
        sqlite3 -init /dev/null -batch -bail -cmd ".timeout $(($1 * 1000))" "$2" "$3"
    else
        python3 -c '
import sqlite3, sys
for row in sqlite3.connect(sys.argv[2], timeout=int(sys.argv[1]), isolation_level=None).execute(sys.argv[3]):
    print(*row, sep="|")
' "$1" "$2" "$3"
    fi
}

# Refuse a copy that is damaged: whole DATABASE NAME
whole() {
    found=$(sql 30 "$1" "PRAGMA integrity_check")
    if [ "$found" != ok ]; then
        echo "$2 is damaged: $found" >&2
        exit 1
    fi
}
