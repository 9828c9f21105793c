/** How far a watcher has read a job's records. */
export interface StreamPosition {
  readonly metricId: number;
  readonly logId: number;
}

/** The position as watchers carry it around; its form is nobody else's business. */
export function formatCursor({ metricId, logId }: StreamPosition): string {
  return `${metricId}-${logId}`;
}

/** The position that {@link formatCursor} was given; undefined for anything else. */
export function parseCursor(cursor: string): StreamPosition | undefined {
  const match = /^(\d{1,15})-(\d{1,15})$/.exec(cursor);
  return match === null ? undefined : { metricId: Number(match[1]), logId: Number(match[2]) };
}
