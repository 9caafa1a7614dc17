#!/bin/sh
# The command line inside its image.
[ ! -t 0 ] || set -- -Dllamaline.terminal.in=true "$@"
exec java -XX:+UseSerialGC -Xmx1g -XX:TieredStopAtLevel=1 -Xlog:disable -Xlog:all=error:stderr \
    --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED \
    -cp /opt/llamaline/cli.jar llamaline.cli.Llamaline "$@"
