# Finds a JDK 25 or newer, whatever `java` is. Sourced by the front script.

oldest_jdk=25

# Prints the first that is new enough, asked for before found, 25 before newer ones.
find_jdk() {
    for candidate in "${JAVA_HOME:-}" "${JDK_HOME:-}" "$(home_of_command javac)" "$(home_of_command java)"; do
        if is_new_enough "$candidate"; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    # A glob that matches nothing stays as it is and is no JDK.
    for candidate in \
        "$system_root"/usr/lib/jvm/*25* "$system_root"/usr/java/*25* \
        "$system_root"/opt/java/* "$system_root"/opt/jdk/* "$system_root"/opt/jdks/* \
        "$HOME"/.sdkman/candidates/java/25* "$HOME"/.jdks/*25* "$HOME"/.gradle/jdks/*25* \
        "$HOME"/.asdf/installs/java/*25* "$HOME"/.local/share/mise/installs/java/*25* "$HOME"/.jenv/versions/25* \
        "$system_root"/Library/Java/JavaVirtualMachines/*25*/Contents/Home \
        "$HOME"/Library/Java/JavaVirtualMachines/*25*/Contents/Home \
        "$system_root"/usr/lib/jvm/* "$(mac_java_home)"; do
        if is_new_enough "$candidate"; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    return 1
}

system_root=${LLAMALINE_SYSTEM_ROOT:-}

# The file `release` says which, `bin/javac` that it is no bare runtime.
is_new_enough() {
    [ -n "$1" ] && [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 1
    major=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9][0-9]*\).*/\1/p' "$1/release" | head -n 1)
    [ -n "$major" ] && [ "$major" -ge "$oldest_jdk" ]
}

# The folder above bin/ of a command on PATH, links followed; nothing for a version manager's shim.
home_of_command() {
    path=$(command -v "$1" 2>/dev/null) || return 0
    hops=0
    while [ -L "$path" ] && [ "$hops" -lt 20 ]; do
        link=$(readlink "$path")
        case $link in
            /*) path=$link ;;
            *) path=$(dirname "$path")/$link ;;
        esac
        hops=$((hops + 1))
    done
    (CDPATH='' cd -P "$(dirname "$path")/.." 2>/dev/null && pwd) || return 0
}

mac_java_home() {
    [ -x "$system_root/usr/libexec/java_home" ] || return 0
    "$system_root/usr/libexec/java_home" -v "$oldest_jdk+" 2>/dev/null || return 0
}

require_jdk() {
    if ! JAVA_HOME=$(find_jdk); then
        cat >&2 <<'MESSAGE'
llamaline: no JDK 25 found (looked at JAVA_HOME, JDK_HOME, PATH and the usual folders).
Get one, for instance Eclipse Temurin 25 from https://adoptium.net or, with SDKMAN: sdk install java 25-tem
Then set JAVA_HOME to its folder, if it is not found by itself.
MESSAGE
        exit 1
    fi
    export JAVA_HOME
}
