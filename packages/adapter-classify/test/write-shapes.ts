import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';

const SHAPES = {
  circle: (x: number, y: number, r: number) => `<circle cx="${x}" cy="${y}" r="${r}"/>`,
  cross: (x: number, y: number, r: number) =>
    `<path d="M${x - r} ${y - r}L${x + r} ${y + r}M${x - r} ${y + r}L${x + r} ${y - r}" stroke="currentColor" stroke-width="3"/>`,
  square: (x: number, y: number, r: number) => `<rect x="${x - r}" y="${y - r}" width="${2 * r}" height="${2 * r}"/>`,
};

/** How many images of each class to draw. */
export interface ShapeCounts {
  train: number;
  val: number;
}

/** Draws an ImageFolder of circles, crosses and squares: 40×32 pixels, JPEG and PNG, the same ones every time. */
export async function writeShapes(root: string, counts: ShapeCounts): Promise<void> {
  for (const [split, count] of Object.entries(counts)) {
    for (const [name, draw] of Object.entries(SHAPES)) {
      const folder = path.join(root, split, name);
      await mkdir(folder, { recursive: true });
      for (let index = 0; index < count; index += 1) {
        const seed = index * 31 + name.length * 7 + split.length * 3;
        const colour = `hsl(${(seed * 47) % 360},80%,35%)`;
        const shape = draw(14 + (seed % 13), 12 + ((seed * 5) % 9), 5 + (seed % 5));
        const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="32"><rect width="40" height="32" fill="#eee"/><g fill="${colour}" color="${colour}">${shape}</g></svg>`;
        const file = path.join(folder, `${String(index).padStart(3, '0')}.${index % 2 === 0 ? 'png' : 'jpg'}`);
        await sharp(Buffer.from(svg)).toFile(file);
      }
    }
  }
}
