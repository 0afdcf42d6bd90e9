#!/usr/bin/env bash
# Runs a command beside a PostgreSQL server of its own: with-postgres.sh COMMAND [ARGUMENT …]
# The server lives in a temporary folder, listens on a free loopback port, is told to the command as BERSINAR_POSTGRES,
# and is gone with its data when the command ends. PostgreSQL refuses to run as root, so as root it runs as `postgres`.
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb)")
folder=$(mktemp -d)
as=()
if [ "$(id -u)" = 0 ]; then
    chown postgres "$folder"
    as=(runuser -u postgres --)
fi
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
stop() {
    "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
cd "$folder"
"${as[@]}" "$bin/initdb" -D "$folder/data" -U bersinar --auth=trust --encoding=UTF8 --locale=C >"$folder/log" 2>&1 || { cat "$folder/log"; exit 1; }
"${as[@]}" "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/data/log" \
    -o "-h 127.0.0.1 -p $port -k $folder -c fsync=off -c max_connections=300" start >/dev/null
cd "$OLDPWD"
BERSINAR_POSTGRES="postgres://bersinar@127.0.0.1:$port" "$@"
