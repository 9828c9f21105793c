import { readFile } from 'node:fs/promises';

export interface ReadmeExample {
  /** File name that the example's first line states, such as `embed-the-logger.ts`. */
  file: string;
  code: string;
  /** Whether it reports to a backend; an example of the engine alone does not. */
  reports: boolean;
}

/** The runnable examples of a README: its `ts` blocks whose first line is a comment with a file name. */
export async function readExamples(readmePath: string): Promise<ReadmeExample[]> {
  const blocks = (await readFile(readmePath, 'utf8')).matchAll(/^```ts\n(\/\/ (\S+\.ts)\n.*?)^```$/gms);
  const examples = Array.from(blocks, ([, code = '', file = '']) => ({
    file,
    code,
    reports: code.includes('TrainingLogger'),
  }));
  if (examples.length === 0) throw new Error(`${readmePath} holds no example that starts with "// name.ts".`);
  return examples;
}
