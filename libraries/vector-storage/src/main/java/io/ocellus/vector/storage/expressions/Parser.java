package io.ocellus.vector.storage.expressions;

import io.ocellus.vector.storage.expressions.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Precedence climbing over the tokens, with Milvus' grammar: {@code not} binds tighter than comparisons, a chain {@code 1 < a <= 5} is one
 * range. Nesting is bounded, so hostile text cannot exhaust the stack; {@code and} and {@code or} chains of any length are flat.
 */
final class Parser {
    /** Brackets, signs and operators inside each other. */
    static final int DEEPEST = 200;

    private static final int UNARY = 11;
    private static final int SUBSCRIPTED = 14;
    private static final Map<String, Integer> BINARY = Map.ofEntries(
            Map.entry("or", 1),
            Map.entry("and", 2),
            Map.entry("|", 3),
            Map.entry("^", 4),
            Map.entry("&", 5),
            Map.entry("==", 6),
            Map.entry("!=", 6),
            Map.entry("<", 7),
            Map.entry("<=", 7),
            Map.entry(">", 7),
            Map.entry(">=", 7),
            Map.entry("in", 8),
            Map.entry("<<", 9),
            Map.entry(">>", 9),
            Map.entry("+", 10),
            Map.entry("-", 10),
            Map.entry("*", 11),
            Map.entry("/", 11),
            Map.entry("%", 11),
            Map.entry("**", 13),
            Map.entry("like", 14));

    private final List<Token> tokens;
    private int at;
    private int depth;

    private Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Syntax parse(String text) {
        Parser parser = new Parser(Lexer.tokens(text));
        Syntax whole = parser.expression(0);
        if (parser.peek().kind() != Kind.END) {
            throw parser.unexpected();
        }
        return whole;
    }

    private Syntax expression(int loosest) {
        if (++depth > DEEPEST) {
            throw new InvalidExpression("the expression is nested deeper than " + DEEPEST);
        }
        Syntax left = prefix();
        int grown = 0;
        while (true) {
            Token operator = peek();
            if (operator.kind() != Kind.SYMBOL) {
                break;
            }
            if (operator.is("not") && tokens.get(at + 1).is("in") && loosest <= 8) {
                at += 2;
                left = new Syntax.In(left, true, expression(9));
                continue;
            }
            Integer strength = BINARY.get(operator.text());
            if (strength == null || strength < loosest) {
                break;
            }
            at++;
            if (operator.is("and") || operator.is("or")) {
                left = logical(operator.text(), left, strength);
                continue;
            }
            if (++grown > DEEPEST) {
                throw new InvalidExpression("the expression has a chain of more than " + DEEPEST + " operators");
            }
            left = binary(operator.text(), left, strength);
        }
        depth--;
        return left;
    }

    private Syntax logical(String operator, Syntax first, int strength) {
        List<Syntax> operands = new ArrayList<>();
        operands.add(first);
        do {
            operands.add(expression(strength + 1));
        } while (accept(operator));
        return new Syntax.Logical(operator, operands);
    }

    private Syntax binary(String operator, Syntax left, int strength) {
        if (operator.equals("in")) {
            return new Syntax.In(left, false, expression(strength + 1));
        }
        if (operator.equals("like")) {
            return new Syntax.Like(left, take(Kind.STRING).text());
        }
        if (strength == 7 && rangeFollows(operator)) {
            Syntax.Name middle = name(take(Kind.NAME));
            String second = tokens.get(at++).text();
            return new Syntax.Range(left, operator, middle, second, expression(strength + 1));
        }
        return new Syntax.Binary(operator, left, expression(strength + 1));
    }

    /** A field between two comparisons of one direction. */
    private boolean rangeFollows(String operator) {
        int ahead = at;
        if (tokens.get(ahead).kind() != Kind.NAME) {
            return false;
        }
        ahead++;
        while (tokens.get(ahead).is("[")) {
            if (ahead + 2 >= tokens.size() || !tokens.get(ahead + 2).is("]")) {
                return false;
            }
            ahead += 3;
        }
        Token next = tokens.get(ahead);
        return operator.startsWith("<") ? next.is("<") || next.is("<=") : next.is(">") || next.is(">=");
    }

    private Syntax prefix() {
        Token token = tokens.get(at++);
        switch (token.kind()) {
            case INTEGER:
                return new Syntax.Literal(new Value.Int(Numerals.integer(token.text())));
            case REAL:
                return new Syntax.Literal(new Value.Real(Numerals.real(token.text())));
            case STRING:
                return new Syntax.Literal(new Value.Text(token.text()));
            case NAME:
                return peek().is("(") ? call(token.text()) : fieldOrNullTest(name(token));
            case SYMBOL:
                return prefixSymbol(token);
            case END:
                break;
        }
        at--;
        throw unexpected();
    }

    private Syntax prefixSymbol(Token token) {
        switch (token.text()) {
            case "true", "false":
                return new Syntax.Literal(new Value.Bool(token.text().equals("true")));
            case "(":
                Syntax inner = expression(0);
                expect(")");
                return inner;
            case "[":
                return new Syntax.Items(list("]"));
            case "{":
                String variable = take(Kind.NAME).text();
                expect("}");
                return new Syntax.Variable(variable);
            case "exists":
                return new Syntax.Exists(expression(SUBSCRIPTED + 1));
            case "-":
                if (peek().kind() == Kind.INTEGER && Numerals.isSmallest(peek().text())) {
                    at++;
                    return new Syntax.Literal(new Value.Int(Long.MIN_VALUE));
                }
                return new Syntax.Unary("-", expression(UNARY + 1));
            case "+", "~", "not":
                return new Syntax.Unary(token.text(), expression(UNARY + 1));
            default:
                at--;
                throw unexpected();
        }
    }

    private Syntax fieldOrNullTest(Syntax.Name name) {
        if (!accept("is")) {
            return name;
        }
        boolean negated = accept("not");
        expect("null");
        return new Syntax.IsNull(name, negated);
    }

    private Syntax.Name name(Token token) {
        List<Syntax.Subscript> path = new ArrayList<>();
        while (accept("[")) {
            Token key = tokens.get(at++);
            if (key.kind() != Kind.STRING && key.kind() != Kind.INTEGER) {
                at--;
                throw unexpected();
            }
            path.add(new Syntax.Subscript(key.text(), key.kind() == Kind.INTEGER));
            expect("]");
            if (path.size() > DEEPEST) {
                throw new InvalidExpression("a path has more than " + DEEPEST + " steps");
            }
        }
        return new Syntax.Name(token.text(), path);
    }

    private Syntax call(String function) {
        expect("(");
        return new Syntax.Call(function.toLowerCase(Locale.ROOT), list(")"));
    }

    /** Elements up to the closing bracket; a comma may trail. */
    private List<Syntax> list(String close) {
        List<Syntax> elements = new ArrayList<>();
        while (!accept(close)) {
            elements.add(expression(0));
            if (!accept(",")) {
                expect(close);
                break;
            }
        }
        return elements;
    }

    private Token peek() {
        return tokens.get(at);
    }

    private boolean accept(String symbol) {
        if (peek().is(symbol)) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(String symbol) {
        if (!accept(symbol)) {
            throw unexpected();
        }
    }

    private Token take(Kind kind) {
        if (peek().kind() != kind) {
            throw unexpected();
        }
        return tokens.get(at++);
    }

    private InvalidExpression unexpected() {
        Token token = peek();
        String what = token.text().length() > 40 ? token.text().substring(0, 40) + "…" : token.text();
        return new InvalidExpression("line 1:" + token.position() + " unexpected '" + what + "'");
    }
}
