const onTag = (name: string, jobs: readonly string[]): string => `name: ${name}
on:
  push:
    tags: ['v*']
jobs:
${jobs.map((job) => `  ${job}:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v5\n      - run: make ${job}\n`).join('')}`;

/** The workflows of `acme/platform`, by path. Release Please has the token of an App, so that what it makes starts workflows. */
export const platformWorkflows: Readonly<Record<string, string>> = {
  '.github/workflows/ci.yml': `name: CI
on:
  pull_request:
    branches: [main, 'hotfix/**']
jobs:
  ci:
    runs-on: ubuntu-latest
    steps:
      - run: make test
`,
  '.github/workflows/configs-and-helm.yml': `name: Configs and Helm
on:
  push:
    branches: [main, 'hotfix/**']
  workflow_dispatch: {}
jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
      - run: make lint
`,
  '.github/workflows/release-please.yml': `name: Release Please
on:
  push:
    branches: [main, 'hotfix/**']
  schedule:
    - cron: '0 6 * * 1'
  workflow_dispatch: {}
jobs:
  release-please:
    runs-on: ubuntu-latest
    steps:
      - uses: googleapis/release-please-action@v4
        with:
          token: \${{ secrets.RELEASE_PLEASE_TOKEN }}
          target-branch: \${{ github.ref_name }}
`,
  '.github/workflows/release-images.yml': `${onTag('Release Images', ['platform-api', 'platform-portal'])}      - run: make images.json
      - uses: actions/attest-build-provenance@v3
        with:
          subject-path: images.json
      - run: gh release upload "$GITHUB_REF_NAME" images.json --clobber
`,
  '.github/workflows/docs.yml': onTag('Docs', ['site']),
  '.github/workflows/deploy.yml': `name: Deploy
run-name: Deploy \${{ inputs.version }} to \${{ inputs.environment }} (\${{ inputs.slipway_id }})
on:
  workflow_dispatch:
    inputs:
      environment: { required: true, type: string }
      version: { required: true, type: string }
      slipway_id: { required: false, type: string }
jobs:
  deploy:
    name: deploy
    runs-on: ubuntu-latest
    environment: \${{ inputs.environment }}
    steps:
      - run: ./deploy.sh
`,
};
