/** The folder of an imported model: what an import writes last and a worker reads first. */
@NullMarked
package llamaline.importer.model;

import org.jspecify.annotations.NullMarked;
