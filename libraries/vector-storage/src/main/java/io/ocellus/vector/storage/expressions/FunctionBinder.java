package io.ocellus.vector.storage.expressions;

import io.ocellus.vector.storage.schema.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Calls of functions, by name: their arguments checked, with Milvus' messages. */
final class FunctionBinder {
    private final Function<Syntax, Bound> bind;

    /** @param bind gives arguments their types */
    FunctionBinder(Function<Syntax, Bound> bind) {
        this.bind = bind;
    }

    Bound call(Syntax.Call call) {
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
        boolean supported = bind.apply(call.arguments().getFirst()) instanceof Bound.Field found
                && (found.schema().type() == DataType.JSON || found.isWholeArray());
        if (!supported || !(bind.apply(call.arguments().getFirst()) instanceof Bound.Field field)) {
            throw new InvalidExpression(
                    name + " operation are only supported on json or array fields now, got: " + printFirst(call));
        }
        if (!(bind.apply(call.arguments().getLast()) instanceof Bound.Constant(Value element))) {
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
        if (bind.apply(call.arguments().getFirst()) instanceof Bound.Field field
                && (field.schema().type() == DataType.JSON || field.isWholeArray())) {
            return new Bound.Length(field);
        }
        throw new InvalidExpression(
                "array_length operation are only supported on json or array fields now, got: " + call.print());
    }

    private Bound sampling(Syntax.Call call) {
        arity(call, 1);
        String given = printFirst(call);
        if (!(bind.apply(call.arguments().getFirst()) instanceof Bound.Constant(Value value)) || !value.isNumber()) {
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
        if (!(bind.apply(call.arguments().getFirst()) instanceof Bound.Field field)
                || !field.schema().type().isText()) {
            throw new InvalidExpression(
                    "function " + call.function() + " takes a varchar field, got: " + printFirst(call));
        }
        if (!starts) {
            return new Bound.Condition(Conditions.compare(field, Comparison.EQUAL, new Value.Text("")));
        }
        if (!(bind.apply(call.arguments().getLast()) instanceof Bound.Constant(Value.Text(String prefix)))) {
            throw new InvalidExpression("function starts_with takes a text, got: "
                    + call.arguments().getLast().print());
        }
        return new Bound.Condition(new Predicate.Texts(field.schema().id(), new ValueTest.StartsWith(prefix)));
    }
}
