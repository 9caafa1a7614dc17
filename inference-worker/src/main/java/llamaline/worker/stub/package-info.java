/** An instant engine without a model, for measuring everything around it. */
@NullMarked
package llamaline.worker.stub;

import org.jspecify.annotations.NullMarked;
