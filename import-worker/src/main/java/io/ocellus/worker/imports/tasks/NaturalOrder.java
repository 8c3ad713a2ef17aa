package io.ocellus.worker.imports.tasks;

import java.util.Comparator;

/** Orders names as people do: {@code img2} before {@code img10}, folders before what stands beside them, upper case like lower case. */
final class NaturalOrder implements Comparator<String> {
    @Override
    public int compare(String first, String second) {
        String[] left = first.split("/", -1);
        String[] right = second.split("/", -1);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            int order = part(left[i], right[i]);
            if (order != 0) {
                return order;
            }
        }
        int order = Integer.compare(left.length, right.length);
        return order != 0 ? order : first.compareTo(second);
    }

    private static int part(String left, String right) {
        int i = 0;
        int j = 0;
        while (i < left.length() && j < right.length()) {
            if (digit(left, i) && digit(right, j)) {
                int leftEnd = digits(left, i);
                int rightEnd = digits(right, j);
                int order = number(left.substring(i, leftEnd), right.substring(j, rightEnd));
                if (order != 0) {
                    return order;
                }
                i = leftEnd;
                j = rightEnd;
            } else {
                int order = Character.compare(
                        Character.toLowerCase(left.charAt(i)), Character.toLowerCase(right.charAt(j)));
                if (order != 0) {
                    return order;
                }
                i++;
                j++;
            }
        }
        return Integer.compare(left.length() - i, right.length() - j);
    }

    private static boolean digit(String text, int at) {
        return text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private static int digits(String text, int from) {
        int end = from;
        while (end < text.length() && digit(text, end)) {
            end++;
        }
        return end;
    }

    private static int number(String left, String right) {
        String shortLeft = left.replaceFirst("^0+(?=.)", "");
        String shortRight = right.replaceFirst("^0+(?=.)", "");
        int order = Integer.compare(shortLeft.length(), shortRight.length());
        return order != 0 ? order : shortLeft.compareTo(shortRight);
    }
}
