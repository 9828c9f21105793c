import { LineCounter, parseDocument } from 'yaml';
import { DatasetSyntaxError } from '../errors/dataset-syntax-error.js';

/**
 * Parses one YAML document into plain values (YAML 1.2 core schema; at most 100 uses of aliases).
 *
 * @throws DatasetSyntaxError naming file and line where it is not valid.
 */
export function parseYaml(text: string, file: string): unknown {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, logLevel: 'error' });
  const [error] = document.errors;
  if (error) {
    const problem = error.message.split('\n')[0]?.replace(/ at line .*$/, '') ?? error.code;
    throw new DatasetSyntaxError('YAML', problem, { file, line: lineCounter.linePos(error.pos[0]).line, cause: error });
  }
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw new DatasetSyntaxError('YAML', cause instanceof Error ? cause.message : String(cause), {
      file,
      line: 1,
      cause,
    });
  }
}
