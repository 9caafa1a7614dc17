#!/bin/bash
# Formats the storage where that was not done yet and becomes the broker, as Kafka's official image does.
set -eu
options=(-XX:+UseSerialGC -Djava.util.logging.config.file=/opt/kafka/logging.properties
    --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED -cp '/opt/kafka/libs/*')
config=/opt/kafka/config/server.properties
cat /mnt/shared/config/server.properties >$config
env | while IFS='=' read -r name value; do
    case $name in
        KAFKA_HEAP_OPTS | KAFKA_OPTS) ;;
        KAFKA_*) printf '%s=%s\n' "$(printf '%s' "${name#KAFKA_}" | tr 'A-Z_' 'a-z.')" "$value" ;;
    esac
done >>$config
java "${options[@]}" kafka.tools.StorageTool format --ignore-formatted --cluster-id "$CLUSTER_ID" --config $config
# shellcheck disable=SC2086
exec java $KAFKA_HEAP_OPTS ${KAFKA_OPTS:-} "${options[@]}" kafka.Kafka $config
