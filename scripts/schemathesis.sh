#!/usr/bin/env bash
# Asks the API of a demonstration server thousands of odd questions, made from its own description; fails on any answer
# that is a fault of the server. Schemathesis (PyPI) is installed outside the repository; without it this is skipped.
#   scripts/schemathesis.sh [EXAMPLES]     more examples ask more; 150 are about 10,000 questions a token
set -euo pipefail
cd "$(dirname "$0")/.."
examples=${1:-150}
tools=${XDG_CACHE_HOME:-$HOME/.cache}/bersinar/schemathesis
if ! [ -x "$tools/bin/schemathesis" ]; then
    python3 -m venv "$tools" && "$tools/bin/pip" install --quiet schemathesis || {
        echo "skipped: schemathesis cannot be installed (python3 -m venv, pip)"
        exit 0
    }
fi
program=${BERSINAR_BIN:-${CARGO_TARGET_DIR:-target}/debug/bersinar}
[ -x "$program" ] || cargo build --locked
folder=$(mktemp -d)
"$program" demo --data "$folder/demo" --listen 127.0.0.1:0 >"$folder/said" 2>"$folder/log" &
server=$!
trap 'kill $server 2>/dev/null || true; rm -rf "$folder"' EXIT
for _ in $(seq 300); do
    grep -q http: "$folder/said" && break
    sleep 1
done
address=$(grep -o 'http://[0-9.:]*' "$folder/said")
# Who locks the round leaves nothing to do for the others, so that address is asked last.
ask() {
    local login=$1 token
    shift
    token=$("$program" user token "$login" --data "$folder/demo" --name schemathesis --days 1)
    echo "== $login"
    # Below the limit of a token, so that the answers are not all 429.
    (cd "$folder" && "$tools/bin/schemathesis" run "$address/api/v1/openapi.json" --header "Authorization: Bearer $token" \
        --checks not_a_server_error --max-examples "$examples" --rate-limit 1100/m --generation-database none \
        --continue-on-failure --warnings off "$@")
}
ask bnnk --exclude-path '/api/v1/rounds/{year}/lock'
ask lurah-seruni --exclude-path '/api/v1/rounds/{year}/lock'
ask inspektorat --exclude-path '/api/v1/rounds/{year}/lock'
ask bnnk-rekan --include-path '/api/v1/rounds/{year}/lock'
if grep -E 'panicked|ERROR' "$folder/log"; then
    exit 1
fi
