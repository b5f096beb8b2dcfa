import type { CheckStep } from '../../release/playbook-steps.ts';
import { shortened } from '../../release/shortened.ts';
import { withoutTokens } from '../../release/token-shapes.ts';
import { completed, failed, failing, type StepOutcome, type StepWork, unavailable } from '../step-outcome.ts';
import { dataOf } from './data-file.ts';
import { atDotted } from './dotted-path.ts';
import { isSaid, saidValue } from './said-value.ts';

interface Answered {
  readonly kind: 'answered';
  readonly status: number;
  /** Where it redirects to; empty where it does not. */
  readonly location: string;
  readonly body: string;
}

export interface HttpAnswersClient {
  /** One GET, without following redirects. `body` is empty where it is not wanted. */
  askHttps(
    address: string,
    withBody: boolean,
  ): Promise<
    | Answered
    | { readonly kind: 'too-large' | 'not-listed' }
    | { readonly kind: 'blocked'; readonly address: string; readonly range: 'private' | 'never' }
    | { readonly kind: 'silent'; readonly because: string }
  >;
}

type Work = StepWork<Extract<CheckStep, { check: 'http-answers' }>>;

/** An address as people may read it: what stands behind ? may be a key. */
function shown(url: URL): string {
  return withoutTokens(`${url.origin}${url.pathname}`);
}

function wrongStatus(work: Work, { status, location }: Answered, url: URL): StepOutcome {
  const wanted = work.step.status;
  if (status >= 300 && status < 400 && location !== '')
    return failing(
      `${url.host} redirects to ${withoutTokens(shortened(location))}, and Slipway follows no redirect. Name in the playbook the address that answers by itself.`,
      shown(url),
    );
  return failing(`${shown(url)} answers ${status}, not ${wanted}. Mend what stands there.`, shown(url));
}

function judgeJson(work: Work, { status, body }: Answered, url: URL): StepOutcome {
  const { json } = work.step;
  if (json === undefined) return completed('made', `${shown(url)} answers ${status}.`, shown(url));
  const [at, wanted] = [work.fill(json.at), work.fill(json.is)];
  const data = dataOf('answer.json', body);
  if (data.kind === 'broken')
    return failing(
      `${shown(url)} answers ${status} with something that is no JSON. Mend what stands there.`,
      shown(url),
    );
  const found = atDotted(data.value, at);
  if (found.length === 0)
    return failing(`The answer of ${shown(url)} has no ${at}. It should be ${wanted}.`, shown(url));
  if (!isSaid(found[0], wanted))
    return failing(`${at} in the answer of ${shown(url)} is ${saidValue(found[0])}, not ${wanted}.`, shown(url));
  return completed('made', `${shown(url)} answers ${status}, and ${at} in it is ${wanted}.`, shown(url));
}

const blocked = {
  private: (host: string, address: string) =>
    `${host} leads to ${address}, an address of a private network, so Slipway does not ask it. If it is yours, write { host: ${host}, private: true } under allowed-hosts: in slipway.yml and restart Slipway.`,
  never: (host: string, address: string) =>
    `${host} leads to ${address}, and Slipway never asks addresses of that kind (link-local, unspecified, multicast, reserved, or IPv4 wrapped in IPv6). Correct where the name leads, or do this step by hand.`,
};

/** Whether an address answers as it should: the status, and one value of its JSON. */
export async function httpAnswers(client: HttpAnswersClient, work: Work): Promise<StepOutcome> {
  const { step } = work;
  const address = work.fill(step.url);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || url.protocol !== 'https:' || url.username !== '' || url.password !== '')
    return failed(
      `${withoutTokens(address)} is no address that Slipway asks: it must begin with https:// and hold no name or password.`,
      'Do it by hand and choose “Done outside”, or cancel the release; for the next one, correct the playbook.',
    );
  const answer = await client.askHttps(url.href, step.json !== undefined);
  switch (answer.kind) {
    case 'not-listed':
      return unavailable(
        `${url.host} is not among allowed-hosts: in slipway.yml, so Slipway does not ask it. Add it there and restart Slipway, or do this step by hand.`,
      );
    case 'blocked':
      return unavailable(blocked[answer.range](url.host, answer.address));
    case 'silent':
      return failing(`${shown(url)} does not answer: ${answer.because}. Mend what stands there.`, shown(url));
    case 'too-large':
      return unavailable(
        `${shown(url)} answers more than 256 KB, which is more than Slipway reads. Name an address that answers less.`,
        shown(url),
      );
    case 'answered':
      return answer.status === step.status ? judgeJson(work, answer, url) : wrongStatus(work, answer, url);
  }
}
