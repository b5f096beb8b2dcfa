import { App } from '@slack/bolt';

/** The least that Bolt can do: acknowledge a command and answer it with a fixed text. The port and the signing secret are its arguments. */
const [port = '0', signingSecret = ''] = process.argv.slice(2);
const app = new App({ signingSecret, authorize: async () => ({ botToken: 'xoxb-bare' }) });
app.command(/./, async ({ ack, respond }) => {
  await ack();
  await respond('Nothing is being released.');
});
await app.start({ port: Number(port), host: '127.0.0.1' });
