package llamaline.endtoend.documents;

import java.util.List;
import java.util.stream.Stream;
import llamaline.documents.Documents;
import llamaline.endtoend.page.PageTest;

/** The commands that the documents have a reader type to ask a gateway. */
public final class DocumentedCalls {
    /** The gateway's address in them. */
    public static final String PLACE = "localhost:8080";

    /** Whose commands {@link PageTest} runs. */
    private static final String PAGE = "docs/transformers.md";

    private DocumentedCalls() {}

    /** Those of a program, of all documents. */
    public static List<String> of(String program) {
        return Documents.all().stream()
                .filter(document -> !document.equals(PAGE))
                .flatMap(document -> Documents.commands(document).stream())
                .filter(command -> command.startsWith(program + " ") && command.contains(PLACE))
                .toList();
    }

    /** The Python programs of a document. */
    public static Stream<String> python(String document) {
        return Documents.blocks(document, "python");
    }
}
