package io.ocellus.vector.storage.expressions;

import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Gives names and constants their types, refuses what does not fit together with Milvus' messages, and makes predicates. */
final class Binder {
    private final CollectionSchema schema;
    private final Map<String, Value> parameters;
    private final LongSupplier seeds;
    private final FunctionBinder functions = new FunctionBinder(this::bind);

    Binder(CollectionSchema schema, Map<String, Value> parameters, LongSupplier seeds) {
        this.schema = schema;
        this.parameters = parameters;
        this.seeds = seeds;
    }

    Predicate predicate(Syntax syntax, String text) {
        Bound bound = bind(syntax);
        if (bound instanceof Bound.Sampling(double share)) {
            return new Predicate.Sample(share, seeds.getAsLong(), new Predicate.Constant(true));
        }
        boolean literal = syntax instanceof Syntax.Literal || syntax instanceof Syntax.Variable;
        if (!literal && bound instanceof Bound.Constant(Value.Bool(boolean value))) {
            return new Predicate.Constant(value);
        }
        if (bound instanceof Bound.Condition(Predicate predicate)) {
            return predicate;
        }
        throw new InvalidExpression(
                "predicate is not a boolean expression: " + text + ", data type: " + bound.typeName());
    }

    private Bound bind(Syntax syntax) {
        return switch (syntax) {
            case Syntax.Literal literal -> new Bound.Constant(literal.value());
            case Syntax.Variable variable -> new Bound.Constant(parameter(variable.name()));
            case Syntax.Name name -> field(name);
            case Syntax.Items items -> items(items);
            case Syntax.Unary unary -> unary(unary);
            case Syntax.Binary binary -> binary(binary);
            case Syntax.Logical logical -> logical(logical);
            case Syntax.Range range -> range(range);
            case Syntax.In in -> in(in);
            case Syntax.Like like -> like(like);
            case Syntax.Exists exists -> exists(exists);
            case Syntax.IsNull isNull -> isNull(isNull);
            case Syntax.Call call -> functions.call(call);
        };
    }

    private Value parameter(String name) {
        Value value = parameters.get(name);
        if (value == null) {
            throw new InvalidExpression("the value of expression template variable name {" + name + "} is not found");
        }
        return value;
    }

    private Bound.Field field(Syntax.Name name) {
        Optional<FieldSchema> declared = schema.field(name.field());
        if (declared.isPresent()) {
            FieldSchema field = declared.get();
            boolean subscripted = !name.path().isEmpty();
            if (subscripted && field.type() != DataType.JSON && field.type() != DataType.ARRAY) {
                throw new InvalidExpression(field.type().label() + " data type not supported accessed with []");
            }
            if (field.type() == DataType.ARRAY && name.path().stream().anyMatch(step -> !step.index())) {
                throw new InvalidExpression("can only access array field with integer index");
            }
            return new Bound.Field(field, name.path());
        }
        FieldSchema dynamic =
                schema.dynamicField().orElseThrow(() -> new InvalidExpression("field " + name.field() + " not exist"));
        List<Syntax.Subscript> path = new ArrayList<>();
        path.add(new Syntax.Subscript(name.field(), false));
        path.addAll(name.path());
        return new Bound.Field(dynamic, path);
    }

    private Bound items(Syntax.Items items) {
        List<Value> values = new ArrayList<>(items.elements().size());
        for (Syntax element : items.elements()) {
            if (!(bind(element) instanceof Bound.Constant(Value value))) {
                throw new InvalidExpression("array element type must be generic value, but got: " + element.print());
            }
            values.add(value);
        }
        return new Bound.Constant(new Value.Items(values));
    }

