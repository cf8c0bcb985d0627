# shellcheck shell=bash disable=SC2154,SC2034 # variables of the script that sources this
# Using the host itself as the build environment where it has Qt 6.8 and KDE Frameworks 6. Sourced by packaging/dev.

hostRelease() { # prints "ID VERSION" of the host, e.g. "debian 13"
    (
        ID='' VERSION_ID=''
        # shellcheck disable=SC1091
        [[ -r /etc/os-release ]] && source /etc/os-release
        printf '%s %s\n' "${ID:-unknown}" "${VERSION_ID:-rolling}"
    )
}

# Sets `kind`: "inside" (this process is in the tree already), "host" or "tree".
chooseEnvironment() {
    if [[ -e /etc/stagewright/tree ]]; then
        kind=inside
        return
    fi
    if [[ -n ${STAGEWRIGHT_ENV-} ]]; then
        kind=$STAGEWRIGHT_ENV
        return
    fi
    local release
    release=$(hostRelease)
    case "$release" in
        'debian rolling' | 'arch '* | 'debian 1'[3-9]* | 'ubuntu 25.04' | 'ubuntu 25.10' | 'ubuntu 2'[6-9].*) kind=host ;;
        'fedora 4'[1-9]) kind=host ;;
        *) kind=tree ;;
    esac
}

packageNames() { sed 's/#.*//' "$1" | xargs; }

# A stamp newer than the package database stands for "all there", so that a call costs no look-up.
prepareHost() {
    local stamp database list install
    if command -v apt-get >/dev/null; then
        list=$environmentDir/packages.apt database=/var/lib/dpkg/status
        install='apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends'
    elif command -v dnf >/dev/null; then
        list=$environmentDir/packages.dnf database=/var/lib/rpm
        install='dnf -y install --setopt=install_weak_deps=False'
    elif command -v pacman >/dev/null; then
        list=$environmentDir/packages.pacman database=/var/lib/pacman/local
        install='pacman -S --needed --noconfirm'
    else
        say "no apt-get, dnf or pacman here; STAGEWRIGHT_ENV=tree works on any system with mmdebstrap"
        exit 3
    fi
    stamp=$cache/host-$(sha256sum <"$list" | cut -c1-16)
    if [[ $stamp -nt $database && $stamp -nt $list ]]; then
        return
    fi
    local packages
    packages=$(packageNames "$list")
    if [[ $list != *.apt ]] || ! allInstalled "$packages"; then
        say "installing what is missing of the build environment"
        if ! asRoot sh -c "$install $packages" >&2; then
            say "the packages could not be installed; the lines above say why"
            exit 3
        fi
    fi
    touch "$stamp"
}

allInstalled() { # "NAME..."
    local states
    # shellcheck disable=SC2086
    states=$(dpkg-query --show --showformat='${db:Status-Status}\n' $1 2>/dev/null) || return 1
    ! grep -qv '^installed$' <<<"$states"
}
