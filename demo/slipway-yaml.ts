import { workspace } from '../sandbox/workspace.ts';

/** The demo's slipway.yml: as the project's own, but it stays as it is when a team edits that one. */
export function slipwayYaml(component: string): string {
  return `workspace: ${workspace.team.id}
time-zone: Asia/Tokyo
channels:
  changelog: C0CHANGELOG
  stakeholders: C0CHANGELOG
  support: C0CHANGELOG
people:
  U0MARIA: { github: maria-r }
  U0LENA: { github: lena-b }
  U0TOM: { github: tom-h }
  U0OMAR: { github: omar-o }
  U0KENJI: { github: kenji-q }
  U0SARA: { github: sara-s }
  U0ANA: { github: ana-d }
  U0BEN: { github: ben-w }
components:
  ${component}:
    repository: acme/${component}
    channel: C0BACKEND
    playbook: backend-service
    roles:
      backend-lead: { group: S0LEADS }
      operations: { people: [U0OMAR, U0KENJI] }
    values:
      gateway: acme/api-gateway
  platform:
    repository: acme/platform
    channel: C0PLATFORM
    playbook: release-please
    hotfix: release-please-hotfix
    roles:
      component-owners: { group: S0LEADS }
      operations: { people: [U0OMAR, U0KENJI] }
      communications: { people: [U0SARA] }
  storefront:
    repository: acme/storefront
    channel: C0STOREFRONT
    playbook: gated
    roles:
      qa-lead: { people: [U0SARA] }
      security-liaison: { people: [U0TOM] }
      sre: { people: [U0OMAR, U0KENJI] }
      data-lead: { people: [U0LENA] }
      on-call: { people: [U0KENJI] }
`;
}
