package llamaline.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BoundedMapTest {
    @Test
    void theOldestGoesWhereThereAreTooMany() {
        Map<String, Integer> map = new BoundedMap<>(2);
        map.put("a", 1);
        map.put("b", 2);
        map.put("a", 3);
        map.put("c", 4);

        assertEquals(Map.of("b", 2, "c", 4), map);
        assertEquals(List.of("b", "c"), List.copyOf(map.keySet()));
    }

    @Test
    void holdsAtLeastOne() {
        assertThrows(IllegalArgumentException.class, () -> new BoundedMap<String, String>(0));
    }
}
