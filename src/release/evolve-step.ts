import { checklistComplete } from './checklist.ts';
import { confirmationOf } from './deploy-confirmation.ts';
import { windowFor } from './deploy-window.ts';
import type { Facts, ReleaseEvent } from './events.ts';
import { applyToWindow, windowsOff } from './evolve-window.ts';
import { relapsed } from './held-checks.ts';
import { rolesSigned } from './may-sign.ts';
import { type Person, plannedStep, type Release, stepState } from './release.ts';
import { quorumReached } from './sign-off.ts';
import type { Move, StepState } from './step-state.ts';
import { judgedAfterAgain, untouched, voidJudgementsOf, withStep } from './void-judgements.ts';

function applySignature(release: Release, event: Extract<ReleaseEvent, { type: 'SignOffGiven' }>, at: Date): Release {
  const { by, decision, comment, subject, step, for: holder } = event;
  const others = stepState(release, step).signatures.filter((s) => s.by !== by);
  const roles = rolesSigned(release, step, by, holder);
  const signature = { by, decision, comment, subject, at, roles, ...(holder === undefined ? {} : { for: holder }) };
  const signed = withStep(release, step, { signatures: [...others, signature] });
  if (!quorumReached(signed, step)) return signed;
  return withStep(signed, step, { status: 'done', done: { how: 'made', by, at, sentence: 'Signed' } });
}

/** A signature is taken back: a step that was done by it is waited for again, and with it what was judged after it in its stage. */
function applyRevocation(
  release: Release,
  event: Extract<ReleaseEvent, { type: 'SignatureRevoked' }>,
  at: Date,
): Release {
  const { by, reason, step } = event;
  const { signatures, voided, status } = stepState(release, step);
  const own = signatures.filter((s) => s.by === by).map((s) => ({ ...s, revoked: { at, reason } }));
  const left = withStep(release, step, {
    signatures: signatures.filter((s) => s.by !== by),
    voided: [...voided, ...own],
  });
  if (quorumReached(left, step)) {
    const last = stepState(left, step).signatures.at(-1)?.by;
    return withStep(left, step, { status: 'done', done: { how: 'made', by: last, at, sentence: 'Signed' } });
  }
  if (status !== 'done') return left;
  const waited = { status: 'pending', done: undefined, since: undefined, reminders: 0, held: 0 } as const;
  return judgedAfterAgain(withStep(left, step, waited), step);
}

function applyTicks(release: Release, event: Extract<ReleaseEvent, { type: 'ChecklistSaved' }>, at: Date): Release {
  const ticks = { ...stepState(release, event.step).ticks };
  for (const [item, { ticked, evidence, file }] of Object.entries(event.ticks)) {
    if (ticked) ticks[item] = { by: event.by, at, evidence, file };
    else delete ticks[item];
  }
  return ticksChanged(release, event.step, ticks, event.by, at);
}

/** A checklist with these ticks; done if all are there, a done one stays so. */
function ticksChanged(release: Release, step: string, ticks: StepState['ticks'], by: Person, at: Date): Release {
  const saved = withStep(release, step, { ticks });
  if (stepState(release, step).status === 'done' || !checklistComplete(saved, step)) return saved;
  return withStep(saved, step, { status: 'done', done: { how: 'made', by, at, sentence: 'All items ticked' } });
}

/** A file given as evidence was read to its end, or was lost; one that was replaced since is no longer of interest. */
function applyEvidence(
  release: Release,
  event: Extract<ReleaseEvent, { type: 'EvidenceHashed' | 'EvidenceLost' }>,
  at: Date,
): Release {
  const { ticks } = stepState(release, event.step);
  const tick = ticks[event.item];
  if (tick?.file === undefined || tick.file.id !== event.file) return release;
  if (event.type === 'EvidenceLost') {
    const { [event.item]: _lost, ...rest } = ticks;
    return withStep(release, event.step, { ticks: rest });
  }
  const hashed = { ...tick, file: { ...tick.file, sha256: event.sha256 } };
  return ticksChanged(release, event.step, { ...ticks, [event.item]: hashed }, tick.by, at);
}

/** Whether a deployment needs others to confirm it, or keeps to a window: then a Retry asks for all of that anew. */
function asksAnew(release: Release, id: string): boolean {
  const planned = plannedStep(release, id);
  if (planned === undefined || !('deploy' in planned.step)) return false;
  return planned.step.with !== undefined || windowFor(release, planned) !== undefined;
}

/** A commit that was pinned anew has moved from the one before. */
function movesWith({ moves, facts }: StepState, found: Facts | undefined): readonly Move[] {
  const { previous, head, news } = { ...facts, ...found };
  return previous === undefined || head === undefined ? moves : [...moves, { from: previous, to: head, news }];
}

/** The commit is read anew: what was judged of the old one is void. */
function applyRepin(release: Release, { step, from }: Extract<ReleaseEvent, { type: 'CommitRepinned' }>): Release {
  const { attempt, moves } = stepState(release, step);
  const again = { ...untouched, attempt: attempt + 1, moves, facts: { previous: from } };
  return voidJudgementsOf(withStep(release, step, again), step, false, from);
}

