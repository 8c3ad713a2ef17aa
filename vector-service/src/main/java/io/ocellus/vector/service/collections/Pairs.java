package io.ocellus.vector.service.collections;

import io.milvus.grpc.KeyValuePair;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The protocol's lists of key and value as maps, and back. */
public final class Pairs {
    private Pairs() {}

    /** The last of equal keys counts. */
    public static Map<String, String> map(Collection<KeyValuePair> pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        pairs.forEach(pair -> map.put(pair.getKey(), pair.getValue()));
        return map;
    }

    public static List<KeyValuePair> list(Map<String, String> map) {
        return map.entrySet().stream()
                .map(entry -> pair(entry.getKey(), entry.getValue()))
                .toList();
    }

    public static KeyValuePair pair(String key, String value) {
        return KeyValuePair.newBuilder().setKey(key).setValue(value).build();
    }
}
