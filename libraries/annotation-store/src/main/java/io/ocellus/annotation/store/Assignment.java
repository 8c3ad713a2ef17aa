package io.ocellus.annotation.store;

import java.util.Arrays;

/**
 * The cheapest one-to-one assignment of rows to columns: the Hungarian method by shortest augmenting paths with potentials (Jonker and
 * Volgenant 1987), O(n² m) for the smaller n.
 */
final class Assignment {
    private Assignment() {}

    /** For each row its column, or -1 for rows that are left over. */
    static int[] cheapest(double[][] costs) {
        int rows = costs.length;
        int columns = rows == 0 ? 0 : costs[0].length;
        if (columns == 0) {
            int[] none = new int[rows];
            Arrays.fill(none, -1);
            return none;
        }
        if (rows <= columns) {
            return solve(costs);
        }
        double[][] turned = new double[columns][rows];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                turned[j][i] = costs[i][j];
            }
        }
        int[] rowOf = solve(turned);
        int[] columnOf = new int[rows];
        Arrays.fill(columnOf, -1);
        for (int j = 0; j < columns; j++) {
            columnOf[rowOf[j]] = j;
        }
        return columnOf;
    }

    private static int[] solve(double[][] costs) {
        int n = costs.length;
        int m = costs[0].length;
        double[] rowPotential = new double[n + 1];
        double[] columnPotential = new double[m + 1];
        int[] rowAt = new int[m + 1];
        int[] previous = new int[m + 1];
        for (int row = 1; row <= n; row++) {
            rowAt[0] = row;
            int column = 0;
            double[] slack = new double[m + 1];
            Arrays.fill(slack, Double.POSITIVE_INFINITY);
            boolean[] used = new boolean[m + 1];
            do {
                used[column] = true;
                int at = rowAt[column];
                double delta = Double.POSITIVE_INFINITY;
                int next = 0;
                for (int j = 1; j <= m; j++) {
                    if (used[j]) {
                        continue;
                    }
                    double reduced = costs[at - 1][j - 1] - rowPotential[at] - columnPotential[j];
                    if (reduced < slack[j]) {
                        slack[j] = reduced;
                        previous[j] = column;
                    }
                    if (slack[j] < delta) {
                        delta = slack[j];
                        next = j;
                    }
                }
                for (int j = 0; j <= m; j++) {
                    if (used[j]) {
                        rowPotential[rowAt[j]] += delta;
                        columnPotential[j] -= delta;
                    } else {
                        slack[j] -= delta;
                    }
                }
                column = next;
            } while (rowAt[column] != 0);
            while (column != 0) {
                int before = previous[column];
                rowAt[column] = rowAt[before];
                column = before;
            }
        }
        int[] columnOf = new int[n];
        for (int j = 1; j <= m; j++) {
            if (rowAt[j] > 0) {
                columnOf[rowAt[j] - 1] = j - 1;
            }
        }
        return columnOf;
    }
}
