package llamaline.cli.batch;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import llamaline.cli.terminal.CommandFailure;
import org.jspecify.annotations.Nullable;

/** Comma-separated values as in RFC 4180, with a line of names first. */
final class CsvPrompts implements PromptFileReader {
    private static final CsvMapper CSV =
            CsvMapper.builder()
                    .enable(CsvParser.Feature.WRAP_AS_ARRAY)
                    .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
                    .build();

    private final MappingIterator<String[]> rows;
    private final PromptColumn choice;
    private @Nullable List<String> columns;
    private int rowNumber;

    CsvPrompts(BufferedReader text, PromptColumn choice) throws IOException {
        this.rows = CSV.readerFor(String[].class).readValues(text);
        this.choice = choice;
    }

    @Override
    public Optional<PromptLine> next() throws CommandFailure, IOException {
        if (columns == null) {
            columns = rows.hasNextValue() ? List.of(rows.nextValue()) : List.of();
        }
        int index = columns.indexOf(choice.among(columns));
        if (!rows.hasNextValue()) {
            return Optional.empty();
        }
        String[] row = rows.nextValue();
        rowNumber++;
        if (row.length <= index) {
            return Optional.of(
                    new PromptLine.Broken(
                            "row %d has %d values, and the prompt is the %d. of %d"
                                    .formatted(rowNumber, row.length, index + 1, columns.size())));
        }
        return Optional.of(new PromptLine.Text(row[index]));
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
