package io.ocellus.vector.storage.expressions;

/** A word of an expression: its kind, its text in one spelling (keywords in lower case, {@code &&} as {@code and}), where it begins. */
record Token(Kind kind, String text, int position) {
    enum Kind {
        INTEGER,
        REAL,
        STRING,
        NAME,
        SYMBOL,
        END
    }

    boolean is(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }
}
