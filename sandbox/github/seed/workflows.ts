/** The workflows of a component of acme, by path. */
export const componentWorkflows: Readonly<Record<string, string>> = {
  '.github/workflows/ci.yml': `name: CI
on:
  pull_request:
    branches: [main, dev]
jobs:
  test:
    name: ci
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - run: npm ci
      - run: npm test
`,
  '.github/workflows/publish.yml': `name: Publish
run-name: Publish \${{ inputs.version }} (\${{ inputs.slipway_id }})
on:
  workflow_dispatch:
    inputs:
      version:
        description: The version to publish
        required: true
        type: string
      slipway_id:
        description: What Slipway finds its run by
        required: false
        type: string
jobs:
  publish:
    name: publish
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - run: npm run package
      - uses: actions/upload-artifact@v4
        with:
          name: package-\${{ inputs.version }}
          path: dist/*.tgz
      - uses: actions/upload-artifact@v4
        with:
          name: sbom-\${{ inputs.version }}
          path: dist/sbom.json
`,
  '.github/workflows/deploy.yml': `name: Deploy
run-name: Deploy \${{ inputs.version }} (\${{ inputs.slipway_id }})
on:
  workflow_dispatch:
    inputs:
      version:
        description: The version to deploy
        required: true
        type: string
      slipway_id:
        description: What Slipway finds its run by
        required: false
        type: string
jobs:
  deploy:
    name: deploy
    runs-on: ubuntu-latest
    environment: production
    steps:
      - run: ./deploy.sh
`,
};
