package llamaline.importer.checkpoint.safetensors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import llamaline.importer.model.ModelFileException;

/** All tensors of a checkpoint, in one safetensors file or in shards with an index. */
public final class CheckpointTensors implements AutoCloseable {
    private final Path directory;
    private final List<SafetensorsFile> files = new ArrayList<>();
    private final SortedMap<String, StoredTensor> tensors = new TreeMap<>();
    private final Set<String> taken = new HashSet<>();

    private CheckpointTensors(Path directory) {
        this.directory = directory;
    }

    /**
     * Opens the files and reads their headers.
     *
     * @throws ModelFileException where one is missing or damaged
     */
    public static CheckpointTensors open(Path directory) throws IOException {
        var checkpoint = new CheckpointTensors(directory);
        try {
            checkpoint.openAll();
            return checkpoint;
        } catch (ModelFileException e) {
            checkpoint.close();
            throw e;
        }
    }

    /**
     * Takes tensors that are at hand.
     *
     * @param directory that messages name
     */
    public static CheckpointTensors of(Path directory, Collection<StoredTensor> tensors) {
        var checkpoint = new CheckpointTensors(directory);
        tensors.forEach(tensor -> checkpoint.tensors.put(tensor.name(), tensor));
        return checkpoint;
    }

    private void openAll() {
        Path single = directory.resolve(WeightFiles.SINGLE);
        if (Files.isRegularFile(single)) {
            tensors.putAll(openFile(single).tensors());
            return;
        }
        for (Map.Entry<Path, Set<String>> shard : WeightFiles.shards(directory).entrySet()) {
            add(shard.getKey(), shard.getValue());
        }
    }

    private SafetensorsFile openFile(Path path) {
        SafetensorsFile file = SafetensorsFile.open(path);
        files.add(file);
        return file;
    }

    private void add(Path path, Set<String> listed) {
        SortedMap<String, StoredTensor> found = openFile(path).tensors();
        for (String name : listed) {
            if (!found.containsKey(name)) {
                throw ModelFileException.in(
                        path,
                        "tensor %s is missing, %s says it is here"
                                .formatted(name, WeightFiles.INDEX));
            }
        }
        for (StoredTensor tensor : found.values()) {
            if (!listed.contains(tensor.name())) {
                throw tensor.wrong("is not listed for this file in " + WeightFiles.INDEX);
            }
        }
        tensors.putAll(found);
    }

    /**
     * Takes a tensor that must be there.
     *
     * @throws ModelFileException where it is not
     */
    public StoredTensor take(String name) {
        return find(name)
                .orElseThrow(() ->
                        ModelFileException.in(
                                directory,
                                "tensor %s is missing in %s".formatted(name, fileNames())));
    }

    /** Takes a tensor that may be there. */
    public Optional<StoredTensor> find(String name) {
        taken.add(name);
        return Optional.ofNullable(tensors.get(name));
    }

    /** The tensors that nobody has asked for. */
    public List<StoredTensor> rest() {
        return tensors.values().stream().filter(tensor -> !taken.contains(tensor.name())).toList();
    }

    /** The size of a tensor together with those whose names continue its own, in bytes. */
    public long bytesOf(String name) {
        long companions =
                tensors.subMap(name + ".", name + "/").values().stream()
                        .mapToLong(StoredTensor::bytes)
                        .sum();
        return take(name).bytes() + companions;
    }

    private List<String> fileNames() {
        return files.stream().map(SafetensorsFile::name).toList();
    }

    @Override
    public void close() throws IOException {
        for (SafetensorsFile file : files) {
            file.close();
        }
    }
}
