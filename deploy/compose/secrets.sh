#!/bin/sh
# Makes what the stack's Kafka is guarded with: a certificate for the brokers, a password for the services. Written once,
# into files that compose mounts as secrets; nothing of it is in an image, in a variable or in a command line.
set -eu
here=$(CDPATH='' cd -P "$(dirname "$0")" && pwd)
keytool=$("$here/../../llamaline" jdk)/bin/keytool
folder="$here/secrets"
if [ -d "$folder" ]; then
    echo "there already: $folder"
    exit 0
fi
umask 077
part=$(mktemp -d "$here/secrets.XXXXXX")
trap 'rm -rf "$part"' EXIT

random() {
    od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}

store=$(random)
brokers=$(random)
services=$(random)
STORE=$store
export STORE

"$keytool" -genkeypair -alias kafka -keyalg EC -groupname secp256r1 -validity 3650 -dname CN=kafka \
    -ext san=dns:kafka-1,dns:kafka-2,dns:kafka-3 -storetype PKCS12 -keystore "$part/kafka.p12" \
    -storepass:env STORE 2>/dev/null
"$keytool" -exportcert -rfc -alias kafka -keystore "$part/kafka.p12" -storepass:env STORE \
    >"$part/kafka.pem" 2>/dev/null

login=org.apache.kafka.common.security.plain.PlainLoginModule
sed -e "s,@STORE@,$store,g" -e "s,@BROKERS@,$brokers,g" -e "s,@SERVICES@,$services,g" -e "s,@LOGIN@,$login,g" \
    "$here/kafka.properties" >"$part/server.properties"
cat >"$part/kafka-client.properties" <<TEXT
kafka.security.protocol=SASL_SSL
kafka.ssl.truststore.type=PEM
kafka.ssl.truststore.location=/run/secrets/kafka.pem
kafka.sasl.mechanism=PLAIN
kafka.sasl.jaas.config=$login required username="services" password="$services";
TEXT

# The folder keeps others out; a container's user reads the files themselves.
chmod 644 "$part"/*
mv "$part" "$folder"
trap - EXIT
echo "made: $folder"
