#!/bin/sh
# Puts Gõ Cửa into this account's menu, with its icon:  sh gocua/_internal/add_to_menu.sh
# The entry leads to this folder; a newer version that a stick brings is started by it too. Taken away again by --remove.
set -eu

inner=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
folder=$(dirname -- "$inner")
menu=${XDG_DATA_HOME:-$HOME/.local/share}/applications
entry=$menu/gocua.desktop

if [ "${1:-}" = --remove ]; then
    rm -f "$entry"
    exit 0
fi
mkdir -p "$menu"
while IFS= read -r line; do
    case $line in
    '#'*) ;;
    Exec=*) printf 'Exec="%s"\n' "$folder/gocua" ;;
    Icon=*) printf 'Icon=%s\n' "$inner/gocua.png" ;;
    *) printf '%s\n' "$line" ;;
    esac
done <"$inner/gocua.desktop" >"$entry.part"
mv "$entry.part" "$entry"
echo "$entry"
