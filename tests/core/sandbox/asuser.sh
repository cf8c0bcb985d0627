#!/bin/bash
# Runs a sandbox test as an ordinary user: asuser.sh full|single TEST SANDBOX. For root only, who becomes stagewright-user
# (full: the build environment's account with subordinate ids) or a number without any name (single).
# Checks that the test did run isolated in that way: it skips itself on machines that cannot.
set -euo pipefail
kind=$1 test=$2 sandbox=$3

if ((EUID != 0)); then
    echo "skipped: not root, so the plain test has run as an ordinary user"
    exit 77
fi
case $kind in
    full)
        if ! id stagewright-user >/dev/null 2>&1; then
            echo "skipped: this machine has no account stagewright-user with subordinate ids"
            exit 77
        fi
        become=(setpriv --reuid stagewright-user --regid "$(id -g stagewright-user)" --init-groups)
        expected='isolation: rootless, (host|sandboxed) net'
        ;;
    single)
        become=(setpriv --reuid 61999 --regid 61999 --clear-groups)
        expected='isolation: rootless, owners flattened'
        ;;
esac

# Copies that the user can reach wherever the build is.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
cp "$test" "$sandbox" "$folder/"
mkdir -m 1777 "$folder/tmp"
status=0
"${become[@]}" env HOME="$folder/tmp" TMPDIR="$folder/tmp" STAGEWRIGHT_SANDBOX="$folder/${sandbox##*/}" \
    "$folder/${test##*/}" >"$folder/log" 2>&1 || status=$?
cat "$folder/log"
if ((status == 0)) && ! grep -qE "$expected" "$folder/log"; then
    echo "the test did not run as expected: $expected"
    status=1
fi
exit "$status"
