/** Joins records that are JSON already into the body of a batch. */
export function encodeBatchBody(recordTexts: readonly string[]): string {
  return `{"records":[${recordTexts.join(',')}]}`;
}