    private Bound unary(Syntax.Unary unary) {
        Bound operand = bind(unary.operand());
        String operator = unary.operator();
        if (operator.equals("+")) {
            return operand;
        }
        if (operand instanceof Bound.Constant(Value value)) {
            if (operator.equals("-")) {
                return new Bound.Constant(Folding.negative(value));
            }
            if (operator.equals("not")) {
                if (value instanceof Value.Bool(boolean truth)) {
                    return new Bound.Constant(new Value.Bool(!truth));
                }
                throw new InvalidExpression("not op can only be applied on boolean expression");
            }
        }
        if (!operator.equals("not")) {
            throw new InvalidExpression("unexpected op: " + operator);
        }
        if (operand instanceof Bound.Condition(Predicate predicate)) {
            return new Bound.Condition(new Predicate.Not(predicate));
        }
        throw new InvalidExpression("not op can only be applied on boolean expression");
    }

    private Bound logical(Syntax.Logical logical) {
        String operator = logical.operator();
        List<Bound> operands = logical.operands().stream().map(this::bind).toList();
        if (operands.stream().allMatch(Bound.Constant.class::isInstance)) {
            boolean and = operator.equals("and");
            boolean result = and;
            for (Bound operand : operands) {
                boolean truth = Folding.truth(((Bound.Constant) operand).value(), operator);
                result = and ? result && truth : result || truth;
            }
            return new Bound.Constant(new Value.Bool(result));
        }
        List<Predicate> predicates = new ArrayList<>();
        Optional<Bound.Sampling> sampling = Optional.empty();
        for (int i = 0; i < operands.size(); i++) {
            switch (operands.get(i)) {
                case Bound.Condition(Predicate predicate) -> predicates.add(predicate);
                case Bound.Sampling last -> {
                    if (operator.equals("or") || i < operands.size() - 1) {
                        throw new InvalidExpression("random sample expression can only be the last expression in the"
                                + " logical and expression");
                    }
                    sampling = Optional.of(last);
                }
                case Bound.Constant ignored -> throw notBoolean(operator);
                case Bound.Field ignored -> throw notBoolean(operator);
                case Bound.Calculation ignored -> throw notBoolean(operator);
                case Bound.Length ignored -> throw notBoolean(operator);
            }
        }
        Predicate joined = operator.equals("and") ? new Predicate.And(predicates) : new Predicate.Or(predicates);
        return new Bound.Condition(
                sampling.map(last -> (Predicate) new Predicate.Sample(last.share(), seeds.getAsLong(), joined))
                        .orElse(joined));
    }

    private static InvalidExpression notBoolean(String operator) {
        return new InvalidExpression("'" + operator + "' can only be used between boolean expressions");
    }

    private Bound binary(Syntax.Binary binary) {
        String operator = binary.operator();
        switch (operator) {
            case "&":
                throw new InvalidExpression("BitAnd is not supported: " + binary.print());
            case "|":
                throw new InvalidExpression("BitOr is not supported: " + binary.print());
            case "^":
                throw new InvalidExpression("BitXor is not supported: " + binary.print());
            case "<<", ">>":
                throw new InvalidExpression("shift is not supported: " + binary.print());
            default:
        }
        Bound left = bind(binary.left());
        Bound right = bind(binary.right());
        if (operator.equals("**")) {
            if (left instanceof Bound.Constant(Value a) && right instanceof Bound.Constant(Value b)) {
                return new Bound.Constant(Folding.power(a, b));
            }
            throw new InvalidExpression("power can only apply on constants: " + binary.print());
        }
        return "+-*/%".contains(operator)
                ? OperatorBinder.arithmetic(operator, left, right)
                : OperatorBinder.comparison(Comparison.of(operator), left, right, binary);
    }

