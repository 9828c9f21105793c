import type { ConvertProgress } from '../convert/convert-options.js';

const BAR_WIDTH = 30;
const REDRAW_MS = 100;

/** Draws progress on one line of a terminal; writes nothing where the output is no terminal. */
export function createProgressLine(stream: NodeJS.WriteStream): {
  update(progress: ConvertProgress): void;
  clear(): void;
} {
  let drawnAt = -Infinity;
  return {
    update({ phase, images, total }) {
      const now = performance.now();
      if (!stream.isTTY || now - drawnAt < REDRAW_MS) return;
      drawnAt = now;
      const filled = total ? Math.round((images / total) * BAR_WIDTH) : 0;
      const bar = total ? `[${'='.repeat(filled)}${' '.repeat(BAR_WIDTH - filled)}] ${images}/${total}` : `${images}`;
      stream.write(`\r\u001b[K${phase === 'check' ? 'Checking' : 'Writing'} ${bar} images`);
    },
    clear() {
      if (stream.isTTY && drawnAt > -Infinity) stream.write('\r\u001b[K');
    },
  };
}
