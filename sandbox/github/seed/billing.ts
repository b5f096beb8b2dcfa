import { tellHistory } from './history.ts';
import type { RepositorySeed } from './repository-seed.ts';
import { componentWorkflows } from './workflows.ts';

type History = ReturnType<typeof tellHistory>;

/** What had happened before the release that a test or the demo makes: by whom, what, which file. */
const past: readonly (readonly [by: string, message: string, file: string, tag?: string])[] = [
  ['lena-b', 'feat(invoices): create an invoice from a usage record', 'src/invoices/create.ts'],
  ['tom-h', 'feat(invoices): list invoices by account', 'src/invoices/list.ts'],
  ['ben-w', 'feat(tax): compute tax by country', 'src/tax/compute.ts'],
  ['ana-d', 'feat(payments): capture a payment', 'src/payments/capture.ts'],
  ['ben-w', 'test(tax): rates of the EU', 'src/tax/compute.test.ts'],
  ['lena-b', 'fix(invoices): number invoices without gaps', 'src/invoices/number.ts'],
  ['sara-s', 'fix(payments): never log card numbers', 'src/payments/redact.ts'],
  ['tom-h', 'refactor(invoices): one repository for rows', 'src/invoices/rows.ts'],
  ['ana-d', 'feat(payments): refund in part', 'src/payments/refund.ts'],
  ['kenji-q', 'test(payments): refunds end to end', 'src/payments/refund.test.ts', 'v1.3.0'],
  ['ben-w', 'feat(tax): exempt accounts', 'src/tax/exempt.ts'],
  ['lena-b', 'perf(invoices): read a month in one query', 'src/invoices/month.ts'],
  ['omar-o', 'chore(deploy): probe readiness before traffic', 'deploy/probe.yaml'],
  ['ana-d', 'fix(payments): retry a declined capture once', 'src/payments/retry.ts'],
  ['tom-h', 'feat(invoices): credit notes', 'src/invoices/credit.ts', 'v1.4.0'],
  ['ben-w', 'fix(tax): round half to even', 'src/tax/round.ts'],
  ['kenji-q', 'test(tax): rounding cases from finance', 'src/tax/round.test.ts', 'v1.4.1'],
  ['lena-b', 'docs: how a month is closed', 'docs/closing-a-month.md'],
  ['omar-o', 'chore(deploy): alarms for failed captures', 'deploy/alarms.yaml'],
  ['ana-d', 'fix(payments): time zone of due dates', 'src/payments/due.ts'],
  ['sara-s', 'fix(security): escape account names in PDFs', 'src/invoices/pdf.ts', 'v1.4.2'],
];

const checklist = (feature: string) => `# Quality checklist: ${feature}

- [x] Unit and integration tests pass
- [x] Load test within limits
- [x] Security review done
- [x] Documentation updated
- [x] Rollout and rollback plan written
`;

function begin(history: History): void {
  history.commit('main', 'lena-b', 'chore: start billing', {
    'README.md': '# Billing\n\nInvoices, tax and payments.\n',
  });
  history.commit('main', 'omar-o', 'ci: test, publish, deploy', componentWorkflows);
  history.commit('main', 'maria-r', 'docs: principles of a release', {
    'docs/references/saef-principles.md':
      '# SAEF principles\n\n- Release discipline\n- Rollback readiness\n- Documentation links hold\n',
  });
  history.commit('main', 'tom-h', 'chore: code owners', { '.github/CODEOWNERS': '* @acme/backend-leads\n' });
  for (const [by, message, file, tag] of past) {
    const files = { [file]: `// ${message}\nexport const made = '${by}';\n` };
    history.commit('main', by, message, files, tag === undefined ? undefined : { [tag]: `billing ${tag.slice(1)}` });
  }
}

/** `acme/billing`: main at v1.4.2, dev ahead with the features tax-rounding and invoice-export. */
export function billingSeed(): RepositorySeed {
  const history = tellHistory('2026-09-01T08:00:00Z', 'acme');
  begin(history);
  history.same('main', 'dev');
  const rounding = history.branch('feature/tax-rounding', 'dev', 'ben-w', [
    ['feat(tax): round per line, not per invoice', { 'src/tax/lines.ts': 'export const perLine = true;\n' }],
    ['test(tax): lines that sum to a cent more', { 'src/tax/lines.test.ts': '// cases from finance\n' }],
    [
      'docs(tax): quality checklist and changelog',
      {
        'outputs/tax-rounding/quality-checklist.md': checklist('tax-rounding'),
        'outputs/tax-rounding/release/changelog.md': '- Tax is rounded per invoice line.\n',
      },
    ],
  ]);
  const roundingMerge = history.merge(1, 'Round tax per line', 'feature/tax-rounding', 'dev', 'lena-b', rounding.files);
  const exported = history.branch('feature/invoice-export', 'dev', 'ana-d', [
    ['feat(export): invoices as CSV', { 'src/export/csv.ts': 'export const separator = ";";\n' }],
    ['feat(export): a month at a time', { 'src/export/month.ts': 'export const months = 1;\n' }],
    [
      'fix(export): quote line breaks',
      { 'src/export/csv.ts': 'export const separator = ";";\nexport const quote = true;\n' },
    ],
    [
      'docs(export): quality checklist and changelog',
      {
        'outputs/invoice-export/quality-checklist.md': checklist('invoice-export'),
        'outputs/invoice-export/release/changelog.md': '- Invoices can be exported as CSV, a month at a time.\n',
      },
    ],
  ]);
  const exportMerge = history.merge(
    2,
    'Export invoices as CSV',
    'feature/invoice-export',
    'dev',
    'tom-h',
    exported.files,
  );
  history.commit('dev', 'kenji-q', 'test: smoke test of the export', {
    'test/smoke/export.test.ts': '// exports a month\n',
  });
  return {
    commits: history.commits,
    pulls: [
      {
        head: 'feature/tax-rounding',
        base: 'dev',
        title: 'Round tax per line',
        by: 'ben-w',
        at: roundingMerge.at,
        labels: ['feature'],
        headCommit: rounding.head,
        baseCommit: rounding.base,
        merged: { commit: roundingMerge.key, by: 'lena-b', at: roundingMerge.at },
        approvedBy: ['lena-b'],
      },
      {
        head: 'feature/invoice-export',
        base: 'dev',
        title: 'Export invoices as CSV',
        by: 'ana-d',
        at: exportMerge.at,
        labels: ['feature'],
        headCommit: exported.head,
        baseCommit: exported.base,
        merged: { commit: exportMerge.key, by: 'tom-h', at: exportMerge.at },
        approvedBy: ['tom-h'],
      },
    ],
    releases: [
      {
        tag: 'v1.4.1',
        name: 'billing 1.4.1',
        body: '- Rounding cases from finance',
        by: 'maria-r',
        at: '2026-09-07T08:00:00Z',
      },
      {
        tag: 'v1.4.2',
        name: 'billing 1.4.2',
        body: '- Account names are escaped in PDFs',
        by: 'maria-r',
        at: '2026-09-09T08:00:00Z',
      },
    ],
  };
}
