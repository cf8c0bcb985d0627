# shellcheck shell=bash disable=SC2154,SC2034 # variables of the script that sources this
# Building inside the environment. Sourced by `inside` and by packaging/dev.

# Where a preset is built: in the project, or beside the caches where the project cannot be written.
buildDir() { # PROJECT CACHE PRESET
    if [[ -w $1/build || (! -e $1/build && -w $1) ]]; then
        printf '%s\n' "$1/build/$3"
    else
        local id
        id=$(sha256sum <<<"$1")
        printf '%s\n' "$2/build-${id:0:12}/$3"
    fi
}

# Configures where that was never done, or where a folder has got its CMakeLists.txt since.
configure() { # PROJECT DIR PRESET
    if [[ -e $2/build.ninja ]] && (cd "$1" && newer=$(find core ui app resources tests -maxdepth 3 -name CMakeLists.txt \
        -newer "$2/build.ninja" -print -quit 2>/dev/null) && [[ -z $newer ]]); then
        return 0
    fi
    (cd "$1" && cmake --preset "$3" -B "$2") >"$2.log" 2>&1
}

# Ninja, quiet for the first two seconds, then its progress lines on stderr; all of it in LOG.
quietNinja() { # DIR LOG TARGET...
    local dir=$1 log=$2 line since=$SECONDS
    shift 2
    : >"$log"
    ninja -C "$dir" "$@" 2>&1 | while IFS= read -r line; do
        printf '%s\n' "$line" >>"$log"
        if ((SECONDS - since >= 2)) && [[ $line == '['* ]]; then
            printf '%s\n' "$line" >&2
        fi
    done
    return "${PIPESTATUS[0]}"
}

# Brings targets up to date; one caller builds, the others wait. On failure the compiler's words are on stderr.
buildTargets() { # PROJECT CACHE PRESET TARGET...
    local dir lock
    dir=$(buildDir "$1" "$2" "$3")
    mkdir -p "$dir"
    local log=$dir.log
    exec {lock}>"$dir.lock"
    flock "$lock"
    if ! configure "$1" "$dir" "$3" || ! quietNinja "$dir" "$log" "${@:4}"; then
        printf 'packaging/dev: %s does not build; the end of %s:\n' "${*:4}" "$log" >&2
        tail -n 40 "$log" >&2
        exec {lock}>&-
        return 1
    fi
    exec {lock}>&-
}
