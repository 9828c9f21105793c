import path from 'node:path';

/** The deepest folder that all files are in; empty for no files. */
export function commonFolder(files: readonly string[]): string {
  const [first, ...others] = files.map((file) => path.dirname(file));
  let folder = first ?? '';
  const holds = (other: string): boolean => other === folder || other.startsWith(path.join(folder, path.sep));
  while (!others.every(holds) && path.dirname(folder) !== folder) folder = path.dirname(folder);
  return folder;
}
