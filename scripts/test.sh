# The verb `test`. Sourced by the front script.

test_usage() {
    cat <<'TEXT'
Usage: ./llamaline test [--long] [MODULE [CLASS]]
Without a module: builds the project and runs what CI runs, which is format
check, size rules, Error Prone with NullAway, all tests. It ends with a count by
module.
With a module: compiles it and the libraries it stands on where they changed,
and runs its tests, or all those of one class (CLASS or CLASS#method).
      --long  Also the tests that take minutes, which CI runs at night.

LLAMALINE_CONFORMANCE names the folder of the goldens that cannot be shipped;
without it the last lines say how many cases were not run.
TEXT
}

run_tests() {
    long=
    module=
    class=
    while [ $# -gt 0 ]; do
        case $1 in
            --long) long=-Dtests.left-out= ;;
            -*) wrong_test_call "unknown option '$1'" ;;
            *)
                if [ -z "$module" ]; then
                    module=${1%/}
                elif [ -z "$class" ]; then
                    class=$1
                else
                    wrong_test_call "it takes a module and a class, and then '$1' came"
                fi
                ;;
        esac
        shift
    done
    if [ -z "$module" ]; then
        require_jdk
        require_maven
        with_build_lock test_everything
        return
    fi
    require_module
    classes=$(test_classes)
    if [ -n "$class" ]; then
        require_class
        long=-Dtests.left-out=
    fi
    require_jdk
    require_maven
    case $module in
        deploy/tests) ensure_built ;;
    esac
    with_build_lock test_module
}

wrong_test_call() {
    say "test: $1; see ./llamaline test --help"
    exit 2
}

require_module() {
    modules=$(sed -n 's:^ *<module>\(.*\)</module>.*:\1:p' "$root/pom.xml")
    for known in $modules; do
        [ "$known" != "$module" ] || return 0
    done
    say "test: no module '$module'; there are: $(in_a_line "$modules")"
    exit 2
}

in_a_line() {
    printf '%s' "$1" | tr '\n' ' '
}

# Full names, one a line.
test_classes() {
    (cd "$root/$module/src/test/java" 2>/dev/null && find . -name '*Test.java' -o -name '*IT.java') |
        sed 's:^\./::; s:\.java$::' | tr / . | sort
}

require_class() {
    name=${class%%#*}
    found=$(printf '%s\n' "$classes" | awk -v name="$name" '$0 == name || $0 ~ ("\\." name "$")')
    if [ -z "$found" ]; then
        say "test: no class '$name' in $module; there are: $(in_a_line "$(printf '%s\n' "$classes" | sed 's/.*\.//')")"
        exit 2
    fi
    case $class in
        *'#'*) classes="$found#${class#*#}" ;;
        *) classes=$found ;;
    esac
}

# Names each class, so that Maven leaves out the tests of the libraries below.
test_module() {
    [ -n "$classes" ] || { say "test: $module has no tests" && exit 0; }
    mkdir -p "$state"
    : >"$state/testing"
    code=0
    maven -pl "$module" -am "-Dtest=$(printf '%s' "$classes" | tr '\n' ,)" \
        -Dsurefire.failIfNoSpecifiedTests=false $long test || code=$?
    summarize "$state/testing"
    [ "$code" -eq 0 ] || say "the tests failed (exit code $code): $module/target/surefire-reports"
    exit "$code"
}

# The log goes by as it is written; what a reader needs stands at its end. Two modules at once: their
# tests mostly wait, for brokers and for time-outs.
test_everything() {
    log="$state/test.log"
    : >"$state/building"
    forget_products
    (cd "$root" && find . -name .git -prune -o -name conformance-not-run.txt -exec rm -f {} +)
    code_file="$state/test.code"
    {
        code=0
        maven_aloud -T "${LLAMALINE_TEST_THREADS:-2}" -Pcheck $long verify 2>&1 || code=$?
        echo "$code" >"$code_file"
    } | tee "$log"
    code=$(cat "$code_file")
    summarize "$state/building"
    if [ "$code" -eq 0 ]; then
        mv "$state/building" "$built"
        # The tests that start the product did so already, before their first start.
        ! is_unrecorded || record
        say "all tests passed"
    else
        say "the tests failed (exit code $code); the whole log: $log"
    fi
    exit "$code"
}
