import type { JobStatus, LogRecord, LogType, MetricRecord } from '@vision/trainer-sdk/protocol';
import type { Job, JobUpdate, NewJob } from './job.js';
import type { NewProject, Project, User } from './project.js';

/** A metric record as stored. Row ids grow in the order of storing, over all jobs. */
export interface StoredMetric {
  readonly id: number;
  readonly jobId: number;
  /** ISO-8601 UTC: when the trainer says it happened, or else when it arrived. */
  readonly createdAt: string;
  readonly record: MetricRecord;
}

/** A log record as stored. Row ids grow in the order of storing, over all jobs. */
export interface StoredLog {
  readonly id: number;
  readonly jobId: number;
  /** ISO-8601 UTC: when the trainer says it happened, or else when it arrived. */
  readonly createdAt: string;
  readonly record: LogRecord;
}

/** Which jobs to list; newest first. */
export interface JobQuery {
  /** Only jobs in projects of this user. */
  readonly userId?: number;
  readonly projectId?: number;
  readonly statuses?: readonly JobStatus[];
  /** Only jobs with a smaller id. */
  readonly beforeId?: number;
  /** @default 100 */
  readonly limit?: number;
}

/** Which metric records to read; oldest first. */
export interface MetricQuery {
  /** Only rows with a greater id. @default 0 */
  readonly afterId?: number;
  /** @default everything */
  readonly limit?: number;
}

/** Which log records to read; answered oldest first. */
export interface LogQuery {
  /** Only rows with a greater id, beginning with the oldest of them. Absent: the newest `limit` rows. */
  readonly afterId?: number;
  readonly limit: number;
  readonly logType?: LogType;
  /** Only rows whose text contains this, ignoring the case of ASCII letters. */
  readonly search?: string;
}

/** How many records of a job are stored, and the ids of the newest; 0 where there is none. */
export interface RecordTotals {
  readonly metrics: number;
  readonly logs: number;
  readonly lastMetricId: number;
  readonly lastLogId: number;
}

/** What a change of a job did. */
export interface JobChange {
  readonly before: Job;
  readonly after: Job;
}

/**
 * Where the backend keeps what it knows. Every method is atomic. Implementations are exchangeable: nothing outside
 * `store/` knows which database is underneath.
 */
export interface JobStore {
  /** Keeps a setting that is chosen once. @returns what was kept first under this name, else `value` */
  keepSetting(name: string, value: string): Promise<string>;

  /** Finds the user with this token subject, and adds it when new. */
  ensureUser(subject: string): Promise<User>;

  createProject(project: NewProject): Promise<Project>;
  findProject(id: number): Promise<Project | undefined>;
  /** Newest first. */
  listProjects(userId: number): Promise<Project[]>;

  createJob(job: NewJob): Promise<Job>;
  findJob(id: number): Promise<Job | undefined>;
  listJobs(query: JobQuery): Promise<Job[]>;
  /**
   * Reads a job, lets `decide` say what to change, and writes that, with nothing in between.
   * @param decide pure; undefined leaves the job as it is
   * @returns undefined for an unknown job
   */
  changeJob(id: number, decide: (job: Job) => JobUpdate | undefined): Promise<JobChange | undefined>;

  /** Stores records in one transaction, each record id once. @returns the records that were new */
  appendMetrics(jobId: number, records: readonly MetricRecord[]): Promise<StoredMetric[]>;
  /** Stores records in one transaction, each record id once. @returns the records that were new */
  appendLogs(jobId: number, records: readonly LogRecord[]): Promise<StoredLog[]>;
  readMetrics(jobId: number, query?: MetricQuery): Promise<StoredMetric[]>;
  readLogs(jobId: number, query: LogQuery): Promise<StoredLog[]>;
  countRecords(jobId: number): Promise<RecordTotals>;

  /** Waits for what is under way and gives the database back. */
  close(): Promise<void>;
}
