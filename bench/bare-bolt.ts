import { App } from '@slack/bolt';

/** The least that Bolt can do: acknowledge commands and submissions. The port and the signing secret are its arguments. */
const [port = '0', signingSecret = ''] = process.argv.slice(2);
const app = new App({ signingSecret, authorize: async () => ({ botToken: 'xoxb-bare' }) });
app.command(/./, async ({ ack }) => await ack());
app.view(/./, async ({ ack }) => await ack());
await app.start({ port: Number(port), host: '127.0.0.1' });
