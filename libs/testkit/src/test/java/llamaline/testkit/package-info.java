/** What tests rely on, itself tried. */
@NullMarked
package llamaline.testkit;

import org.jspecify.annotations.NullMarked;
