#!/bin/sh
# Drops from a folder of jars what is for other systems: libraries for Windows, macOS and other processors. With a second
# argument, the libraries of ONNX Runtime go into that folder instead, as a read-only root file system wants it.
set -eu
jars=$1
libraries=${2:-}
case $(uname -m) in
    x86_64) own=linux-x64 ;;
    aarch64) own=linux-aarch64 ;;
    *) echo "no libraries for $(uname -m)" >&2 && exit 1 ;;
esac
# Names stand in a jar as they are: most jars need not be opened to know that they have none of these.
mentioned='\.dll|\.dylib|\.jnilib|\.dSYM/|ai/onnxruntime/native/'
foreign='\.dll$|\.dylib$|\.jnilib$|\.dSYM/|ai/onnxruntime/native/'

for jar in "$jars"/*.jar; do
    if [ "$(head -c 2 "$jar")" != PK ]; then
        echo "$jar is no jar" >&2
        exit 1
    fi
    LC_ALL=C grep -Eaq "$mentioned" "$jar" || continue
    entries=$(jar --list --file "$jar")
    printf '%s\n' "$entries" | grep -Eq "$foreign" || continue
    folder=$(mktemp -d)
    (cd "$folder" && jar --extract --file "$jar")
    if [ -n "$libraries" ] && [ -d "$folder/ai/onnxruntime/native/$own" ]; then
        mkdir -p "$libraries"
        cp "$folder/ai/onnxruntime/native/$own"/*.so "$libraries"
    fi
    rm -rf "$folder/ai/onnxruntime/native"
    find "$folder" \( -name '*.dll' -o -name '*.dylib' -o -name '*.jnilib' \) -type f -exec rm -f {} +
    jar --create --no-manifest --file "$jar" -C "$folder" .
    rm -rf "$folder"
done

for jar in "$jars"/*.jar; do
    LC_ALL=C grep -Eaq "$mentioned" "$jar" || continue
    entries=$(jar --list --file "$jar")
    if printf '%s\n' "$entries" | grep -E "$foreign"; then
        echo "$jar still holds libraries of other systems" >&2
        exit 1
    fi
done
