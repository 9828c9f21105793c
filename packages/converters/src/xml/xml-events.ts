import sax from 'sax';
import { DatasetSyntaxError } from '../errors/dataset-syntax-error.js';

/** One piece of an XML document, in document order. An empty element gives an `open` and a `close`. */
export type XmlEvent =
  | {
      readonly type: 'open';
      readonly name: string;
      readonly attributes: Readonly<Record<string, string>>;
      readonly line: number;
    }
  | { readonly type: 'close'; readonly name: string; readonly line: number }
  | { readonly type: 'text'; readonly text: string; readonly line: number };

const MAX_DEPTH = 64;
/** Small enough that the events of one piece stay few. */
const PIECE_CHARS = 64 * 1024;

function* piecesOf(chunks: Iterable<string>): Generator<string> {
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += PIECE_CHARS) yield chunk.slice(at, at + PIECE_CHARS);
  }
}

/**
 * Reads an XML document piece by piece, keeping no more of it in memory than one piece. Comments, processing
 * instructions and a plain DOCTYPE are passed over; a DOCTYPE that declares anything is refused, and no entity but XML's
 * five and character references is expanded.
 *
 * @throws DatasetSyntaxError where the document is not well-formed, or nested deeper than 64 elements.
 */
export function* xmlEvents(chunks: Iterable<string>, file: string): Generator<XmlEvent> {
  const parser = sax.parser(true, { position: true });
  let events: XmlEvent[] = [];
  let depth = 0;
  let hasRoot = false;
  let openLine = 1;

  const fail = (problem: string, line: number, cause?: unknown): never => {
    throw new DatasetSyntaxError('XML', problem, { file, line, cause });
  };
  parser.onerror = (error) => fail(error.message.split('\n')[0] ?? error.message, parser.line + 1, error);
  parser.ondoctype = (text) => {
    if (text.includes('[')) fail('a DOCTYPE with declarations of its own, which are refused', parser.line + 1);
  };
  parser.onopentagstart = () => {
    openLine = parser.line + 1;
  };
  parser.onopentag = ({ name, attributes }) => {
    if (depth === 0 && hasRoot) fail('a second root element', openLine);
    if (++depth > MAX_DEPTH) fail(`elements nested deeper than ${MAX_DEPTH}`, openLine);
    hasRoot = true;
    events.push({ type: 'open', name, attributes: attributes as Record<string, string>, line: openLine });
  };
  parser.onclosetag = (name) => {
    depth--;
    events.push({ type: 'close', name, line: parser.line + 1 });
  };
  parser.ontext = (text) => {
    events.push({ type: 'text', text, line: parser.line + 1 });
  };
  parser.oncdata = parser.ontext;

  for (const piece of piecesOf(chunks)) {
    parser.write(piece);
    yield* events;
    events = [];
  }
  parser.close();
  yield* events;
  if (!hasRoot) fail('there is no element in it', 1);
}
