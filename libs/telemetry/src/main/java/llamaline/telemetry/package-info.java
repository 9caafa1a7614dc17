/** The measures that services take alike: the buckets of their histograms, and spans. */
@NullMarked
package llamaline.telemetry;

import org.jspecify.annotations.NullMarked;
