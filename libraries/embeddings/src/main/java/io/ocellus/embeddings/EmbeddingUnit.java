package io.ocellus.embeddings;

/** What a vector is of. Each unit has a collection for each model. */
public enum EmbeddingUnit {
    FRAMES("frames"),
    OBJECTS("objects");

    private final String word;

    EmbeddingUnit(String word) {
        this.word = word;
    }

    /** Name of the collection for a model. */
    public String collection(String modelId) {
        return word + "_" + modelId;
    }
}
