package llamaline.gateway.mask;

import com.google.protobuf.ByteString;

/**
 * A picture of a mask.
 *
 * @param mediaType of the bytes
 */
public record DrawnMask(String mediaType, ByteString bytes) {}
