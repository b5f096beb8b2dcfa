import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gemoji } from 'gemoji';

/** What the browser loads: a text with its kind. */
export interface Asset {
  readonly type: string;
  readonly body: string;
}

const sandbox = join(import.meta.dirname, '..');
const client = /^\/page\/client\/[a-z-]+(\/[a-z-]+)*\.ts$/;
/** The files of the sandbox beside the client's own that run in the browser too. */
const shared: ReadonlySet<string> = new Set(['/slack/shown/slack-date.ts']);

/** The folder of a package, where its modules for browsers lie: Node itself is led to others. */
function packageFolder(name: string): string {
  const entry = import.meta.resolve(name);
  return fileURLToPath(entry.slice(0, entry.lastIndexOf(`/${name}/`) + name.length + 2));
}

/** The libraries by name, each with the one file or folder that the browser may have. */
const libraries: Readonly<Record<string, string>> = {
  'lit-html': packageFolder('lit-html'),
  'slack-message-parser': fileURLToPath(new URL('.', import.meta.resolve('slack-message-parser'))),
};
const library = /^\/lib\/([a-z-]+)\/([A-Za-z-]+(?:\/[A-Za-z-]+)*\.js)$/;

const importMap = JSON.stringify({
  imports: {
    'lit-html': '/lib/lit-html/lit-html.js',
    'lit-html/': '/lib/lit-html/',
    'slack-message-parser': '/lib/slack-message-parser/mod.js',
  },
});

/** What a browser may run in its own page: our modules, and the one import map by its hash; nothing inline, nothing from elsewhere. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `script-src 'self' 'sha256-${createHash('sha256').update(importMap).digest('base64')}'`,
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** In the order in which they hold: what is narrow comes last. */
const styles = [
  'base',
  'workspace',
  'conversation',
  'text',
  'blocks',
  'forms',
  'composer',
  'side',
  'tour',
  'github',
  'narrow',
] as const;

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Slipway, a local workspace</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
${styles.map((name) => `<link rel="stylesheet" href="/style/${name}.css">`).join('\n')}
<script type="importmap">${importMap}</script>
<script type="module" src="/page/client/page.ts"></script>
</head>
<body><noscript>This page needs JavaScript.</noscript></body>
</html>
`;

const here = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');
const script = (text: string): Asset => ({ type: 'text/javascript; charset=utf-8', body: text });

function missing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function read(path: string): Asset | undefined {
  if (path === '/') return { type: 'text/html; charset=utf-8', body: page };
  const style = styles.find((name) => path === `/style/${name}.css`);
  if (style !== undefined) return { type: 'text/css; charset=utf-8', body: here(`style/${style}.css`) };
  if (path === '/icon.svg') return { type: 'image/svg+xml', body: here('icon.svg') };
  if (path === '/emoji.json') return { type: 'application/json; charset=utf-8', body: emoji() };
  if (client.test(path) || shared.has(path))
    return script(stripTypeScriptTypes(readFileSync(join(sandbox, path), 'utf8')));
  const [, name = '', file = ''] = library.exec(path) ?? [];
  const folder = Object.hasOwn(libraries, name) ? libraries[name] : undefined;
  return folder === undefined ? undefined : script(readFileSync(join(folder, file), 'utf8'));
}

/** The characters of emoji by their names, as `:tada:` is shown. */
function emoji(): string {
  return JSON.stringify(Object.fromEntries(gemoji.flatMap((one) => one.names.map((name) => [name, one.emoji]))));
}

/** A file of the page; undefined where there is none of that path. Types are taken out of our modules, nothing is built. */
export function assetAt(path: string): Asset | undefined {
  try {
    return read(path);
  } catch (error) {
    if (missing(error)) return undefined;
    throw error;
  }
}