    private Bound range(Syntax.Range range) {
        Bound.Field field = field(range.middle());
        OperatorBinder.refuseWholeArray(field);
        boolean ascending = range.first().startsWith("<");
        Syntax lowSyntax = ascending ? range.left() : range.right();
        Syntax highSyntax = ascending ? range.right() : range.left();
        if (!(bind(lowSyntax) instanceof Bound.Constant(Value rawLow))) {
            throw new InvalidExpression("lowerbound cannot be a non-const expression: " + lowSyntax.print());
        }
        if (!(bind(highSyntax) instanceof Bound.Constant(Value rawHigh))) {
            throw new InvalidExpression("upperbound cannot be a non-const expression: " + highSyntax.print());
        }
        Value low = Casting.bound(field.valueType(), rawLow);
        Value high = Casting.bound(field.valueType(), rawHigh);
        boolean lowIncluded = (ascending ? range.first() : range.second()).endsWith("=");
        boolean highIncluded = (ascending ? range.second() : range.first()).endsWith("=");
        Comparison wrong = lowIncluded && highIncluded ? Comparison.GREATER : Comparison.GREATER_OR_EQUAL;
        if (new ValueTest.Compare(wrong, high).test(low)) {
            throw new InvalidExpression("invalid range: lowerbound is greater than upperbound");
        }
        return new Bound.Condition(Conditions.between(field, low, lowIncluded, high, highIncluded));
    }

    private Bound in(Syntax.In in) {
        Bound operand = bind(in.operand());
        if (operand instanceof Bound.Constant) {
            throw new InvalidExpression("'term' can only be used on non-const expression, but got: "
                    + in.operand().print());
        }
        if (!(operand instanceof Bound.Field field)) {
            throw new InvalidExpression("'term' can only be used on single field, but got: "
                    + in.operand().print());
        }
        if (!(bind(in.list()) instanceof Bound.Constant(Value list))) {
            throw new InvalidExpression("value '" + in.list().print() + "' in list cannot be a non-const expression");
        }
        if (!(list instanceof Value.Items(List<Value> items))) {
            throw new InvalidExpression("the right-hand side of 'in' must be a list, but got: "
                    + in.list().print());
        }
        OperatorBinder.refuseWholeArray(field);
        List<Value> values = new ArrayList<>(items.size());
        for (Value item : items) {
            try {
                values.add(Casting.to(field.valueType(), item));
            } catch (InvalidExpression e) {
                throw new InvalidExpression("value '" + item.print() + "' in list cannot be casted to "
                        + field.valueType().label());
            }
        }
        Predicate predicate = Conditions.in(field, values);
        return new Bound.Condition(in.negated() ? new Predicate.Not(predicate) : predicate);
    }

    private Bound like(Syntax.Like like) {
        if (!(bind(like.operand()) instanceof Bound.Field field)) {
            throw new InvalidExpression("like operation on complicated expr is unsupported");
        }
        OperatorBinder.refuseWholeArray(field);
        if (!field.valueType().isText() && field.valueType() != DataType.JSON) {
            throw new InvalidExpression("like operation on non-string or no-json field is unsupported");
        }
        return new Bound.Condition(Conditions.like(field, like.pattern()));
    }

    private Bound exists(Syntax.Exists exists) {
        if (!(bind(exists.operand()) instanceof Bound.Field field)) {
            throw new InvalidExpression("exists operations are only supported on single fields now, got: "
                    + exists.operand().print());
        }
        if (field.schema().type() != DataType.JSON) {
            throw new InvalidExpression("exists operations are only supportted on json field, got:"
                    + field.schema().type().label());
        }
        if (field.path().isEmpty()) {
            throw new InvalidExpression("exists operations are only supportted on json key");
        }
        return new Bound.Condition(new Predicate.Exists(field.schema().id(), field.jsonPath()));
    }

    private Bound isNull(Syntax.IsNull isNull) {
        Bound.Field field = field(isNull.field());
        boolean place = field.schema().type() == DataType.JSON && !field.path().isEmpty();
        Predicate isThere = place
                ? new Predicate.Exists(field.schema().id(), field.jsonPath())
                : new Predicate.Not(new Predicate.IsNull(field.schema().id()));
        return new Bound.Condition(isNull.negated() ? isThere : new Predicate.Not(isThere));
    }
}
