# The verb `dist`. Sourced by the front script.

dist_usage() {
    cat <<'TEXT'
Usage: ./llamaline dist
Packs target/llamaline-VERSION.tar.gz: the command line, the services, a Java
runtime cut to what they need, and the demo model. Unpacked, bin/llamaline runs
on machines of this system and processor, without a JDK. Prints the archive's
path.
TEXT
}

run_dist() {
    take_no_arguments dist "$@"
    prepare
    release=llamaline-$(project_version)
    stage="$state/dist/$release"
    rm -rf "$stage"
    mkdir -p "$stage/bin" "$stage/lib" "$stage/services" "$stage/models/demo" "$root/target"
    say "cutting a Java runtime …"
    "$JAVA_HOME/bin/jlink" --add-modules "$(release_modules)" --output "$stage/java" \
        --no-header-files --no-man-pages --compress zip-6 >&2
    say "collecting what was built …"
    cp "$root/scripts/release.sh" "$stage/bin/llamaline"
    chmod +x "$stage/bin/llamaline"
    cp "$root/scripts/java.sh" "$cli_jar" "$stage/lib"
    cp -R "$root/deploy/cli/target/lib" "$stage/lib/lib"
    for module in gateway-service tokenizer-service inference-worker; do
        cp -R "$root/$module/target/quarkus-app" "$stage/services/$module"
    done
    for file in "$root"/deploy/models/demo/*; do
        [ ! -f "$file" ] || cp "$file" "$stage/models/demo"
    done
    cp -R "$root/LICENSE" "$root/README.md" "$root/CHANGELOG.md" "$root/docs" "$stage"
    drop_other_systems "$stage/lib/lib"
    drop_other_systems "$stage/services/gateway-service/lib/main"
    drop_other_systems "$stage/services/tokenizer-service/lib/main"
    drop_other_systems "$stage/services/inference-worker/lib/main" "$stage/native"
    tar -czf "$root/target/$release.tar.gz" -C "$state/dist" "$release"
    rm -rf "$state/dist"
    printf '%s\n' "$root/target/$release.tar.gz"
}

# The services' modules, the command line's HTTP client, and the end of a debugger that runs inside.
release_modules() {
    printf '%s,java.net.http,jdk.jdwp.agent\n' "$(tr '\n' , <"$root/deploy/containers/modules" | sed 's/,$//')"
}

drop_other_systems() {
    PATH="$JAVA_HOME/bin:$PATH" "$root/deploy/containers/lean-jars.sh" "$@" >&2
}
