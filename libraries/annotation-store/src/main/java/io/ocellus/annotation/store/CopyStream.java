package io.ocellus.annotation.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/** Binary COPY in both directions: spooled rows into a table, the rows of a query into values. */
final class CopyStream {
    private static final byte[] HEAD = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final byte[] END = {(byte) 0xff, (byte) 0xff};
    private static final int BUFFER = 64 << 10;

    private CopyStream() {}

    /** Changes an encoded row in place, before it is sent. */
    @FunctionalInterface
    interface Patch {
        void apply(byte[] row);
    }

    static void in(Connection connection, RowTable table, Spool rows, Patch patch) throws SQLException, IOException {
        if (rows.records() == 0) {
            return;
        }
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table.table() + " (" + table.columns() + ") FROM STDIN (FORMAT binary)");
        try {
            byte[] buffer = new byte[BUFFER];
            System.arraycopy(HEAD, 0, buffer, 0, HEAD.length);
            int filled = HEAD.length;
            Spool.Reader reader = rows.read();
            while (reader.next()) {
                patch.apply(reader.body());
                if (filled + reader.length() > buffer.length) {
                    copy.writeToCopy(buffer, 0, filled);
                    filled = 0;
                }
                if (reader.length() > buffer.length) {
                    copy.writeToCopy(reader.body(), 0, reader.length());
                } else {
                    System.arraycopy(reader.body(), 0, buffer, filled, reader.length());
                    filled += reader.length();
                }
            }
            copy.writeToCopy(buffer, 0, filled);
            copy.writeToCopy(END, 0, END.length);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    static <R> List<R> out(Connection connection, String query, Function<RowDecoder, R> read) throws SQLException {
        CopyOut copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (" + query + ") TO STDOUT (FORMAT binary)");
        List<R> rows = new ArrayList<>();
        RowDecoder decoder = new RowDecoder();
        boolean first = true;
        try {
            for (byte[] message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
                int from = first ? HEAD.length : 0;
                first = false;
                if (message.length > from && (short) RowEncoder.SHORT.get(message, from) >= 0) {
                    decoder.begin(message, from);
                    rows.add(read.apply(decoder));
                }
            }
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
        return rows;
    }
}