/** The release after what an event did to one of its steps. */
export function applyToStep(release: Release, event: ReleaseEvent, at: Date): Release {
  switch (event.type) {
    case 'StepRead':
      return withStep(release, event.step, {
        reading: { outcome: event.outcome, sentence: event.sentence, link: event.link, at },
        toldUnreadable: event.outcome === 'unavailable' || stepState(release, event.step).toldUnreadable,
        red: event.outcome === 'unavailable' ? stepState(release, event.step).red : event.outcome === 'fail',
        facts: { ...stepState(release, event.step).facts, ...event.facts },
      });
    case 'StepCompleted':
      return withStep(release, event.step, {
        status: 'done',
        done: { how: event.how, by: event.by, sentence: event.sentence, link: event.link, at },
        failure: undefined,
        facts: { ...stepState(release, event.step).facts, ...event.facts },
        moves: movesWith(stepState(release, event.step), event.facts),
      });
    case 'StepFailed':
      return withStep(release, event.step, {
        status: 'failed',
        failure: { sentence: event.sentence, remedy: event.remedy, link: event.link, jobs: event.jobs },
      });
    case 'StepRetried': {
      const { attempt, signatures, voided } = stepState(release, event.step);
      return withStep(release, event.step, {
        status: 'pending',
        attempt: attempt + 1,
        failure: undefined,
        reading: undefined,
        since: undefined,
        reminders: 0,
        held: 0,
        standIns: [],
        signatures: [],
        voided: [...voided, ...signatures],
        rerun: undefined,
        breakGlass: undefined,
        ...(asksAnew(release, event.step) ? { requested: undefined, confirmed: [] } : {}),
      });
    }
    case 'CheckWaived':
      return withStep(release, event.step, {
        status: 'done',
        done: { how: 'waived', by: event.by, sentence: event.reason, at },
        rerun: undefined,
      });
    case 'CheckSeenGreen':
      return withStep(release, event.step, { seenGreen: at });
    case 'CheckRelapsed':
      return withStep(release, event.step, relapsed(stepState(release, event.step), event, at));
    case 'CheckRerunAsked': {
      const ask = (stepState(release, event.step).rerun?.ask ?? 0) + 1;
      return withStep(release, event.step, { rerun: { by: event.by, at, ask, answered: false } });
    }
    case 'CheckRerunAnswered': {
      const { rerun } = stepState(release, event.step);
      return rerun === undefined ? release : withStep(release, event.step, { rerun: { ...rerun, answered: true } });
    }
    case 'ChecklistSaved':
      return applyTicks(release, event, at);
    case 'EvidenceHashed':
    case 'EvidenceLost':
      return applyEvidence(release, event, at);
    case 'SignOffGiven':
      return applySignature(release, event, at);
    case 'HeadMoved':
      return voidJudgementsOf(
        withStep(release, event.step, {
          facts: { ...stepState(release, event.step).facts, ...event.facts, head: event.to },
          moves: [...stepState(release, event.step).moves, { from: event.from, to: event.to, news: event.news }],
        }),
        event.step,
        event.merged === true,
        event.from,
      );
    case 'DeployRequested':
      return withStep(release, event.step, {
        requested: { by: event.by, at, ...(event.for === undefined ? {} : { for: event.for }) },
      });
    case 'IssuesSettled': {
      const again = new Set(event.issues.map(({ number }) => number));
      const others = (stepState(release, event.step).settled ?? []).filter(({ number }) => !again.has(number));
      return withStep(release, event.step, {
        settled: [...others, ...event.issues.map((issue) => ({ ...issue, by: event.by, at }))],
      });
    }
    case 'Escalated':
      return withStep(release, event.step, {
        standIns: [...new Set([...stepState(release, event.step).standIns, event.role])],
      });
    case 'DeployConfirmed': {
      const { confirmed } = stepState(release, event.step);
      return withStep(release, event.step, { confirmed: [...confirmed, confirmationOf(release, event, at)] });
    }
    case 'SignatureRevoked':
      return applyRevocation(release, event, at);
    case 'CommitRepinned':
      return applyRepin(release, event);
    case 'BreakGlassAsked': {
      const holder = event.for === undefined ? {} : { for: event.for };
      return withStep(release, event.step, { breakGlass: { by: event.by, reason: event.reason, at, ...holder } });
    }
    case 'BreakGlassConfirmed': {
      const { breakGlass } = stepState(release, event.step);
      if (breakGlass === undefined) return release;
      return withStep(release, event.step, { breakGlass: { ...breakGlass, confirmed: { by: event.by, at } } });
    }
    case 'AnnouncementReviewed':
      return withStep(release, event.step, { reviewed: { by: event.by, at, text: event.text } });
    case 'WindowScheduled':
    case 'WindowOpened':
    case 'WindowClosed':
    case 'WindowTold':
      return applyToWindow(release, event, at);
    case 'ReleaseCancelled':
    case 'ReleaseWithdrawn':
      return windowsOff(release);
    case 'DeadlinePassed':
      return withStep(release, event.step, { reminders: event.times });
    default:
      return release;
  }
}
