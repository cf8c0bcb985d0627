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

configure() { # PROJECT DIR PRESET
    if [[ ! -e $2/build.ninja ]]; then
        (cd "$1" && cmake --preset "$3" -B "$2") >"$2.log" 2>&1
    fi
}

# Ninja, quiet for the first two seconds, then its progress lines on stderr. On failure the compiler's words.
quietNinja() { # DIR LOG TARGET...
    local dir=$1 log=$2 line since=$SECONDS
    shift 2
    {
        ninja -C "$dir" "$@" 2>&1
        echo "status $?"
    } | {
        local status=1
        while IFS= read -r line; do
            if [[ $line == 'status '* ]]; then
                status=${line#status }
                break
            fi
            printf '%s\n' "$line" >>"$log"
            if ((SECONDS - since >= 2)) && [[ $line == '['* ]]; then
                printf '%s\n' "$line" >&2
            fi
        done
        exit "$status"
    }
}

# Brings stw and the program it starts for the sandbox up to date; one caller builds, the others wait.
buildStw() { # PROJECT CACHE
    local dir
    dir=$(buildDir "$1" "$2" release)
    mkdir -p "$dir"
    local log=$dir.log lock
    exec {lock}>"$dir.lock"
    flock "$lock"
    if ! configure "$1" "$dir" release || ! { : >"$log" && quietNinja "$dir" "$log" stw-tools; }; then
        echo "packaging/dev: stw does not build; the end of $log:" >&2
        tail -n 40 "$log" >&2
        exec {lock}>&-
        return 1
    fi
    exec {lock}>&-
}
