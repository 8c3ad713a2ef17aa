package io.ocellus.vector.service.access;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.ocellus.authorization.PolicyEngine;
import io.ocellus.vector.service.access.Privileges.Privilege;
import io.ocellus.vector.storage.CollectionName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks the policy for each database and collection that a request names, before the call sees it. It reads the names from the message
 * itself, so that no call can forget to ask. Thread-safe.
 */
public final class Authorization {
    private static final String DATABASE = "db_name";
    private static final List<String> DATABASES = List.of(DATABASE, "newDBName");
    private static final List<String> COLLECTIONS =
            List.of("collection_name", "collectionName", "collection_names", "oldName", "newName");

    private final Privileges privileges;
    private final PolicyEngine policies;

    public Authorization(PolicyEngine policies) {
        this(Privileges.committed(), policies);
    }

    Authorization(Privileges privileges, PolicyEngine policies) {
        this.privileges = privileges;
        this.policies = policies;
    }

    /**
     * @param call name of the RPC
     * @param database of the connection; counts where the request names none
     * @return the request with its database filled in
     * @throws Denied when the policy refuses one of the resources
     */
    public <T extends Message> T permit(Principal caller, String call, T request, String database) {
        T complete = withDatabase(request, database);
        Privilege privilege = privileges.of(call);
        List<String> databases = names(complete, DATABASES);
        if (databases.isEmpty()) {
            databases = List.of(CollectionName.DEFAULT_DATABASE);
        }
        List<String> collections = names(complete, COLLECTIONS);
        if (collections.isEmpty()) {
            collections = List.of("");
        }
        for (String each : databases) {
            for (String collection : collections) {
                require(caller, privilege, each, collection);
            }
        }
        return complete;
    }

    private void require(Principal caller, Privilege privilege, String database, String collection) {
        boolean reserved = database.equals("_ocellus");
        if (privilege.name().equals(Privileges.NONE) && !reserved) {
            return;
        }
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("scope", privilege.name());
        input.put("auth", caller.policyInput());
        input.put("resource", Map.of("database", database, "collection", collection, "reads", privilege.reads()));
        input.put("grants", List.of());
        if (!policies.allows("milvus", input)) {
            throw new Denied("Privilege" + privilege.name() + ": permission deny to " + caller.name() + " in the `"
                    + database + "` database");
        }
    }

    private static <T extends Message> T withDatabase(T request, String database) {
        FieldDescriptor field = request.getDescriptorForType().findFieldByName(DATABASE);
        if (database.isEmpty() || field == null || !((String) request.getField(field)).isEmpty()) {
            return request;
        }
        @SuppressWarnings("unchecked") // A builder builds what it was made from.
        T complete = (T) request.toBuilder().setField(field, database).build();
        return complete;
    }

    private static List<String> names(Message request, List<String> fields) {
        List<String> names = new ArrayList<>();
        for (String name : fields) {
            FieldDescriptor field = request.getDescriptorForType().findFieldByName(name);
            if (field == null || field.getJavaType() != FieldDescriptor.JavaType.STRING) {
                continue;
            }
            if (field.isRepeated()) {
                for (int i = 0; i < request.getRepeatedFieldCount(field); i++) {
                    names.add((String) request.getRepeatedField(field, i));
                }
            } else if (!((String) request.getField(field)).isEmpty()) {
                names.add((String) request.getField(field));
            }
        }
        return names;
    }
}
