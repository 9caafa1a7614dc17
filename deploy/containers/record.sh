#!/bin/bash
# Starts a service once, without a broker, and stops it: the JVM writes what it loaded into a cache (JEP 514). Runs
# while an image is built, with the image's own Java and paths. Arguments: the JVM's, before the jar.
set -eu
cache=/opt/llamaline/start-up.aot
export QUARKUS_HTTP_PORT=8080
java @/opt/llamaline/jvm-options -XX:AOTCacheOutput=$cache "$@" -Dkafka.bootstrap.servers=127.0.0.1:9 \
    -jar /opt/llamaline/application/quarkus-run.jar &
service=$!
until /opt/llamaline/healthy.sh live 2>/dev/null || ! kill -0 $service 2>/dev/null; do
    sleep 0.2
done
kill -TERM $service 2>/dev/null || true
wait $service || true
if [ ! -s $cache ]; then
    echo "no start-up cache was written" >&2
    exit 1
fi
