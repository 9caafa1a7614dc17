/** An engine without a model: instant, for measuring everything around it. */
@NullMarked
package llamaline.worker.stub;

import org.jspecify.annotations.NullMarked;
