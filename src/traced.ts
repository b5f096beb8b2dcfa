import type { Queue } from './adapters/queue.ts';
import type { Tracing } from './adapters/tracing.ts';
import type { Execute } from './execute.ts';
import type { QueuePort } from './jobs/effect-job.ts';

/** The queue for whoever enqueues within a trace: its jobs lead back to it. */
export function tracedQueue(queue: Queue, { traceparent }: Tracing): QueuePort {
  return {
    add(job) {
      const from = traceparent();
      return queue.add(from === undefined ? job : { ...job, data: { ...job.data, traceparent: from } });
    },
  };
}

/** Each command that is decided and appended is a span, with its release and step. */
export function tracedExecute(execute: Execute, { span }: Tracing): Execute {
  const traced: Execute = Object.assign(
    (...[id, command, cause]: Parameters<Execute>) => {
      const step = 'step' in command && command.step !== undefined ? { 'slipway.step': command.step } : {};
      return span(`execute ${command.type}`, { 'slipway.release': id, ...step }, () => execute(id, command, cause));
    },
    { load: execute.load },
  );
  return traced;
}
