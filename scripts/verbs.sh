# The verbs. Sourced by the front script.

main() {
    verb=${1:-help}
    [ $# -eq 0 ] || shift
    if [ "$verb" = help ] && [ $# -gt 0 ]; then
        verb=$1
        set -- --help
    fi
    case $verb:${1:-} in
        test:-h | test:--help | format:-h | format:--help | bench:-h | bench:--help | dist:-h | dist:--help | jdk:-h | jdk:--help)
            help_of "$verb"
            return 0
            ;;
    esac
    case $verb in
        up | complete | infill | chat | import | models | logits | tokenize | detokenize | mask | completion)
            prepare
            become_java "$verb" "$@"
            ;;
        test) run_tests "$@" ;;
        # For the tests that start the product: what a build records after itself.
        record)
            require_jdk
            ! is_unrecorded || record
            ;;
        bench) run_benchmark "$@" ;;
        format) run_format "$@" ;;
        images) run_images "$@" ;;
        dist) run_dist "$@" ;;
        jdk)
            take_no_arguments jdk "$@"
            require_jdk
            printf '%s\n' "$JAVA_HOME"
            ;;
        help | -h | --help) usage ;;
        version | -V | --version) print_version ;;
        *)
            say "unknown verb '$verb'; see ./llamaline --help"
            exit 2
            ;;
    esac
}

usage() {
    cat <<'TEXT'
Usage: ./llamaline VERB [OPTIONS]

  complete [PROMPT | -]      print a prompt and its continuation
  infill [FILE | -]          print a text with its <FILL_ME> filled in
  chat [MESSAGE | -]         talk with an Instruct model
  up                         serve models until Ctrl-C
  models                     list what a gateway serves, and what each can do
  import CHECKPOINT_DIR      make a model to serve of a Hugging Face checkpoint
  logits CHECKPOINT --ids I  print raw logits, without any service
  tokenize [TEXT | -]        print a text's token ids, without any service
  detokenize [IDS | -]       print the text of token ids
  mask [TEXT | -]            draw who attends to what in a text
  completion bash|zsh        print what makes a shell complete verbs and options

  test [MODULE [CLASS]]      all checks and all tests, as CI runs them; or a few
  format [--check]           apply (or only check) the formatter
  images [NAME...]           build container images
  dist                       pack a release that needs neither JDK nor Maven
  bench NAME                 run a benchmark: its baseline first, then a ratio
  jdk                        print the JDK that is used
  version                    print the version

'./llamaline VERB --help' tells more. The first call builds the project;
LLAMALINE_BUILD=off never builds.
TEXT
}

# Of the verbs that this script does by itself.
help_of() {
    case $1 in
        test) test_usage ;;
        format) cat <<'TEXT' ;;
Usage: ./llamaline format [--check]
Applies the formatter to all sources.
      --check   Only say whether it would change something.
TEXT
        bench) cat <<'TEXT' ;;
Usage: ./llamaline bench NAME
Runs a benchmark: its baseline first, then a ratio.
      tokenizer   Text to ids and back, against other tokenizers.
      pipeline    What services and Kafka add to the engine's time to the first
                  token, and token events a second.
      import      MB a second that imports of 2 GB take, against cp and fsync;
                  in TMPDIR.
TEXT
        dist) dist_usage ;;
        jdk) cat <<'TEXT' ;;
Usage: ./llamaline jdk
Prints the folder of the JDK that is used: JAVA_HOME's or the first JDK 25 or
newer in the usual places.
TEXT
    esac
    cat <<'TEXT'

Exit codes:
  0   Done.
  1   It failed; standard error says why.
  2   Wrong usage.

Example:
TEXT
    case $1 in
        test)
            echo '  ./llamaline test libs/tokenizer StopStringMatcherTest'
            echo '  LLAMALINE_CONFORMANCE=~/goldens ./llamaline test'
            ;;
        format) echo '  ./llamaline format --check' ;;
        bench) echo '  ./llamaline bench pipeline' ;;
        dist) echo '  tar -xzf "$(./llamaline dist)" -C ~ && ~/llamaline-*/bin/llamaline up' ;;
        jdk) echo '  export JAVA_HOME="$(./llamaline jdk)"' ;;
    esac
}

print_version() {
    printf 'llamaline %s\n' "$(project_version)"
}

take_no_arguments() {
    name=$1
    shift
    if [ $# -gt 0 ]; then
        say "$name takes no arguments; see ./llamaline $name --help"
        exit 2
    fi
}

prepare() {
    require_jdk
    if [ "${LLAMALINE_BUILD:-on}" != off ] && { is_out_of_date || is_unrecorded; }; then
        require_maven
    fi
    ensure_built
    if [ ! -f "$cli_jar" ]; then
        say "not built yet; call it once without LLAMALINE_BUILD=off"
        exit 1
    fi
}

run_format() {
    require_jdk
    require_maven
    if [ $# -eq 0 ]; then
        maven spotless:apply >&2
    elif [ "$1" = --check ]; then
        maven spotless:check >&2
    else
        say "format: unknown option '$1'; see ./llamaline format --help"
        exit 2
    fi
}

run_images() {
    . "$root/deploy/containers/images.sh"
    case " $* " in
        *" -h "* | *" --help "*) images_usage && return ;;
    esac
    read_image_options "$@"
    prepare
    build_images
}

run_benchmark() {
    case ${1:-} in
        pipeline | import)
            prepare
            become_java bench "$@"
            ;;
        tokenizer)
            require_jdk
            require_maven
            shift
            with_build_lock benchmark_tokenizer "$@"
            ;;
        '')
            say "bench needs a name; see ./llamaline bench --help"
            exit 2
            ;;
        *)
            say "no benchmark is named '$1'; see ./llamaline bench --help"
            exit 2
            ;;
    esac
}

benchmark_tokenizer() {
    mkdir -p "$state"
    say "building the benchmark …"
    if ! maven -Dmaven.test.skip=true -pl libs/tokenizer -am install >"$state/bench.log" 2>&1; then
        tail -n 40 "$state/bench.log" >&2
        exit 1
    fi
    maven -Pbench -f libs/tokenizer/pom.xml verify "$@"
}
