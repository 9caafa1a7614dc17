#!/bin/bash
# Tells whether the service in this container takes work: its readiness, asked by the shell alone.
exec 3<>"/dev/tcp/127.0.0.1/${QUARKUS_HTTP_PORT:-8080}" || exit 1
printf 'GET /q/health/%s HTTP/1.0\r\nHost: localhost\r\n\r\n' "${1:-ready}" >&3
read -r _ status _ <&3
[ "$status" = 200 ]
