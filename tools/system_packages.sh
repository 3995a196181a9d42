#!/bin/sh
# Installs the system packages that the named groups need and this machine lacks; silent when nothing is missing.
#
#   tools/system_packages.sh GROUP...      groups: venv offscreen desktop tests bundle
#
# As root, or where sudo asks for no password, by apt-get. Otherwise it prints one sentence that says what to install and
# returns 3. PYTHON names the interpreter that needs `venv` (default: python3).
set -eu

python=${PYTHON:-python3}
missing=
clusters=/etc/postgresql-common/createcluster.d

has_library() { /sbin/ldconfig -p 2>/dev/null | grep -q "^[[:space:]]*$1 "; }
need_library() { has_library "$1" || missing="$missing $2"; }
need_command() { command -v "$1" >/dev/null 2>&1 || missing="$missing $2"; }

# PostgreSQL 15 as Debian 12 has it; on other systems the tests of the hub are skipped, counted and told.
need_hub() {
    [ ! -x /usr/lib/postgresql/15/bin/initdb ] || return 0
    grep -q '^VERSION_CODENAME=bookworm' /etc/os-release 2>/dev/null && missing="$missing postgresql-15" || true
}

# The package that gives this interpreter `venv`: Debian's own python3 has one, newer ones beside it have theirs.
venv_package() {
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if apt-cache show "python$version-venv" >/dev/null 2>&1; then echo "python$version-venv"; else echo python3-venv; fi
}

need() {
    case $1 in
    venv)
        "$python" -c 'import ensurepip, venv' 2>/dev/null || missing="$missing $(venv_package)" ;;
    offscreen)
        need_library libdbus-1.so.3 libdbus-1-3
        need_library libEGL.so.1 libegl1
        need_library libfontconfig.so.1 libfontconfig1
        need_library libGL.so.1 libgl1
        need_library libglib-2.0.so.0 libglib2.0-0
        need_library libxkbcommon.so.0 libxkbcommon0 ;;
    desktop)
        need_library libxcb-cursor.so.0 libxcb-cursor0
        need_library libxcb-icccm.so.4 libxcb-icccm4
        need_library libxcb-keysyms.so.1 libxcb-keysyms1
        need_library libxcb-shape.so.0 libxcb-shape0
        need_library libxkbcommon-x11.so.0 libxkbcommon-x11-0
        need_library libwayland-client.so.0 libwayland-client0
        need_library libwayland-cursor.so.0 libwayland-cursor0
        need_library libwayland-egl.so.1 libwayland-egl1 ;;
    tests)
        need_command pdftotext poppler-utils
        need_command qpdf qpdf
        need_command strace strace
        need_hub ;;
    bundle)
        need_command objdump binutils ;;
    *)
        echo "system_packages.sh: no such group: $1" >&2
        exit 64 ;;
    esac
}

# Debian 13 and Ubuntu 24.04 spell one of the names differently.
spell() {
    for package in $missing; do
        if [ "$package" = libglib2.0-0 ] && apt-cache show libglib2.0-0t64 >/dev/null 2>&1; then
            package=libglib2.0-0t64
        fi
        printf '%s ' "$package"
    done
}

give_up() {
    echo "This machine lacks $1; let somebody with administrator rights $2, then try again." >&2
    exit 3
}

install() {
    echo "Installing the system packages: $packages"
    export DEBIAN_FRONTEND=noninteractive
    # Lists may be missing or old; an unreachable source is no fault if the lists that are here are enough.
    $as_root apt-get -qq -o DPkg::Lock::Timeout=120 update >/dev/null || true
    # The tests start a server of their own: none is to be set up and left running for them.
    case " $packages " in *" postgresql-15 "*)
        $as_root mkdir -p "$clusters"
        echo 'create_main_cluster = false' | $as_root tee "$clusters/go-cua.conf" >/dev/null
        trap '$as_root rm -f "$clusters/go-cua.conf"' EXIT ;;
    esac
    said=$($as_root apt-get -qq -y -o DPkg::Lock::Timeout=120 --no-install-recommends install $packages 2>&1) || {
        echo "$said" >&2
        give_up "packages that apt-get could not install (see above)" "run 'apt-get install $packages'"
    }
}

[ "$(uname -s)" = Linux ] || exit 0
for group in "$@"; do need "$group"; done
[ -n "$missing" ] || exit 0
command -v apt-get >/dev/null 2>&1 || give_up "what Debian calls$missing" "install them"
packages=$(spell)
packages=${packages% }
if [ "$(id -u)" = 0 ]; then as_root=; elif sudo -n true 2>/dev/null; then as_root='sudo -n --preserve-env=DEBIAN_FRONTEND'
else give_up "some system packages" "run 'apt-get install $packages'"; fi
install
