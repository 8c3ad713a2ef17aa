package io.ocellus.acceptance.apart;

/** What can run as a process of its own, by its main class. */
enum Deployable {
    ANNOTATION_SERVICE("io.ocellus.annotation.service.AnnotationServiceMain"),
    VECTOR_SERVICE("io.ocellus.vector.service.VectorServiceMain"),
    GATEWAY("io.ocellus.gateway.GatewayMain"),
    IMPORT_WORKER("io.ocellus.worker.imports.ImportWorkerMain"),
    EXPORT_WORKER("io.ocellus.worker.exports.ExportWorkerMain"),
    AUTO_ANNOTATION_WORKER("io.ocellus.worker.embeddings.AutoAnnotationWorkerMain");

    private final String main;

    Deployable(String main) {
        this.main = main;
    }

    String main() {
        return main;
    }
}
