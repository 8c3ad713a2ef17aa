package io.ocellus.vector.storage.expressions;

import io.ocellus.vector.storage.expressions.IntegerArithmetic.Operator;
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
            case Syntax.Call call -> call(call);
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
                ? arithmetic(operator, left, right)
                : comparison(Comparison.of(operator), left, right, binary);
    }

    private Bound arithmetic(String symbol, Bound left, Bound right) {
        if (left instanceof Bound.Constant(Value a) && right instanceof Bound.Constant(Value b)) {
            return new Bound.Constant(Folding.arithmetic(symbol, a, b));
        }
        if (left instanceof Bound.Field && right instanceof Bound.Field) {
            throw new InvalidExpression("not supported to do arithmetic operations between multiple fields");
        }
        boolean reversed = left instanceof Bound.Constant;
        Bound fieldSide = reversed ? right : left;
        Bound constantSide = reversed ? left : right;
        if (!(fieldSide instanceof Bound.Field field) || !(constantSide instanceof Bound.Constant(Value operand))) {
            throw new InvalidExpression("complicated arithmetic operations are not supported");
        }
        refuseWholeArray(field);
        if (reversed && !symbol.equals("+") && !symbol.equals("*")) {
            throw new InvalidExpression("module field is not yet supported");
        }
        DataType type = field.valueType();
        if (!Casting.calculable(type, operand.type())) {
            throw new InvalidExpression("'" + symbol + "' cannot perform arithmetic between " + type.label()
                    + " field and " + operand.type().label());
        }
        boolean wholeNumbers = (type.isInteger() || type == DataType.JSON) && operand instanceof Value.Int;
        if (symbol.equals("%") && !wholeNumbers) {
            throw new InvalidExpression("modulo can only apply on integer types");
        }
        if ((symbol.equals("/") || symbol.equals("%")) && operand.toDouble() == 0) {
            throw new InvalidExpression("division or modulus by zero");
        }
        // Arithmetic on FLOAT is done in doubles; only what is compared directly is narrowed.
        Value typed = type.isFloating() ? new Value.Real(operand.toDouble()) : operand;
        return new Bound.Calculation(field, Operator.of(symbol), typed);
    }

    private Bound comparison(Comparison comparison, Bound left, Bound right, Syntax.Binary text) {
        if (left instanceof Bound.Constant(Value a) && right instanceof Bound.Constant(Value b)) {
            return new Bound.Constant(Folding.compare(comparison, a, b, text.print()));
        }
        if (left instanceof Bound.Constant(Value constant)) {
            return new Bound.Condition(withConstant(comparison.swapped(), right, constant));
        }
        if (right instanceof Bound.Constant(Value constant)) {
            return new Bound.Condition(withConstant(comparison, left, constant));
        }
        if (!(left instanceof Bound.Field a) || !(right instanceof Bound.Field b)) {
            throw new InvalidExpression("only comparison between two fields is supported");
        }
        refuseWholeArray(a);
        refuseWholeArray(b);
        if (a.schema().type() == DataType.JSON || b.schema().type() == DataType.JSON) {
            throw new InvalidExpression("two column comparison with JSON type is not supported");
        }
        if (a.isArray() || b.isArray()) {
            throw new InvalidExpression("two column comparison with array elements is not supported");
        }
        if (!Casting.comparable(a.schema().type(), b.schema().type())) {
            throw incomparable(a, b);
        }
        return new Bound.Condition(
                new Predicate.TwoFields(a.schema().id(), b.schema().id(), comparison));
    }

    private static InvalidExpression incomparable(Bound left, Bound right) {
        return new InvalidExpression(
                "comparisons between " + left.typeName() + " and " + right.typeName() + " are not supported");
    }

    private static void refuseWholeArray(Bound.Field field) {
        if (field.isWholeArray()) {
            throw new InvalidExpression("can not comparisons array fields directly");
        }
    }

    private static Predicate withConstant(Comparison comparison, Bound side, Value constant) {
        return switch (side) {
            case Bound.Field field -> {
                refuseWholeArray(field);
                if (!Casting.comparable(field.valueType(), constant.type())) {
                    throw incomparable(field, new Bound.Constant(constant));
                }
                yield Conditions.compare(field, comparison, Casting.to(field.valueType(), constant));
            }
            case Bound.Calculation calculation -> {
                DataType type = calculation.field().valueType();
                DataType wide = type == DataType.FLOAT ? DataType.DOUBLE : type;
                if (!Casting.comparable(wide, constant.type())) {
                    throw incomparable(calculation, new Bound.Constant(constant));
                }
                yield Conditions.calculated(calculation, comparison, Casting.to(wide, constant));
            }
            case Bound.Length length -> {
                Value value = Casting.to(DataType.INT64, constant);
                yield Conditions.tested(length.field(), new ValueTest.Length(comparison, ((Value.Int) value).value()));
            }
            case Bound.Condition ignored -> throw new InvalidExpression("not supported to combine multiple fields");
            case Bound.Sampling ignored -> throw new InvalidExpression("not supported to combine multiple fields");
            case Bound.Constant ignored ->
                throw new InvalidExpression("comparison operations cannot be applied to two incompatible operands");
        };
    }

    private Bound range(Syntax.Range range) {
        Bound.Field field = field(range.middle());
        refuseWholeArray(field);
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
        refuseWholeArray(field);
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
        refuseWholeArray(field);
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

    private Bound call(Syntax.Call call) {
        return switch (call.function()) {
            case "json_contains", "array_contains" -> contains("contains", "Contains", call);
            case "json_contains_all", "array_contains_all" -> contains("contains_all", "ContainsAll", call);
            case "json_contains_any", "array_contains_any" -> contains("contains_any", "ContainsAny", call);
            case "array_length" -> length(call);
            case "random_sample" -> sampling(call);
            case "empty", "starts_with" -> textFunction(call);
            case "text_match", "phrase_match" ->
                throw new InvalidExpression("field \"" + printFirst(call) + "\" does not enable match");
            default -> throw new InvalidExpression("function " + call.function() + " not found");
        };
    }

    private static String printFirst(Syntax.Call call) {
        return call.arguments().isEmpty() ? "" : call.arguments().getFirst().print();
    }

    private static void arity(Syntax.Call call, int count) {
        if (call.arguments().size() != count) {
            throw new InvalidExpression("function " + call.function() + " takes " + count + " arguments, got "
                    + call.arguments().size());
        }
    }

    private Bound contains(String name, String operation, Syntax.Call call) {
        arity(call, 2);
        boolean supported = bind(call.arguments().getFirst()) instanceof Bound.Field found
                && (found.schema().type() == DataType.JSON || found.isWholeArray());
        if (!supported || !(bind(call.arguments().getFirst()) instanceof Bound.Field field)) {
            throw new InvalidExpression(
                    name + " operation are only supported on json or array fields now, got: " + printFirst(call));
        }
        if (!(bind(call.arguments().getLast()) instanceof Bound.Constant(Value element))) {
            throw new InvalidExpression(name + " operation are only supported explicitly specified element, got: "
                    + call.arguments().getLast().print());
        }
        boolean single = operation.equals("Contains");
        if (!single && !(element instanceof Value.Items)) {
            throw new InvalidExpression(operation + " operation element must be an array");
        }
        List<Value> elements = single ? List.of(element) : ((Value.Items) element).values();
        if (field.isArray()) {
            DataType type = field.elementType();
            List<Value> typed = new ArrayList<>();
            for (Value value : elements) {
                if (!Casting.comparable(type, value.type())) {
                    throw new InvalidExpression(operation + " operation can't compare between array element type: "
                            + type.label() + " and " + value.type().label());
                }
                typed.add(Casting.to(type, value));
            }
            elements = typed;
        }
        return new Bound.Condition(Conditions.tested(
                field,
                operation.equals("ContainsAll")
                        ? new ValueTest.ContainsAll(elements)
                        : new ValueTest.ContainsAny(elements)));
    }

    private Bound length(Syntax.Call call) {
        arity(call, 1);
        if (bind(call.arguments().getFirst()) instanceof Bound.Field field
                && (field.schema().type() == DataType.JSON || field.isWholeArray())) {
            return new Bound.Length(field);
        }
        throw new InvalidExpression(
                "array_length operation are only supported on json or array fields now, got: " + call.print());
    }

    private Bound sampling(Syntax.Call call) {
        arity(call, 1);
        String given = printFirst(call);
        if (!(bind(call.arguments().getFirst()) instanceof Bound.Constant(Value value)) || !value.isNumber()) {
            throw new InvalidExpression(
                    "\"float factor\" should be a const float expression: \"float factor\" passed: " + given);
        }
        double share = value instanceof Value.Real(double real) ? real : 0;
        if (share <= 1e-10 || share >= 1 - 1e-10) {
            throw new InvalidExpression("the sample factor should be between 0 and 1 and not too close to 0 or 1(the"
                    + " difference should be larger than 1e-10), but got " + given);
        }
        return new Bound.Sampling(share);
    }

    private Bound textFunction(Syntax.Call call) {
        boolean starts = call.function().equals("starts_with");
        arity(call, starts ? 2 : 1);
        if (!(bind(call.arguments().getFirst()) instanceof Bound.Field field)
                || !field.schema().type().isText()) {
            throw new InvalidExpression(
                    "function " + call.function() + " takes a varchar field, got: " + printFirst(call));
        }
        if (!starts) {
            return new Bound.Condition(Conditions.compare(field, Comparison.EQUAL, new Value.Text("")));
        }
        if (!(bind(call.arguments().getLast()) instanceof Bound.Constant(Value.Text(String prefix)))) {
            throw new InvalidExpression("function starts_with takes a text, got: "
                    + call.arguments().getLast().print());
        }
        return new Bound.Condition(new Predicate.Texts(field.schema().id(), new ValueTest.StartsWith(prefix)));
    }
}
