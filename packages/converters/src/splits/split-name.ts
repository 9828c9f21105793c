const pattern = /^(train|training|val|valid|validation|test|testing|dev|unsplit|fold)[-_]?\d*$/i;
const synonyms: ReadonlyMap<string, string> = new Map([
  ['valid', 'val'],
  ['validation', 'val'],
  ['training', 'train'],
  ['testing', 'test'],
]);

/** The split a folder stands for by its name (`valid` is `val`), or undefined when it is no name of a split. */
export function splitOfFolder(folder: string): string | undefined {
  return pattern.test(folder) ? (synonyms.get(folder.toLowerCase()) ?? folder) : undefined;
}
