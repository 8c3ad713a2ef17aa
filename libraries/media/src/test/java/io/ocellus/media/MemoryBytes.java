package io.ocellus.media;

/** A source in memory. */
final class MemoryBytes implements ByteSource {
    private final byte[] bytes;

    MemoryBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public int read(long position, byte[] into, int offset, int count) {
        if (position < 0 || position >= bytes.length) {
            return -1;
        }
        int copied = (int) Math.min(count, bytes.length - position);
        System.arraycopy(bytes, (int) position, into, offset, copied);
        return copied;
    }

    @Override
    public void close() {}
}
