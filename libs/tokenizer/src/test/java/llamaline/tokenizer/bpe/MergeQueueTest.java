package llamaline.tokenizer.bpe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.PriorityQueue;
import llamaline.testkit.Seeds;
import org.junit.jupiter.api.Test;

class MergeQueueTest {
    @Test
    void givesTheBestRankFirstAndOfEqualsTheLeftmost() {
        var queue = new MergeQueue(4);
        queue.add(7, 0);
        queue.add(3, 9);
        queue.add(3, 2);

        assertEquals((3L << 32) | 2, queue.poll());
        assertEquals((3L << 32) | 9, queue.poll());
        assertEquals(7L << 32, queue.poll());
        assertTrue(queue.isEmpty());
    }

    @Test
    void ordersAsTheJdksQueueDoes() {
        Seeds.forEach(
                50,
                random -> {
                    var queue = new MergeQueue(1);
                    var expected = new PriorityQueue<Long>();
                    for (int i = 0; i < 200; i++) {
                        if (random.nextInt(3) == 0 && !expected.isEmpty()) {
                            assertEquals(expected.remove(), queue.poll());
                        } else {
                            int rank = random.nextInt(20);
                            queue.add(rank, i);
                            expected.add(((long) rank << 32) | i);
                        }
                    }
                    while (!expected.isEmpty()) {
                        assertEquals(expected.remove(), queue.poll());
                    }
                    assertTrue(queue.isEmpty());
                });
    }
}
