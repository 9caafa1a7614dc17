# Becomes the command line's JVM. Sourced by the front script and by a release's bin/llamaline; needs $root, $cli_jar,
# $made and JAVA_HOME.

# Becomes the JVM, so that signals and the exit code are its own.
become_java() {
    use_utf8
    cache="$made/start-up/launcher.aot"
    verb=$1
    case $verb in
        bench) set -- -cp "$benchmarks_jar:$cli_jar" llamaline.benchmark.Benchmarks "$@" ;;
        *) set -- -cp "$cli_jar" llamaline.cli.Llamaline "$@" ;;
    esac
    set -- "-Dllamaline.home=$root" "$@"
    if [ "$verb" = record ]; then
        set -- "-XX:AOTCacheOutput=$cache" "$@"
    elif [ "$verb" != bench ] && [ -f "$cache" ] && [ -z "$(jars_newer_than "$cache")" ]; then
        set -- "-XX:AOTCache=$cache" "$@"
    fi
    case $verb in
        # Serves for long, with a broker in it: the optimising compiler pays, and memory stays small.
        up) set -- -Xms384m -Xmx384m "$@" ;;
        import | bench) set -- -Xmx1g "$@" ;;
        *) set -- -Xmx1g -XX:TieredStopAtLevel=1 "$@" ;;
    esac
    [ ! -t 0 ] || set -- -Dllamaline.terminal.in=true "$@"
    [ ! -t 1 ] || set -- -Dllamaline.terminal.out=true "$@"
    [ ! -t 2 ] || set -- -Dllamaline.terminal.err=true "$@"
    exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xlog:disable -Xlog:all=error:stderr \
        --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED "$@"
}

# Arguments are UTF-8, whatever the locale says.
use_utf8() {
    case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
        *[Uu][Tt][Ff]8* | *[Uu][Tt][Ff]-8*) ;;
        *)
            LC_ALL=C.UTF-8
            export LC_ALL
            ;;
    esac
}
