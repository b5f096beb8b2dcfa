/** A line typed by hand: its word, and what follows. */
export interface HandLine {
  readonly word: string;
  readonly rest: string;
}

/** Takes a line apart; undefined for an empty one and for a comment. */
export function readLine(line: string): HandLine | undefined {
  const text = line.trim();
  if (text === '' || text.startsWith('#')) return undefined;
  const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(text) ?? [];
  return { word: word.toLowerCase(), rest };
}

export const handHelp = `Everybody of the release is yours to play. The prompt says who you are.

  as lena                            be somebody else: maria lena tom omar kenji sara ana ben
  see                                the release card, and the form that is open
  see thread | channel | changelog   what was posted there
  type /release status               type into ${'#dev-backend-github'}
  click Review and sign              a button or a menu’s entry; then yes or no, where Slack asks
  fill Your decision = Approve       a field of the open form; several choices: a, b (or all)
  submit | close                     the form’s buttons

  github runs | pulls                what is on GitHub
  github finish publish.yml success  a workflow ends: success, failure, cancelled, timed_out
  github push ana dev                ana pushes a commit to dev
  github merge 3                     you merge pull request 3; of the other repository: github gateway merge 1

  play                               everybody does their part, to the end
  quit                               stop (Ctrl-C and the end of the input do too)`;
