package io.ocellus.vector.storage.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocellus.vector.storage.RowFilter;
import io.ocellus.vector.storage.columns.ArrayValue;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.columns.HeapColumns;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.columns.RowSet;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionsTest {
    private static final int ROWS = 20;
    private static final CollectionSchema SCHEMA = new CollectionSchema(List.of(
            FieldSchema.primaryKey("id", DataType.INT64).withId(100),
            FieldSchema.of("a", DataType.INT64).withId(101),
            FieldSchema.of("c", DataType.INT64).withId(102),
            FieldSchema.of("b", DataType.BOOL).withId(103),
            FieldSchema.of("d", DataType.DOUBLE).withId(104),
            FieldSchema.text("s", 32).withId(105),
            FieldSchema.of("j", DataType.JSON).withId(106),
            FieldSchema.array("r", DataType.INT64, 8).withId(107),
            FieldSchema.of("o", DataType.INT64).asNullable().withId(108),
            FieldSchema.of("f", DataType.FLOAT).withId(109),
            FieldSchema.array("w", DataType.VARCHAR, 8).withId(110),
            FieldSchema.dynamicField().withId(111)));
    private static final ColumnBatch DATA = data();

    private final Expressions expressions = new Expressions(new Random(7));

    private static ColumnBatch data() {
        Map<Integer, Column> columns = new HashMap<>();
        long[] ids = IntStream.range(0, ROWS).asLongStream().toArray();
        columns.put(100, HeapColumns.longs(ids));
        columns.put(101, HeapColumns.longs(ids));
        columns.put(
                102,
                HeapColumns.longs(
                        IntStream.range(0, ROWS).mapToLong(i -> 2L * i).toArray()));
        boolean[] even = new boolean[ROWS];
        double[] halves = new double[ROWS];
        double[] tenths = new double[ROWS];
        String[] texts = new String[ROWS];
        byte[][] documents = new byte[ROWS][];
        byte[][] dynamic = new byte[ROWS][];
        List<ArrayValue> arrays = new ArrayList<>();
        List<ArrayValue> words = new ArrayList<>();
        BitSet odd = new BitSet();
        for (int i = 0; i < ROWS; i++) {
            even[i] = i % 2 == 0;
            halves[i] = i * 0.5;
            tenths[i] = (float) (i * 0.1);
            texts[i] = "s" + i;
            documents[i] = ("{\"x\": {\"y\": " + i + "}, \"k\":\"k" + i + "\", \"l\": [" + i + ", " + (i + 1) + "]"
                            + (i % 2 == 1 ? ", \"odd\" : 1" : ", \"odd\": null") + ", \"big\": "
                            + (9007199254740992L + i) + ", \"q\\\"\": {\"}\": [\"a,b\", {\"z\": 1.5}]}}")
                    .getBytes(StandardCharsets.UTF_8);
            dynamic[i] = ("{\"dynk\":" + i + "}").getBytes(StandardCharsets.UTF_8);
            arrays.add(new ArrayValue.Longs(i == 19 ? new long[0] : new long[] {i, i + 1}));
            words.add(new ArrayValue.Texts(i == 0 ? List.of("any", "other") : List.of("w" + i)));
            odd.set(i, i % 2 == 1);
        }
        columns.put(103, HeapColumns.booleans(even, HeapColumns.noNulls()));
        columns.put(104, HeapColumns.doubles(DataType.DOUBLE, halves, HeapColumns.noNulls()));
        columns.put(105, HeapColumns.texts(texts));
        columns.put(106, HeapColumns.documents(documents, HeapColumns.noNulls()));
        columns.put(107, HeapColumns.arrays(DataType.INT64, arrays, HeapColumns.noNulls()));
        columns.put(108, HeapColumns.longs(DataType.INT64, ids.clone(), odd));
        columns.put(109, HeapColumns.doubles(DataType.FLOAT, tenths, HeapColumns.noNulls()));
        columns.put(110, HeapColumns.arrays(DataType.VARCHAR, words, HeapColumns.noNulls()));
        columns.put(111, HeapColumns.documents(dynamic, HeapColumns.noNulls()));
        return new ColumnBatch(ROWS, columns);
    }

    private RowFilter compile(String text) {
        return expressions.compile(text, SCHEMA, Map.of()).orElseThrow();
    }

    private static List<Integer> members(RowSet rows) {
        List<Integer> members = new ArrayList<>();
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            members.add(row);
        }
        return members;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "a == 3 # 3",
                "1 < a < 4 # 2 3",
                "4 > a >= 2 # 2 3",
                "a > 17 and not (a == 18) or a == 0 # 0 19",
                "a > 17 && !(a == 18) || a == 0 # 0 19",
                "a in [1,2] and a not in [2] # 1",
                "a in [] # ``",
                "a % 7 == 3 # 3 10 17",
                "a * 2 == 8 # 4",
                "2 + a == 8 # 6",
                "a == 2 ** 3 # 8",
                "a == -2 + 6 # 4",
                "s like \"s1%\" and a < 12 # 1 10 11",
                "s like \"%9\" # 9 19",
                "s like \"s_\" and a < 3 # 0 1 2",
                "s like 's1_' and a < 12 # 10 11",
                "b == true and a < 3 # 0 2",
                "b != true and a < 3 # 1",
                "d < 1e0 and a >= 0x0 # 0 1",
                "d * 2 == 3 # 3",
                "s > \"s8\" # 9",
                "a == c # 0",
                "c > a and a < 3 # 1 2",
                "j['x']['y'] == 4 # 4",
                "j[\"k\"] == \"k5\" # 5",
                "j[\"k\"] like 'k1%' and a < 11 # 1 10",
                "exists j['odd'] and a < 4 # 1 3",
                "not exists j['odd'] and a < 4 # 0 2",
                "json_contains(j['l'], 3) # 2 3",
                "json_contains_all(j['l'], [3, 4]) # 3",
                "json_contains_any(j['l'], [3, 40]) # 2 3",
                "j['l'][1] == 5 # 4",
                "array_contains(r, 3) # 2 3",
                "ARRAY_CONTAINS_ALL(r, [3,4]) # 3",
                "array_contains_any(r, [3,40]) # 2 3",
                "array_length(r) == 2 and a < 2 # 0 1",
                "array_length(r) == 0 # 19",
                "array_length(j['l']) == 2 and a < 1 # 0",
                "r[0] == 6 # 6",
                "r[1] in [6, 7] # 5 6",
                "r[9] == 1 # ``",
                "o is null and a < 4 # 1 3",
                "o IS NOT NULL and a < 4 # 0 2",
                "o > 15 # 16 18",
                "not (o > 3) # 0 2",
                "o > 15 or a == 1 # 1 16 18",
                "dynk == 7 # 7",
                "$meta['dynk'] == 7 # 7",
                "dynk != 7 and a in [6,7] # 6",
                "nokey != 7 and a in [6,7] # 6 7",
                "nokey == 7 # ``",
                "a > -1 and a < 1 # 0",
                "s == \"\" # ``",
                "s == \"日本\" # ``",
                "f == 0.1 # 1",
                "f in [0.1, 0.2] # 1 2",
                "j['big'] == 9007199254740993 # 1",
                "j['big'] > 9007199254741010 # 19",
                "j['q\"']['}'][1]['z'] == 1.5 and a < 2 # 0 1",
                "ARRAY_CONTAINS_ANY(w, ['any']) # 0",
                "a == 1 or b == false and id > 17 # 1 19",
                "j['x']['y'] + 1 == 5 # 4",
                "a >= 9223372036854775807 # ``",
                "a > -9223372036854775808 and a < 1 # 0",
                "(((a == 5))) # 5",
                "a / 4 == 2 # 8 9 10 11"
            })
    void findsTheRowsItDescribes(String text, String rows) {
        List<Integer> expected = rows.isBlank()
                ? List.of()
                : java.util.Arrays.stream(rows.trim().split(" "))
                        .map(Integer::valueOf)
                        .toList();
        assertThat(members(compile(text.trim()).evaluate(DATA))).as(text).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a === 3",
                "s nin [\"t0\"]",
                "a ==",
                "a == 'x'",
                "s == 5",
                "a == 1.5",
                "nosuch[",
                "r == 1",
                "b",
                "a",
                "a + c == 3",
                "(a & 1) == 1",
                "a == (1 << 2)",
                "a in 5",
                "a in ['x']",
                "a == {missing}",
                "a like 'x%'",
                "4 < a < 2",
                "a == 'unterminated",
                "a == 99999999999999999999",
                "a % 0 == 1",
                "r['x'] == 1",
                "s[0] == 1",
                "text_match(s, 'x')",
                "a == 1 and",
                "a == 1)",
                "j == j",
                "exists a",
                "§"
            })
    void refusesWhatMakesNoSenseWithTheWholeText(String text) {
        assertThatThrownBy(() -> compile(text))
                .isInstanceOf(InvalidExpression.class)
                .hasMessageStartingWith("cannot parse expression: " + text)
                .hasMessageContaining("error: ");
    }

    @Test
    void withoutADynamicFieldAnUnknownNameIsNamed() {
        CollectionSchema plain = new CollectionSchema(SCHEMA.fields().subList(0, 3));
        assertThatThrownBy(() -> expressions.compile("zzz == 1", plain, Map.of()))
                .hasMessageContaining("field zzz not exist");
    }

    @Test
    void templateValuesMeanTheSameAsLiterals() {
        Map<String, Value> parameters =
                Map.of("v", new Value.Int(2), "l", new Value.Items(List.of(new Value.Int(4), new Value.Int(5))));
        RowFilter filter = expressions
                .compile("not (a > {v}) or a in {l}", SCHEMA, parameters)
                .orElseThrow();
        assertThat(members(filter.evaluate(DATA))).containsExactly(0, 1, 2, 4, 5);
    }

    @Test
    void longListsAndLongChainsAreFineAndDeepNestingIsRefused() {
        String list = String.join(
                ",", IntStream.range(0, 100_000).mapToObj(String::valueOf).toList());
        assertThat(compile("a in [" + list + "]").evaluate(DATA).count()).isEqualTo(ROWS);
        String chain = String.join(
                " or ", IntStream.range(0, 20_000).mapToObj(i -> "a == " + i).toList());
        assertThat(compile(chain).evaluate(DATA).count()).isEqualTo(ROWS);
        for (String hostile : List.of(
                "(".repeat(100_000),
                "not ".repeat(100_000),
                "1" + "+1".repeat(100_000),
                "-".repeat(100_000) + "1 == a",
                "[".repeat(5000))) {
            assertThatThrownBy(() -> compile(hostile)).isInstanceOf(InvalidExpression.class);
        }
    }

    @Test
    void tellsWhichKeysItIsRestrictedTo() {
        assertThat(compile("id == 5").keys())
                .hasValueSatisfying(
                        keys -> assertThat(((Keys.Longs) keys).values()).containsExactly(5));
        assertThat(compile("id in [7, 5]").keysOnly()).isTrue();
        RowFilter both = compile("id in [7, 5] and a > 3");
        assertThat(both.keysOnly()).isFalse();
        assertThat(both.keys()).isPresent();
        assertThat(compile("id > 5").keys()).isEmpty();
        assertThat(compile("id in [7, 5] or a > 3").keys()).isEmpty();
        assertThat(both.fields()).containsExactly(100, 101);
    }

    @Test
    void aColumnMayHaveMoreValuesThanTheRowsThatAreLookedAt() {
        // A growing block's columns are longer than the rows that a reader sees.
        io.ocellus.vector.storage.columns.ColumnSource first = new io.ocellus.vector.storage.columns.ColumnSource() {
            @Override
            public int rowCount() {
                return 6;
            }

            @Override
            public java.util.Optional<Column> column(int fieldId) {
                return DATA.column(fieldId);
            }
        };
        assertThat(members(compile("o is not null").evaluate(first))).containsExactly(0, 2, 4);
        assertThat(members(compile("not (o > 2)").evaluate(first))).containsExactly(0, 2);
        assertThat(compile("o is not null").evaluate(first).size()).isEqualTo(6);
        assertThat(members(compile("c > a").evaluate(first))).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void aBlankTextSaysNothing() {
        assertThat(expressions.compile("  ", SCHEMA, Map.of())).isEmpty();
    }

    @Test
    void escapesInLiteralsAreThoseOfC() {
        assertThat(Escapes.decode("say \\\"hi\\\" \\u00e9 \\x41 \\101 \\n")).isEqualTo("say \"hi\" é A A \n");
        assertThatThrownBy(() -> Escapes.decode("\\q")).isInstanceOf(InvalidExpression.class);
    }

    @Test
    void likeKnowsRunsSingleCharactersAndEscapes() {
        assertThat(LikePattern.of("8\\_%").matches("8_12345")).isTrue();
        assertThat(LikePattern.of("8\\_%").matches("889")).isFalse();
        assertThat(LikePattern.of("a%f").matches("abc0def")).isTrue();
        assertThat(LikePattern.of("%[x]%").matches("a[x]c")).isTrue();
        assertThat(LikePattern.of("%").matches("")).isTrue();
        assertThat(LikePattern.of("").matches("x")).isFalse();
        assertThat(LikePattern.of("_").matches("🦜")).isTrue();
        assertThat(LikePattern.of("a%a").matches("a")).isFalse();
        assertThat(LikePattern.of("%ab%ab").matches("abab")).isTrue();
        assertThat(LikePattern.of("%ab%ab").matches("ab")).isFalse();
    }
}
