#!/bin/sh
# Llamaline's command line in an unpacked release: its own Java runtime runs it, whatever else is installed.
set -eu

self=$0
while [ -L "$self" ]; do
    target=$(readlink "$self")
    case $target in
        /*) self=$target ;;
        *) self=$(dirname "$self")/$target ;;
    esac
done
root=$(CDPATH='' cd -P "$(dirname "$self")/.." && pwd)
cli_jar="$root/lib/cli.jar"
made="$root/made"
JAVA_HOME="$root/java"

. "$root/lib/java.sh"

case ${1:-help} in
    help | -h)
        [ $# -lt 2 ] || become_java "$2" --help
        become_java --help
        ;;
    version) become_java --version ;;
    *) become_java "$@" ;;
esac
