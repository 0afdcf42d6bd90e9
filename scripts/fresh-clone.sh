#!/usr/bin/env bash
# Runs a command in a fresh clone of what is committed: fresh-clone.sh COMMAND [ARGUMENT …]
# The target folder is kept outside the clone between runs.
set -euo pipefail
root=$(git rev-parse --show-toplevel)
clone=$(mktemp -d)
trap 'rm -rf "$clone"' EXIT
git clone --quiet "$root" "$clone/bersinar"
export CARGO_TARGET_DIR=${BERSINAR_TARGET:-${XDG_CACHE_HOME:-$HOME/.cache}/bersinar/target}
export BERSINAR_SHARED=${BERSINAR_SHARED:-$root/../shared}
cd "$clone/bersinar"
"$@"
