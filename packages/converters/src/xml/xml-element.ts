import { type XmlEvent, xmlEvents } from './xml-events.js';

/** An element with all that is in it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** All text directly inside, trimmed. */
  readonly text: string;
  readonly line: number;
}

/** Reads the rest of an element whose `open` event was just read. */
export function readElement(open: XmlEvent & { type: 'open' }, events: Iterator<XmlEvent>): XmlElement {
  const children: XmlElement[] = [];
  let text = '';
  for (let next = events.next(); !next.done; next = events.next()) {
    const event = next.value;
    if (event.type === 'close') break;
    if (event.type === 'open') children.push(readElement(event, events));
    else text += event.text;
  }
  return { name: open.name, attributes: open.attributes, children, text: text.trim(), line: open.line };
}

/**
 * Parses a whole document.
 *
 * @throws DatasetSyntaxError naming file and line where it is not well-formed.
 */
export function parseXml(text: string, file: string): XmlElement {
  const events = xmlEvents([text], file);
  let root: XmlElement | undefined;
  // The events end after the root element, or throw; reading on finds what stands behind it.
  for (let next = events.next(); !next.done; next = events.next()) {
    if (next.value.type === 'open') root = readElement(next.value, events);
  }
  if (root === undefined) throw new Error('a document without a root passed the parser');
  return root;
}

/** First child of that name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** All children of that name, in order. */
export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 cannot hold these at all, not even escaped. */
const forbidden = /(?![\t\n\r\u0080-\u009f])[\p{Cc}\ufffe\uffff]/gu;

/** Text made safe for an element's content or a double-quoted attribute; control characters become U+FFFD. */
export function escapeXml(text: string): string {
  return text.replace(forbidden, '\ufffd').replace(/[&<>"]/g, (char) => escapes[char] ?? char);
}
