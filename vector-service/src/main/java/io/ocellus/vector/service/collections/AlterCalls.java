package io.ocellus.vector.service.collections;

import com.google.protobuf.InvalidProtocolBufferException;
import io.milvus.grpc.AddCollectionFieldRequest;
import io.milvus.grpc.AlterCollectionFieldRequest;
import io.milvus.grpc.AlterCollectionRequest;
import io.milvus.grpc.KeyValuePair;
import io.milvus.grpc.Status;
import io.milvus.grpc.TruncateCollectionRequest;
import io.milvus.grpc.TruncateCollectionResponse;
import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.service.errors.Statuses;
import io.ocellus.vector.storage.Change;
import io.ocellus.vector.storage.CollectionInfo;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.VectorDatabase;
import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Calls that change a collection which is there, or take its rows. Stateless and thread-safe. */
public final class AlterCalls {
    private static final String ISOLATION = "partitionkey.isolation";
    private static final Set<String> OF_FIELDS = Set.of("max_length", Properties.MMAP, "max_capacity");
    private static final int LONGEST_TEXT = 65_535;
    private static final int LARGEST_ARRAY = 4_096;

    private final VectorDatabase database;

    public AlterCalls(VectorDatabase database) {
        this.database = database;
    }

    public Status collection(AlterCollectionRequest request) {
        Map<String, String> set = Pairs.map(request.getPropertiesList());
        Set<String> removed = new HashSet<>(request.getDeleteKeysList());
        if (!set.isEmpty() && !removed.isEmpty()) {
            throw Refusal.invalid("cannot provide both DeleteKeys and ExtraParams");
        }
        CollectionInfo info = describe(request.getDbName(), request.getCollectionName());
        if (set.isEmpty() && removed.isEmpty()) {
            throw Refusal.unexpected(
                    "alter collection with empty properties and delete keys, expect to set either properties or delete keys ");
        }
        if (loaded(info) && Properties.fixedByLoad(set.keySet())) {
            throw new Failure.Loaded(info.name().name(), "can not alter mmap properties if collection loaded");
        }
        if (loaded(info) && Properties.fixedByLoad(removed)) {
            throw new Failure.Loaded(info.name().name(), "can not delete mmap properties if collection loaded");
        }
        if (set.containsKey("dynamicfield.enabled") || removed.contains("dynamicfield.enabled")) {
            throw new Failure.Absent("switching the dynamic field of a collection is not available yet");
        }
        Properties.check(set);
        isolation(info, set);
        database.alterCollection(info.name(), new Change(set, removed));
        return Statuses.success();
    }

    private static void isolation(CollectionInfo info, Map<String, String> set) {
        String isolated = set.get(ISOLATION);
        if (isolated == null) {
            return;
        }
        if (info.schema().partitionKey().isEmpty() && isolated.equalsIgnoreCase("true")) {
            throw new Refusal(
                    105,
                    "partition key isolation mode is enabled but no partition key field is set. Please set the partition key first: illegal collection schema[collection="
                            + info.name().name() + "]");
        }
        String before = info.properties().getOrDefault(ISOLATION, "false");
        boolean indexed = info.indexes().stream()
                .anyMatch(index -> info.schema()
                        .field(index.fieldId())
                        .map(FieldSchema::isVector)
                        .orElse(false));
        if (!before.equalsIgnoreCase(isolated) && indexed) {
            throw new Refusal(
                    702,
                    "can not alter partition key isolation mode if the collection already has a vector index. Please drop the index first: index duplicates");
        }
    }

    public Status field(AlterCollectionFieldRequest request) {
        CollectionInfo info = describe(request.getDbName(), request.getCollectionName());
        Map<String, String> set = new HashMap<>();
        for (KeyValuePair pair : request.getPropertiesList()) {
            String key = key(pair.getKey());
            if (!OF_FIELDS.contains(key)) {
                throw Refusal.invalid(key + " does not allow update in collection field param");
            }
            set.put(key, pair.getValue());
        }
        FieldSchema field = info.schema()
                .field(request.getFieldName())
                .orElseThrow(
                        () -> Refusal.invalid("field " + request.getFieldName() + " does not exist in collection"));
        check(field, set);
        Set<String> removed = new HashSet<>();
        for (String key : request.getDeleteKeysList()) {
            if (!key(key).equals(Properties.MMAP)) {
                throw Refusal.invalid(key + " is not allowed to drop in collection field param");
            }
            removed.add(key(key));
        }
        if (loaded(info) && set.containsKey(Properties.MMAP)) {
            throw new Failure.Loaded(
                    info.name().name(), "can not alter collection field properties if collection loaded");
        }
        if (loaded(info) && !removed.isEmpty()) {
            throw new Failure.Loaded(
                    info.name().name(), "can not drop collection field properties if collection loaded");
        }
        database.alterField(info.name(), field.name(), new Change(set, removed));
        return Statuses.success();
    }

    public Status add(AddCollectionFieldRequest request) {
        CollectionInfo info = describe(request.getDbName(), request.getCollectionName());
        io.milvus.grpc.FieldSchema field;
        try {
            field = io.milvus.grpc.FieldSchema.parseFrom(request.getSchema());
        } catch (InvalidProtocolBufferException e) {
            throw Refusal.invalid("the schema of the added field cannot be read");
        }
        AddedFieldRules.check(info.name().name(), info.schema(), field);
        database.addField(info.name(), SchemaTranslation.field(info.name().name(), field));
        return Statuses.success();
    }

    private static String key(String given) {
        return given.equals("mmap_enabled") ? Properties.MMAP : given;
    }

    private static void check(FieldSchema field, Map<String, String> set) {
        String length = set.get("max_length");
        boolean text = field.type() == DataType.VARCHAR
                || field.elementType().filter(type -> type == DataType.VARCHAR).isPresent();
        if (length != null) {
            if (!text) {
                throw Refusal.invalid(field.name() + " can not modify the maxlength for non-string types");
            }
            long value = number(length, "max_length should be an integer, but got string");
            if (value > LONGEST_TEXT || value <= 0) {
                throw Refusal.invalid(length + " exceeds the maximum allowed value " + LONGEST_TEXT);
            }
        }
        String capacity = set.get("max_capacity");
        if (capacity != null) {
            if (field.type() != DataType.ARRAY) {
                throw Refusal.invalid(field.name() + " can not modify the maxcapacity for non-array types");
            }
            long value =
                    number(capacity, "the value for max_capacity of field " + field.name() + " must be an integer");
            if (value > LARGEST_ARRAY || value <= 0) {
                throw Refusal.invalid(
                        "the maximum capacity specified for a Array should be in (0, " + LARGEST_ARRAY + "]");
            }
        }
    }

    private static long number(String text, String otherwise) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw Refusal.invalid(otherwise);
        }
    }

    public TruncateCollectionResponse truncate(TruncateCollectionRequest request) {
        database.truncateCollection(
                describe(request.getDbName(), request.getCollectionName()).name());
        return TruncateCollectionResponse.newBuilder()
                .setStatus(Statuses.success())
                .build();
    }

    private static boolean loaded(CollectionInfo info) {
        return info.loadState() != CollectionInfo.LoadState.NOT_LOADED;
    }

    private CollectionInfo describe(String databaseName, String collection) {
        Names.requireDatabase(databaseName);
        return database.describeCollection(Names.collection(databaseName, collection));
    }
}
