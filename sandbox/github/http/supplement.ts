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
