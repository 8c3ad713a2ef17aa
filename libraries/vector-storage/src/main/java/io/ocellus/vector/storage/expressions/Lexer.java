package io.ocellus.vector.storage.expressions;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Cuts an expression into tokens. One pass, linear in the length. */
final class Lexer {
    private static final Map<String, String> KEYWORDS = Map.ofEntries(
            Map.entry("and", "and"),
            Map.entry("AND", "and"),
            Map.entry("or", "or"),
            Map.entry("OR", "or"),
            Map.entry("not", "not"),
            Map.entry("NOT", "not"),
            Map.entry("in", "in"),
            Map.entry("IN", "in"),
            Map.entry("like", "like"),
            Map.entry("LIKE", "like"),
            Map.entry("exists", "exists"),
            Map.entry("EXISTS", "exists"),
            Map.entry("is", "is"),
            Map.entry("IS", "is"),
            Map.entry("null", "null"),
            Map.entry("NULL", "null"),
            Map.entry("true", "true"),
            Map.entry("True", "true"),
            Map.entry("TRUE", "true"),
            Map.entry("false", "false"),
            Map.entry("False", "false"),
            Map.entry("FALSE", "false"),
            Map.entry("iso", "iso"),
            Map.entry("ISO", "iso"),
            Map.entry("interval", "interval"),
            Map.entry("INTERVAL", "interval"));
    private static final List<String> DOUBLE_SYMBOLS = List.of("&&", "||", "==", "!=", "<=", ">=", "<<", ">>", "**");
    private static final String SINGLE_SYMBOLS = "()[]{},<>+-*/%&|^~!";

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        while (lexer.skipSpace()) {
            lexer.next();
        }
        lexer.tokens.add(new Token(Token.Kind.END, "<EOF>", text.length()));
        return lexer.tokens;
    }

    private boolean skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length();
    }

    private void next() {
        char c = text.charAt(at);
        if (c == '"' || c == '\'') {
            string(at);
        } else if (digit(c) || (c == '.' && at + 1 < text.length() && digit(text.charAt(at + 1)))) {
            number();
        } else if (letter(c) || c == '$') {
            word();
        } else {
            symbol();
        }
    }

    private void string(int start) {
        char quote = text.charAt(at++);
        int from = at;
        while (true) {
            if (at >= text.length()) {
                throw unexpected(start);
            }
            char c = text.charAt(at++);
            if (c == quote) {
                break;
            }
            if (c == '\n' || c == '\r') {
                throw unexpected(start);
            }
            if (c == '\\') {
                at++;
            }
        }
        tokens.add(new Token(Token.Kind.STRING, Escapes.decode(text.substring(from, at - 1)), start));
    }

    private void number() {
        int start = at;
        boolean hexadecimal = prefixed('x', 'X');
        boolean binary = prefixed('b', 'B');
        if (hexadecimal || binary) {
            at += 2;
        }
        boolean real = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean exponent = hexadecimal ? c == 'p' || c == 'P' : !binary && (c == 'e' || c == 'E');
            if (exponent) {
                real = true;
                at++;
                if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                    at++;
                }
            } else if (c == '.') {
                real = true;
                at++;
            } else if (digit(c) || (hexadecimal && Character.digit(c, 16) >= 0)) {
                at++;
            } else {
                break;
            }
        }
        if (at < text.length() && (letter(text.charAt(at)) || text.charAt(at) == '$')) {
            throw unexpected(at);
        }
        tokens.add(new Token(real ? Token.Kind.REAL : Token.Kind.INTEGER, text.substring(start, at), start));
    }

    private boolean prefixed(char lower, char upper) {
        return text.charAt(at) == '0'
                && at + 1 < text.length()
                && (text.charAt(at + 1) == lower || text.charAt(at + 1) == upper);
    }

    private void word() {
        int start = at;
        at++;
        while (at < text.length() && (letter(text.charAt(at)) || digit(text.charAt(at)))) {
            at++;
        }
        String word = text.substring(start, at);
        boolean prefix = word.equals("u8") || word.equals("u") || word.equals("U") || word.equals("L");
        if (prefix && at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
            string(start);
            return;
        }
        if (word.startsWith("$") && !word.equals("$meta")) {
            throw unexpected(start);
        }
        String keyword = KEYWORDS.get(word);
        tokens.add(
                keyword == null
                        ? new Token(Token.Kind.NAME, word, start)
                        : new Token(Token.Kind.SYMBOL, keyword, start));
    }

    private void symbol() {
        int start = at;
        String two = text.substring(at, Math.min(at + 2, text.length()));
        if (DOUBLE_SYMBOLS.contains(two)) {
            at += 2;
            String spelling = two.equals("&&") ? "and" : two.equals("||") ? "or" : two;
            tokens.add(new Token(Token.Kind.SYMBOL, spelling, start));
            return;
        }
        char one = text.charAt(at);
        if (SINGLE_SYMBOLS.indexOf(one) < 0) {
            throw unexpected(start);
        }
        at++;
        tokens.add(new Token(Token.Kind.SYMBOL, one == '!' ? "not" : String.valueOf(one), start));
    }

    private InvalidExpression unexpected(int position) {
        String rest = text.substring(position, Math.min(position + 20, text.length()));
        return new InvalidExpression("line 1:" + position + " token recognition error at: '" + rest + "'");
    }

    private static boolean letter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}
