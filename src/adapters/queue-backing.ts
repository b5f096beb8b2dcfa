import type { JobSchedulerJson, JobsOptions, RepeatOptions } from 'bullmq';

/** What Slipway uses of BullMQ's job. */
export interface BackedJob {
  readonly id?: string | undefined;
  readonly name: string;
  readonly data: unknown;
  /** When it was added, and how long after that it is due; both in milliseconds. */
  readonly timestamp: number;
  readonly delay: number;
  remove(): Promise<void>;
  /** Whether a worker has it. */
  isActive(): Promise<boolean>;
}

/** What Slipway uses of BullMQ's queue. */
export interface BackedQueue {
  add(name: string, data: object, options: JobsOptions): Promise<unknown>;
  getJobCounts(...states: ('waiting' | 'active' | 'delayed')[]): Promise<Record<string, number>>;
  getJob(id: string): Promise<BackedJob | undefined>;
  getJobScheduler(id: string): Promise<JobSchedulerJson | undefined>;
  upsertJobScheduler(
    id: string,
    repeat: Pick<RepeatOptions, 'every'>,
    job: { name: string; data: object; opts: typeof disposable },
  ): Promise<unknown>;
}

/** What Slipway uses of BullMQ's worker. */
export interface BackedWorker {
  on(event: 'error', hear: (error: Error) => void): unknown;
  on(event: 'failed', hear: (job: BackedJob | undefined, error: Error) => void): unknown;
  close(): Promise<void>;
}

/** BullMQ's objects on one of its backends. */
export interface Backing {
  readonly queue: BackedQueue;
  /** How long an `add` may take, in milliseconds. */
  readonly patienceMs: number;
  worker(process: (job: BackedJob) => Promise<void>, options: WorkerSettings): BackedWorker;
  close(): Promise<void>;
}

export interface WorkerSettings {
  readonly concurrency: number;
  readonly lockDuration: number;
  readonly stalledInterval: number;
  readonly maxStalledCount: number;
}

/** Gone when done, either way, so that the id may be used again. */
export const disposable = { removeOnComplete: true, removeOnFail: true };
