import type { Door } from './door.ts';

type Answer = Parameters<Door['respond']>[1];

interface Ports {
  /** Bolt's acknowledgement; what it is given is shown to the person. */
  ack(answer?: { response_type: 'ephemeral'; text: string; blocks?: NonNullable<Answer['blocks']> }): Promise<void>;
  /** Answers by the response_url. */
  respond(answer: Answer): Promise<void>;
}

/** Answers a command; `settle` acknowledges it if nothing did yet. */
export interface AckedAnswer {
  respond(answer: Answer): Promise<void>;
  settle(): Promise<void>;
}

/**
 * The first answer to a command goes with its acknowledgement: one request of Slack's instead of that and one of ours to
 * its response_url, and whoever floods Slipway waits for its answers. After so many milliseconds the command is acknowledged without one, long before Slack's 3 s.
 */
export function answerWithAck({ ack, respond }: Ports, withinMs: number): AckedAnswer {
  let acked = false;
  const settle = async (...answer: Parameters<Ports['ack']>): Promise<void> => {
    clearTimeout(timer);
    if (acked) return;
    acked = true;
    await ack(...answer);
  };
  const timer = setTimeout(() => void settle(), withinMs);
  return {
    async respond(answer) {
      const { visible, text, blocks } = answer;
      if (!acked && visible === 'only-you')
        return await settle({ response_type: 'ephemeral', text, ...(blocks === undefined ? {} : { blocks }) });
      await settle();
      await respond(answer);
    },
    settle: () => settle(),
  };
}
