/** Ids of the clicks that cards, asks and modals offer; the route table routes each to its story. */
export const actionIds = {
  checklist: 'checklist:open',
  signOff: 'sign-off:open',
  deploy: 'deploy:start',
  details: 'details:open',
  outside: 'outside:open',
  retry: 'retry:step',
  pause: 'pause:open',
  resume: 'resume:now',
  cancel: 'cancel:open',
  /** The card's overflow menu: the chosen option's value names one of the others as `do`. */
  more: 'card:more',
} as const;
