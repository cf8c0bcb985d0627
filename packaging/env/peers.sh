# shellcheck shell=bash
# Sourced by packaging/dev. Where the build environment is a tree of its own, the host's distribution may have other versions of
# the builders that the benchmark compares with: their packages are unpacked, not installed.

# Leaves them in CACHE/peers, which packaging/env/bench knows. What cannot be had is left out.
fetchPeers() {
    local place=$cache/peers aside
    [[ $kind == tree && ! -e $place/done ]] && command -v apt-get >/dev/null || return 0
    say "fetching the builders that this machine's distribution has"
    aside=$(mktemp -d "$cache/peers.XXXXXX")
    if (cd "$aside" && apt-get -q download docker.io containerd runc libdevmapper1.02.1 >download.log 2>&1); then
        mkdir "$aside/root"
        local package
        for package in "$aside"/*.deb; do
            dpkg-deb -x "$package" "$aside/root"
            rm "$package"
        done
    else
        say "they could not be fetched; the benchmark goes without them"
    fi
    touch "$aside/done"
    rm -rf "$place"
    mv "$aside" "$place"
}
