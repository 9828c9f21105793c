import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DatasetSyntaxError } from '../errors/dataset-syntax-error.js';
import { childOf, escapeXml, parseXml } from './xml-element.js';

function failureOf(text: string): DatasetSyntaxError {
  try {
    parseXml(text, 'a.xml');
  } catch (error) {
    if (error instanceof DatasetSyntaxError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('parseXml', () => {
  test('gives elements with their text and line', () => {
    const root = parseXml(
      '\ufeff<?xml version="1.0"?>\r\n<a>\r\n  <b x="1 &amp; 2">t&lt;&#65;</b><!-- c -->\n  <c/></a>',
      'a.xml',
    );
    expect(root.children.map(({ name, text, line }) => [name, text, line])).toEqual([
      ['b', 't<A', 3],
      ['c', '', 4],
    ]);
    expect(childOf(root, 'b')?.attributes.x).toBe('1 & 2');
  });

  test.each([
    ['an entity of its own', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<a>&x;</a>', 1],
    ['an undeclared entity', '<a>\n&x;</a>', 2],
    ['entities in entities', '<!DOCTYPE a [<!ENTITY x "lol"><!ENTITY y "&x;&x;">]><a>&y;</a>', 1],
    ['a wrong end tag', '<a>\n\n<b></a>', 3],
    ['an end too early', '<a>\n<b>', 2],
    ['a second root', '<a/>\n<b/>', 2],
    ['nothing', '', 1],
    ['too deep nesting', '<a>'.repeat(100), 1],
  ])('refuses %s and names the line', (_, text, line) => {
    const error = failureOf(text);
    expect(error).toMatchObject({ code: 'bad-xml', file: 'a.xml', line });
  });

  test('reads back any text that was escaped, but for characters XML cannot hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(parseXml(`<a b="${escapeXml(text)}">x${escapeXml(text)}x</a>`, 'a.xml').text).toBe(`x${text}x`);
      }),
    );
    expect(escapeXml('a\u0000b\u0008')).toBe('a\ufffdb\ufffd');
  });
});
