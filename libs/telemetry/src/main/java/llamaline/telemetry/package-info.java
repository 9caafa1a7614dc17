/** What the services measure alike: the buckets of their histograms. */
@NullMarked
package llamaline.telemetry;

import org.jspecify.annotations.NullMarked;
