# The images, from what the local JDK built. Sourced by the front script; needs $root, $JAVA_HOME and the built project.

images_usage() {
    cat <<'TEXT'
Usage: ./llamaline images [OPTIONS] [NAME...]
Builds container images of what the local JDK built: gateway, tokenizer, worker
and cli, or those that are named. There are also worker-cuda (NVIDIA GPUs),
gateway-native and tokenizer-native (no JVM; wants Mandrel's image), and kafka
(a broker from Kafka's jars, where its own image cannot be pulled).
      --engine PROGRAM  podman or docker; by default the first that is there.
      --base IMAGE      What they stand on, with glibc and bash
                        (docker.io/library/debian:12-slim).
      --cuda-base IMAGE What worker-cuda stands on
                        (docker.io/nvidia/cuda:12.9.1-cudnn-runtime-ubuntu24.04).
      --native-base IMAGE  What the native ones stand on, with glibc, zlib and bash
                        (quay.io/quarkus/ubi9-quarkus-micro-image:2.0).
      --native-image IMAGE  What compiles them
                        (quay.io/quarkus/ubi9-quarkus-mandrel-builder-image:jdk-25).
      --jdk IMAGE       A JDK 25 to cut the runtime from; by default the local
                        one.
      --tag TAG         By default the version that is worked on.

Exit codes:
  0   Done.
  1   It failed; standard error says why.
  2   Wrong usage.

Example:
  ./llamaline images gateway --base registry.access.redhat.com/ubi9/ubi-minimal
TEXT
}

# What the front script does before it builds anything: a wrong name must not cost a build.
read_image_options() {
    engine=
    base=docker.io/library/debian:12-slim
    cuda_base=docker.io/nvidia/cuda:12.9.1-cudnn-runtime-ubuntu24.04
    native_base=quay.io/quarkus/ubi9-quarkus-micro-image:2.0
    native_image=quay.io/quarkus/ubi9-quarkus-mandrel-builder-image:jdk-25
    jdk=
    version=$(project_version)
    tag=${version%-SNAPSHOT}
    names=
    while [ $# -gt 0 ]; do
        case $1 in
            --engine) engine=$(option_value "$@") && shift ;;
            --base) base=$(option_value "$@") && shift ;;
            --cuda-base) cuda_base=$(option_value "$@") && shift ;;
            --native-base) native_base=$(option_value "$@") && shift ;;
            --native-image) native_image=$(option_value "$@") && shift ;;
            --jdk) jdk=$(option_value "$@") && shift ;;
            --tag) tag=$(option_value "$@") && shift ;;
            gateway | tokenizer | worker | cli | worker-cuda | gateway-native | tokenizer-native | kafka)
                names="$names $1"
                ;;
            *) say "images: unknown: $1; see ./llamaline images --help" && exit 2 ;;
        esac
        shift
    done
    find_engine
}

build_images() {
    say "collecting what was built …"
    import_built
    for name in ${names:-gateway tokenizer worker cli}; do
        say "building llamaline/$name:$tag …"
        build_image "$name"
    done
}

option_value() {
    if [ $# -lt 2 ]; then
        say "images: $1 wants a value"
        exit 2
    fi
    printf '%s\n' "$2"
}

find_engine() {
    for candidate in ${engine:-podman docker}; do
        if command -v "$candidate" >/dev/null 2>&1; then
            engine=$candidate
            return
        fi
    done
    say "no container engine: install podman or docker"
    exit 1
}

# At the paths that a build from source would give them.
import_built() {
    stage="$state/images"
    mkdir -p "$stage"
    ln -sfn "$root" "$stage/llamaline"
    import_paths built gateway-service/target/quarkus-app tokenizer-service/target/quarkus-app \
        inference-worker/target/quarkus-app deploy/cli/target/lib deploy/cli/target/cli.jar
    [ -n "$jdk" ] || import_jdk
    for name in $names; do
        case $name in
            worker-cuda)
                maven -Dmaven.test.skip=true -Pcuda -pl inference-worker -am prepare-package >&2
                import_paths built-cuda inference-worker/target/onnxruntime-cuda
                ;;
            *-native) import_native_sources "${name%-native}-service" ;;
            kafka)
                maven -f deploy/containers/kafka/pom.xml package >&2
                import_paths built-kafka deploy/containers/kafka/target/libs
                ;;
        esac
    done
}

# What native-image takes: made by the local JDK, which need not be GraalVM's.
import_native_sources() {
    maven -Dmaven.test.skip=true -Dnative -Dquarkus.native.sources-only=true -pl "$1" -am package >&2
    import_paths "built-$1-native" "$1/target/native-sources"
}

import_paths() {
    image=$1
    shift
    for path in "$@"; do
        printf 'llamaline/%s\n' "$path"
    done | tar -c -C "$stage" -T - | "$engine" import - "llamaline/$image:$tag" >>"$state/images.log" 2>&1
}

# With the files that links of a distribution's package lead to.
import_jdk() {
    jdk=llamaline/jdk:$("$JAVA_HOME/bin/java" --version | awk 'NR == 1 { print $2 }')
    if ! "$engine" image inspect "$jdk" >/dev/null 2>&1; then
        rm -rf "$stage/jdk"
        cp -RL "$JAVA_HOME" "$stage/jdk"
        engine_build --build-arg "BASE_IMAGE=$base" -f "$root/deploy/containers/Containerfile.jdk" -t "$jdk" "$stage/jdk"
        rm -rf "$stage/jdk"
    fi
}

build_image() {
    target=
    on=$base
    build=built
    case $1 in
        gateway) file=gateway-service/Containerfile ;;
        tokenizer) file=tokenizer-service/Containerfile ;;
        worker) file=inference-worker/Containerfile target=cpu ;;
        worker-cuda) file=inference-worker/Containerfile target=cuda ;;
        cli) file=deploy/cli/Containerfile ;;
        kafka) file=deploy/containers/kafka/Containerfile build=built-kafka ;;
        *-native)
            service=${1%-native}-service
            file=$service/Containerfile.native build=built-$service-native on=$native_base
            ;;
    esac
    engine_build ${target:+--target "$target"} --build-arg "BASE_IMAGE=$on" --build-arg "JDK_IMAGE=$jdk" \
        --build-arg "CUDA_BASE_IMAGE=$cuda_base" --build-arg "NATIVE_IMAGE=$native_image" \
        --build-arg "BUILD=llamaline/$build:$tag" --build-arg "CUDA_BUILD=llamaline/built-cuda:$tag" \
        -f "$root/$file" -t "llamaline/$1:$tag" "$root"
}

# Podman's own format has no health check.
engine_build() {
    log="$state/images.log"
    format=
    case $("$engine" --version) in
        podman*) format='--format docker' ;;
    esac
    # shellcheck disable=SC2086
    if ! "$engine" build $format "$@" >"$log" 2>&1; then
        tail -n 30 "$log" >&2
        say "the image was not built; its whole log: $log"
        exit 1
    fi
}
