import type { Loss } from '../convert/losses.js';
import type { ConversionReport } from './conversion-report.js';
import { formatIssue } from './format-issue.js';

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : noun.endsWith('x') ? 'es' : 's'}`;
}

/** What a target cannot hold, a line each. */
export function describeLosses(losses: readonly Loss[]): string {
  return losses.map(({ feature, count, effect }) => `  ${feature} (${count}): ${effect}`).join('\n');
}

/** Everything found, for people: the issues with their places, then the sums. */
export function describeIssues(report: ConversionReport): string {
  const { issues, counts } = report;
  const lines = issues.map(formatIssue);
  const unseen = counts.error + counts.warning + counts.info - issues.length;
  if (unseen > 0) {
    lines.push(`… and ${unseen} more. All of them, by kind:`);
    for (const [code, count] of Object.entries(report.countsByCode)) lines.push(`  ${code}: ${count}`);
  }
  lines.push(`${plural(counts.error, 'error')}, ${plural(counts.warning, 'warning')}, ${plural(counts.info, 'note')}`);
  return lines.join('\n');
}

/** What was done, in a few lines. */
export function describeConversion(report: ConversionReport, output: string | undefined): string {
  const lines = [
    `${report.from}${report.detection ? ` (${report.detection})` : ''}: ${plural(report.images, 'image')}, ${plural(report.objects, 'object')}`,
  ];
  if (report.skipped > 0 || report.repaired > 0) lines.push(`${report.skipped} left out, ${report.repaired} repaired`);
  if (output !== undefined) {
    const { imagesWritten, imageFilesPlaced, annotationFilesWritten } = report;
    lines.push(
      `${report.to} in ${output}: ${plural(imagesWritten, 'image')} (${imageFilesPlaced} placed), ${plural(annotationFilesWritten, 'annotation file')}`,
    );
  }
  for (const { name, images, objects } of report.splits) {
    if (name !== '' || report.splits.length > 1)
      lines.push(`  ${name === '' ? 'no split' : name}: ${plural(images, 'image')}, ${plural(objects, 'object')}`);
  }
  return lines.join('\n');
}

/** Classes with their counts, and the balance of classes over the splits, as a table. */
export function describeStatistics(report: ConversionReport): string {
  const splits = report.splits.map(({ name }) => name || '(none)');
  const rows = [
    ['category', 'objects', 'images', ...(report.splits.length > 1 ? splits : [])],
    ...report.categories.map(({ name, objects, images }) => [
      name,
      String(objects),
      String(images),
      ...(report.splits.length > 1
        ? report.splits.map(({ imagesByCategory }) => String(imagesByCategory[name] ?? 0))
        : []),
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const table = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
  return [describeConversion(report, undefined), '', ...table].join('\n');
}
