# What a test run's last lines say. Sourced by the front script; needs $root.

# Counts by module, from the reports that are newer than the file $1; then what was skipped, and why.
summarize() {
    echo
    echo "Tests by module:"
    find "$root" -name .git -prune -o -path '*/target/surefire-reports/TEST-*.xml' -newer "$1" -print |
        sort >"$state/reports"
    read_reports "$state/reports"
    # A line each: how many cases, and which.
    find "$root" -name .git -prune -o -path '*/target/conformance-not-run.txt' -exec cat {} + | awk '
        { sets++; cases += $1 }
        END { if (sets) printf "Conformance cases not run, because LLAMALINE_CONFORMANCE is unset: %d in %d sets\n", cases, sets }'
}

# $1 lists the reports, a file each.
read_reports() {
    awk -v root="$root/" '
        function attribute(name) {
            if (!match($0, " " name "=\"[^\"]*\"")) return ""
            return substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
        }
        function text(value) {
            sub(/^Assumption failed: /, "", value)
            gsub(/&quot;/, "\"", value)
            gsub(/&apos;/, "\047", value)
            gsub(/&lt;/, "<", value)
            gsub(/&gt;/, ">", value)
            gsub(/&#10;/, " ", value)
            gsub(/&amp;/, "\\&", value)
            return value
        }
        function counts(run, failures, errors, skipped) {
            return sprintf("Tests run: %d, Failures: %d, Errors: %d, Skipped: %d", run, failures, errors, skipped)
        }
        {
            report = $0
            module = report
            sub(/\/target\/surefire-reports\/.*/, "", module)
            if (index(module, root) == 1) module = substr(module, length(root) + 1)
            if (!(module in run)) modules[++last] = module
            is_read = 0
            while ((getline < report) > 0) {
                if (!is_read && /<testsuite /) {
                    is_read = 1
                    run[module] += attribute("tests")
                    failures[module] += attribute("failures")
                    errors[module] += attribute("errors")
                    skipped[module] += attribute("skipped")
                } else if (/<skipped[ \/>]/) {
                    reason = text(attribute("message"))
                    # Surefire 3.6 has it in the first line of the text alone, behind the type.
                    if (reason == "" && sub(/^.*<!\[CDATA\[[A-Za-z0-9_.$]*: /, "")) reason = text($0)
                    if (reason == "") reason = "no reason given"
                    if (!(reason in times)) reasons[++kinds] = reason
                    times[reason]++
                }
            }
            close(report)
        }
        END {
            for (i = 1; i <= last; i++) {
                m = modules[i]
                print "  " m ": " counts(run[m], failures[m], errors[m], skipped[m])
                all_run += run[m]; all_failures += failures[m]
                all_errors += errors[m]; all_skipped += skipped[m]
            }
            for (i = 1; i <= kinds; i++)
                printf "Skipped, which is no pass: %d tests: %s\n", times[reasons[i]], reasons[i]
            print counts(all_run, all_failures, all_errors, all_skipped)
        }' "$1"
}
