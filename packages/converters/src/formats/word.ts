/** A name as one word, for rows whose values are separated by spaces: white space and `%` are percent-encoded. */
export function toWord(name: string): string {
  return name.replace(/[\s%]/gu, (char) => encodeURIComponent(char));
}

/** The name that a word stands for; a word with a `%` that encodes nothing stands for itself. */
export function fromWord(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}
