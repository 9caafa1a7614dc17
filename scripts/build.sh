# Builds where a source is newer than the build. Sourced by the front script; needs $root and JAVA_HOME.

cli_jar="$root/deploy/cli/target/cli.jar"
benchmarks_jar="$root/deploy/benchmarks/target/benchmarks.jar"
# What belongs to a build and is made when it runs: see launcher.process.Installation.
made="$root/deploy/launcher/target"
state="$root/.llamaline"
built="$state/built"
recorded="$state/recorded"

# The project's own, which stands first in its pom.xml.
project_version() {
    sed -n 's:^ *<version>\(.*\)</version>.*:\1:p' "$root/pom.xml" | head -n 1
}

service_jars() {
    for module in gateway-service tokenizer-service inference-worker; do
        printf '%s\n' "$root/$module/target/quarkus-app/quarkus-run.jar"
    done
}

# A changed or new file, a folder from which one was taken, or a product that is missing.
is_out_of_date() {
    [ -f "$built" ] && [ -f "$cli_jar" ] || return 0
    for module in gateway-service tokenizer-service inference-worker; do
        [ -f "$root/$module/target/quarkus-app/quarkus-run.jar" ] || return 0
    done
    [ -n "$(cd "$root" && find pom.xml libs gateway-service tokenizer-service inference-worker deploy/launcher \
        deploy/cli deploy/benchmarks deploy/models \( -name target -o -path '*/src/test' -o -name training \) -prune \
        -o \( -type f ! -name '*.md' -o -type d -path '*/src/*' \) -newer "$built" -print | head -n 1)" ]
}

# A start-up cache stands for the very jars it was recorded from; the JVM itself does not compare them.
is_unrecorded() {
    [ -f "$recorded" ] || return 0
    [ -n "$(jars_newer_than "$recorded")" ]
}

jars_newer_than() {
    find "$cli_jar" "$root/deploy/cli/target/lib" "$root/gateway-service/target/quarkus-app" \
        "$root/tokenizer-service/target/quarkus-app" "$root/inference-worker/target/quarkus-app" \
        -type f -newer "$1" 2>/dev/null | head -n 1
}

# LLAMALINE_BUILD=off uses what is there.
ensure_built() {
    [ "${LLAMALINE_BUILD:-on}" != off ] || return 0
    if is_out_of_date || is_unrecorded; then
        with_build_lock build_and_record
    fi
}

# Another call may have built while this one waited for the lock.
build_and_record() {
    if is_out_of_date; then
        build
    fi
    if is_unrecorded; then
        record
    fi
}

build() {
    if [ -f "$built" ]; then
        say "building, sources are newer than the build …"
    else
        say "building, the first time takes some minutes …"
    fi
    log="$state/build.log"
    : >"$state/building"
    forget_products
    if ! maven -Dmaven.test.skip=true package >"$log" 2>&1; then
        tail -n 40 "$log" >&2
        say "the build failed; its whole log: $log"
        exit 1
    fi
    mv "$state/building" "$built"
}

# What was made by and of the classes before: the imported demo model, what tests imported, and the
# start-up caches.
forget_products() {
    rm -rf "$made/models" "$made/start-up" "$root"/deploy/*/target/user-data
    rm -f "$recorded"
}

# Starts everything once so that later starts are quick; that imports the demo model too. Without
# the caches all works, slower.
record() {
    mkdir -p "$state"
    say "recording start-up caches, once per build …"
    : >"$state/recording"
    rm -rf "$made/start-up"
    mkdir -p "$made/start-up"
    if ! (become_java record) >"$state/record.log" 2>&1 9>&-; then
        say "no start-up caches: starts will be slower ($state/record.log)"
    fi
    mv "$state/recording" "$recorded"
}

# Takes the lock on file descriptor 9 where there is flock, else by making a folder; runs "$@".
with_build_lock() {
    mkdir -p "$state"
    if command -v flock >/dev/null 2>&1; then
        exec 9>"$state/build.lock"
        if ! flock -n 9; then
            say "another call is building, waiting for it …"
            flock 9
        fi
        "$@"
        exec 9>&-
        return 0
    fi
    until mkdir "$state/build.lock.d" 2>/dev/null; do
        owner=$(cat "$state/build.lock.d/pid" 2>/dev/null || echo)
        if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
            rm -rf "$state/build.lock.d"
        else
            sleep 1
        fi
    done
    echo $$ >"$state/build.lock.d/pid"
    trap 'rm -rf "$state/build.lock.d"' EXIT
    "$@"
    rm -rf "$state/build.lock.d"
    trap - EXIT
}

maven() {
    maven_aloud -q "$@"
}

# In a folder of its own, without the lock: a compile server that stays would hold it.
maven_aloud() {
    (cd "$root" && exec "$(find_maven)" -B -ntp "$@" 9>&-)
}

find_maven() {
    if [ -n "${MAVEN_HOME:-}" ] && [ -x "$MAVEN_HOME/bin/mvn" ]; then
        printf '%s\n' "$MAVEN_HOME/bin/mvn"
    else
        command -v mvn
    fi
}

require_maven() {
    if ! find_maven >/dev/null; then
        say "Maven is missing, and it builds the project: install version 3.8 or newer (package maven, or https://maven.apache.org)"
        exit 1
    fi
}

say() {
    printf 'llamaline: %s\n' "$*" >&2
}
