/**
 * Checks that every value is finite before it is drawn.
 *
 * @param placeOf says where the value with this index stands: `'step 3 of "train"'`.
 * @throws RangeError that names the first value that is not finite.
 */
export function checkFinite(values: ArrayLike<number>, placeOf: (index: number) => string): void {
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (!Number.isFinite(value)) {
      throw new RangeError(
        `Cannot draw ${value} at ${placeOf(index)}: only finite numbers have a place; replace it or leave it out`,
      );
    }
  }
}

/**
 * Checks that a grid of values is not empty, rectangular, labelled and finite before it is drawn.
 *
 * @param what the thing to draw: `"a heatmap"`.
 * @throws RangeError that says which row, label or value is wrong.
 */
export function checkGrid(
  what: string,
  values: readonly ArrayLike<number>[],
  rows: readonly string[],
  columns: readonly string[],
): void {
  if (values.length === 0 || values[0]?.length === 0) {
    throw new RangeError(`Cannot draw ${what} of nothing: there are no values; give at least one row and one column`);
  }
  if (values.length !== rows.length) {
    throw new RangeError(`Cannot draw ${what} of ${values.length} rows: ${rows.length} row labels; give one per row`);
  }
  values.forEach((row, index) => {
    if (row.length !== columns.length) {
      throw new RangeError(
        `Cannot draw row ${index} ("${rows[index]}") of ${what}: it has ${row.length} values and there are ` +
          `${columns.length} column labels; give one value per column`,
      );
    }
    checkFinite(row, (column) => `row ${index} ("${rows[index]}"), column ${column} ("${columns[column]}")`);
  });
}
