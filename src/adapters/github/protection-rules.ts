import { type GitHub, named } from './client.ts';
import { expecting, GitHubAnswer } from './refused.ts';

/** The custom deployment protection rule that Slipway's App can be for an environment. */
export function protectionRulesOn(github: GitHub) {
  return {
    /** Whether an environment waits for Slipway's own word. Never where Slipway is no App: GitHub asks Apps only. */
    async hasOwnProtectionRule(repository: string, environment: string): Promise<boolean> {
      const granted = await github.granted(repository);
      if (granted.kind !== 'app') return false;
      const octokit = await github.octokitFor(repository);
      const asked = { ...named(repository), environment_name: environment };
      const answer = await expecting([404], octokit.rest.repos.getAllDeploymentProtectionRules(asked));
      if (answer instanceof GitHubAnswer) return false;
      const rules = answer.data.custom_deployment_protection_rules ?? [];
      return rules.some(({ enabled, app }) => enabled && app.id === granted.appId);
    },

    /** Lets a waiting run into an environment; one that is in already stays in. */
    async passProtectionRule(
      repository: string,
      { run, environment, comment }: { readonly run: string; readonly environment: string; readonly comment: string },
    ): Promise<void> {
      const octokit = await github.octokitFor(repository);
      const passed = octokit.rest.actions.reviewCustomGatesForRun({
        ...named(repository),
        run_id: Number(run),
        environment_name: environment,
        state: 'approved',
        comment,
      });
      await expecting([422], passed); // reviewed already: the answer to an earlier request got lost
    },
  };
}
