#!/usr/bin/env bash
# Makes sure that what a target needs is there: needs.sh build|test …
# As root it installs Debian's packages; otherwise it says in one sentence what to install.
set -euo pipefail
packages=()
need() { command -v "$1" >/dev/null 2>&1 || packages+=("$2"); }
for what in "$@"; do
    case $what in
        build)
            command -v cargo >/dev/null 2>&1 || { echo "Rust is missing: install it from https://rustup.rs (1.95 or later)." >&2; exit 1; }
            need cc build-essential
            need npm npm
            ;;
        test)
            [ -n "$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null)" ] || packages+=(postgresql)
            need pg_dump postgresql-client
            need chromium chromium
            need soffice libreoffice-calc-nogui
            need exiftool libimage-exiftool-perl
            need mat2 mat2
            need pdfinfo poppler-utils
            need unzip unzip
            need age age
            need openssl openssl
            /usr/bin/python3 -c 'import uno' 2>/dev/null || packages+=(python3-uno)
            need python3 python3
            need git git
            ;;
        *) echo "needs.sh: unknown: $what" >&2; exit 2 ;;
    esac
done
[ ${#packages[@]} -eq 0 ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "Missing: ${packages[*]}. Install them (Debian: sudo apt-get install ${packages[*]}), then try again." >&2
    exit 1
fi
echo "Installing ${packages[*]} …"
# The tests start their own servers; Debian's default cluster is not wanted.
if [[ " ${packages[*]} " == *" postgresql "* ]]; then
    mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
