import type { JsonObject } from './json.ts';

const asset = { 'application/json': { schema: { $ref: '#/components/schemas/release-asset' } } };
const parameter = (name: string) => ({ $ref: `#/components/parameters/${name}` });

/**
 * What the cut of the description lacks, and where GitHub answers otherwise than it says: merged into the copy by
 * RFC 7396. Uploads have a host of their own on GitHub; here they are under `/uploads`.
 */
export const supplement: JsonObject = {
  paths: {
    '/repos/{owner}/{repo}/releases/{release_id}/assets': {
      post: {
        operationId: 'repos/upload-release-asset',
        parameters: [
          parameter('owner'),
          parameter('repo'),
          parameter('release-id'),
          { name: 'name', in: 'query', required: true, schema: { type: 'string' } },
          { name: 'label', in: 'query', schema: { type: 'string' } },
        ],
        requestBody: { required: false, content: { 'application/octet-stream': { schema: { type: 'string' } } } },
        responses: { '201': { content: asset }, '422': {} },
      },
    },
    '/repos/{owner}/{repo}/issues/{issue_number}/events': {
      get: {
        operationId: 'issues/list-events',
        parameters: ['owner', 'repo', 'issue-number', 'per-page', 'page'].map(parameter),
        responses: {
          '200': {
            content: {
              'application/json': {
                schema: { type: 'array', items: { $ref: '#/components/schemas/issue-event-for-issue' } },
              },
            },
          },
          '410': { $ref: '#/components/responses/gone' },
        },
      },
    },
    '/repos/{owner}/{repo}/code-scanning/analyses': {
      get: {
        operationId: 'code-scanning/list-recent-analyses',
        parameters: ['owner', 'repo', 'tool-name', 'tool-guid', 'page', 'per-page', 'git-ref', 'direction'].map(
          parameter,
        ),
        responses: {
          '200': {
            content: {
              'application/json': {
                schema: { type: 'array', items: { $ref: '#/components/schemas/code-scanning-analysis' } },
              },
            },
          },
          '403': { $ref: '#/components/responses/code_scanning_forbidden_read' },
          '404': { $ref: '#/components/responses/not_found' },
        },
      },
    },
    // 404 where they are off
    '/repos/{owner}/{repo}/immutable-releases': {
      get: {
        operationId: 'repos/check-immutable-releases',
        parameters: [parameter('owner'), parameter('repo')],
        responses: {
          '200': {
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: { enabled: { type: 'boolean' }, enforced_by_owner: { type: 'boolean' } },
                  required: ['enabled', 'enforced_by_owner'],
                },
              },
            },
          },
          '404': {},
        },
      },
    },
    '/repos/{owner}/{repo}/releases/assets/{asset_id}': {
      delete: {
        operationId: 'repos/delete-release-asset',
        parameters: [parameter('owner'), parameter('repo'), parameter('asset-id')],
        responses: { '204': {} },
      },
    },
  },
  components: {
    parameters: {
      // described as one date; it takes a range of the search syntax
      created: { schema: { type: 'string', format: null } },
    },
    schemas: {
      'issue-event-for-issue': {
        type: 'object',
        properties: {
          id: { type: 'integer' },
          node_id: { type: 'string' },
          url: { type: 'string' },
          actor: { $ref: '#/components/schemas/simple-user' },
          event: { type: 'string' },
          commit_id: { type: 'string', nullable: true },
          commit_url: { type: 'string', nullable: true },
          created_at: { type: 'string' },
          performed_via_github_app: { type: 'object', nullable: true },
        },
        required: [
          'id',
          'node_id',
          'url',
          'actor',
          'event',
          'commit_id',
          'commit_url',
          'created_at',
          'performed_via_github_app',
        ],
      },
      'code-scanning-analysis': {
        type: 'object',
        properties: {
          ref: { type: 'string' },
          commit_sha: { type: 'string', minLength: 40, maxLength: 64, pattern: '^[0-9a-fA-F]+$' },
          analysis_key: { type: 'string' },
          environment: { type: 'string' },
          category: { type: 'string' },
          error: { type: 'string' },
          created_at: { type: 'string', format: 'date-time' },
          results_count: { type: 'integer' },
          rules_count: { type: 'integer' },
          id: { type: 'integer' },
          url: { type: 'string', format: 'uri' },
          sarif_id: { type: 'string' },
          tool: { $ref: '#/components/schemas/code-scanning-analysis-tool' },
          deletable: { type: 'boolean' },
          warning: { type: 'string' },
        },
        required: [
          'ref',
          'commit_sha',
          'analysis_key',
          'environment',
          'error',
          'created_at',
          'results_count',
          'rules_count',
          'id',
          'url',
          'sarif_id',
          'tool',
          'deletable',
          'warning',
        ],
      },
      // a broken upload leaves `starter` behind
      'release-asset': { properties: { state: { enum: ['uploaded', 'open', 'starter'] } } },
      // what a job that waits for its environment's reviewers reports
      'deployment-status': {
        properties: {
          state: {
            enum: ['error', 'failure', 'inactive', 'pending', 'success', 'queued', 'in_progress', 'waiting'],
          },
        },
      },
      // a label without a description has none
      'pull-request-simple': { properties: { labels: { items: { properties: { description: { nullable: true } } } } } },
      'issue-search-result-item': { properties: { body: { nullable: true } } },
      // a draft without a name has none
      release: { properties: { name: { nullable: true }, body: { nullable: true } } },
    },
  },
};
