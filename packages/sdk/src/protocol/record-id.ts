/** What makes a record unique within its job. */
export interface RecordKey {
  /** One run of the trainer; letters and digits, sorts by start time when made by {@link createAttempt}. */
  attempt: string;
  /** Counts the records of the attempt from 0. */
  sequence: number;
}

/** The id a record carries on the wire: `${attempt}-${sequence}`. */
export function formatRecordId({ attempt, sequence }: RecordKey): string {
  return `${attempt}-${sequence}`;
}

/** The parts of an id made by {@link formatRecordId}; undefined for an id of another form. */
export function parseRecordId(recordId: string): RecordKey | undefined {
  const match = /^([0-9A-Za-z]{1,64})-(0|[1-9]\d{0,15})$/.exec(recordId);
  if (match === null) return undefined;
  return { attempt: match[1] as string, sequence: Number(match[2]) };
}

/**
 * Names a new attempt. Two processes of one job never share a name (time in milliseconds and 36 random bits), and names
 * sort by time, so nobody has to be asked for the next number.
 */
export function createAttempt(nowMs: number = Date.now()): string {
  const time = Math.max(0, Math.floor(nowMs)).toString(36).padStart(9, '0');
  const random = crypto.getRandomValues(new Uint8Array(7));
  return time + Array.from(random, (byte) => (byte % 36).toString(36)).join('');
}
