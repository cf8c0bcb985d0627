# shellcheck shell=bash disable=SC2154,SC2034 # variables of the script that sources this
# Making and entering the Debian 13 tree. Sourced by packaging/dev.

# The tree's name follows from what decides its content: the package list and the recipe's number in it.
treeName() {
    local digest
    digest=$(sha256sum <"$environmentDir/packages.apt")
    printf 'tree-%s\n' "${digest:0:16}"
}

# A look at what every use needs, without starting a process: a tree that lost files is made again.
treeIsWhole() { # TREE
    local file
    for file in etc/stagewright/tree bin/bash usr/bin/{env,mount,findmnt,setpriv,c++,cmake,ninja,ccache,ctest,git,python3} \
        usr/bin/{crun,newuidmap,skopeo,jq,Xvfb,xdotool,dockerd} usr/lib/qt6/bin/lrelease usr/include/c++/14/vector \
        usr/include/archive.h usr/include/nlohmann/json.hpp; do
        if [[ ! -e $1/$file && ! -e $1/usr/s${file#usr/} ]]; then
            return 1
        fi
    done
}

# One caller at a time; who waited finds the tree made.
prepareTree() {
    tree=$cache/$(treeName)
    if treeIsWhole "$tree"; then
        return
    fi
    local lock
    exec {lock}>"$tree.lock"
    if ! flock --nonblock "$lock"; then
        say "waiting for another call that is making the build environment"
        flock "$lock"
    fi
    if ! treeIsWhole "$tree"; then
        say "making the build environment in $tree (once; about two minutes, 2.5 GB)"
        local started=$SECONDS
        if ! asRoot "$environmentDir/maketree" "$tree" "$environmentDir/packages.apt"; then
            say "the build environment could not be made; the lines above say why. Calling again starts over."
            exit 3
        fi
        if ! treeIsWhole "$tree"; then
            say "the build environment in $tree is incomplete after making it; please report this"
            exit 3
        fi
        say "build environment ready after $((SECONDS - started)) s"
    fi
    exec {lock}>&-
}

enterTree() { # BUILD CMD...
    local groups
    groups=$(id -G)
    local arguments=("$tree" "$(id -u)" "$(id -g)" "${groups// /,}" "$(umask)")
    local rest=("$PWD" "$project" "$HOME" "${TMPDIR:-/tmp}" "$cache" "${XDG_RUNTIME_DIR:-/tmp}" -- "$1" "$project" "$cache"
        "${@:2}")
    if ((EUID == 0)); then
        exec "$environmentDir/entertree" "${arguments[@]}" - "${rest[@]}"
    fi
    # sudo starts with an environment of its own: the caller's goes by a file that only the caller can read.
    local file
    file=$(umask 077 && mktemp "${TMPDIR:-/tmp}/stagewright-env.XXXXXX")
    env -0 >"$file"
    exec sudo -- "$environmentDir/entertree" "${arguments[@]}" "$file" "${rest[@]}"
}

cleanTree() {
    local path
    for path in "$cache"/tree-* "$cache/ccache"; do
        if [[ -e $path ]]; then
            say "removing $path"
            asRoot rm -rf --one-file-system "$path"
        fi
    done
}
