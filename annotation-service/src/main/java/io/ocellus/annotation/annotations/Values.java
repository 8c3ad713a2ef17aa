package io.ocellus.annotation.annotations;

import io.ocellus.annotation.model.Failure;
import java.util.Arrays;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Values of single fields: taken when they are of the right type, or say the same as text or a whole decimal, as CVAT takes them. */
final class Values {
    private static final int MOST_NUMBERS = 2_000_000;
    private static final long LARGEST_EXACT = 1L << 53;
    private double[] buffer = new double[64];

    long integerOrNone(JsonParser parser, String place, String name) {
        return parser.currentToken() == JsonToken.VALUE_NULL ? 0 : integer(parser, place, name, Long.MAX_VALUE);
    }

    long integer(JsonParser parser, String place, String name, long largest) {
        long value = switch (parser.currentToken()) {
            case VALUE_NUMBER_INT -> whole(parser, place, name);
            case VALUE_NUMBER_FLOAT -> whole(parser.getDoubleValue(), place, name);
            case VALUE_STRING -> whole(parser.getString(), place, name);
            default -> throw refuse(place, name + ": A valid integer is required.");
        };
        if (value > largest || value < -largest) {
            throw refuse(place, name + ": " + value + " is out of range.");
        }
        return value;
    }

    /** An integer that may not be negative. */
    long natural(JsonParser parser, String place, String name, long largest) {
        long value = integer(parser, place, name, largest);
        if (value < 0) {
            throw refuse(place, name + ": Ensure this value is greater than or equal to 0.");
        }
        return value;
    }

    private static long whole(JsonParser parser, String place, String name) {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw refuse(place, name + ": out of range.");
        }
        return parser.getLongValue();
    }

    private static long whole(double value, String place, String name) {
        if (value != Math.rint(value) || Math.abs(value) > LARGEST_EXACT) {
            throw refuse(place, name + ": A valid integer is required.");
        }
        return (long) value;
    }

    private static long whole(String text, String place, String name) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw refuse(place, name + ": A valid integer is required, not \"" + clip(text) + "\".");
        }
    }

    double number(JsonParser parser, String place, String name) {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> throw refuse(place, name + ": A valid number is required.");
        };
    }

    boolean bool(JsonParser parser, String place, String name) {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw refuse(place, name + ": Must be a valid boolean.");
        };
    }

    String text(JsonParser parser, String place, String name) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw refuse(place, name + ": Not a valid string.");
        }
        return parser.getString();
    }

    /** Any single value, as text. */
    String scalar(JsonParser parser, String place, String name) {
        return switch (parser.currentToken()) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> parser.getString();
            default -> throw refuse(place, name + ": Not a valid string.");
        };
    }

    double[] points(JsonParser parser, String place, String name) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw refuse(place, name + ": Expected a list of items.");
        }
        int count = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
                throw refuse(place, name + ": Value must be a float or an integer");
            }
            if (count == MOST_NUMBERS) {
                throw refuse(place, name + ": more than " + MOST_NUMBERS + " numbers");
            }
            if (count == buffer.length) {
                buffer = Arrays.copyOf(buffer, 2 * count);
            }
            buffer[count++] = parser.getDoubleValue();
        }
        return Arrays.copyOf(buffer, count);
    }

    static String clip(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "…";
    }

    static Failure refuse(String place, String message) {
        return new Failure.Invalid(place + ": " + message);
    }
}
