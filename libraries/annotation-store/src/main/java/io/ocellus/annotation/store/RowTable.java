package io.ocellus.annotation.store;

/**
 * The tables that hold annotations, with their columns in the order of {@link Rows}. Every row begins with job, id and revision, so these
 * lie at fixed places of an encoded row.
 */
enum RowTable {
    TAG("tag", "tag_id", "job_id,id,revision,frame,label_id,group_id,score,source,attributes"),
    SHAPE(
            "shape",
            "shape_id",
            "job_id,id,revision,frame,label_id,type,occluded,outside,z_order,rotation,parent_id,group_id,score,source,points,attributes"),
    TRACK("track", "track_id", "job_id,id,revision,frame,label_id,parent_id,group_id,source,attributes"),
    TRACK_SHAPE(
            "track_shape",
            "track_shape_id",
            "job_id,id,revision,track_id,frame,type,occluded,outside,z_order,rotation,points,attributes");

    static final int JOB_AT = 6;
    static final int ID_AT = 18;
    static final int REVISION_AT = 30;
    /** Of {@link #TRACK_SHAPE}: the track. */
    static final int TRACK_AT = 42;

    private final String table;
    private final String sequence;
    private final String columns;

    RowTable(String table, String sequence, String columns) {
        this.table = table;
        this.sequence = sequence;
        this.columns = columns;
    }

    /** From 0, for arrays with a place for each table. */
    @SuppressWarnings("EnumOrdinal")
    int index() {
        return ordinal();
    }

    String table() {
        return "annotation." + table;
    }

    String history() {
        return "annotation." + table + "_history";
    }

    String sequence() {
        return "annotation." + sequence;
    }

    String columns() {
        return columns;
    }

    /** Where the length of {@code parent_id} stands in an encoded row, 0 where there is none; its value follows 4 bytes later. */
    int parentAt() {
        return switch (this) {
            case SHAPE -> 94;
            case TRACK -> 58;
            case TAG, TRACK_SHAPE -> 0;
        };
    }
}
