import type { Call, Reply } from './call.ts';

interface Paging {
  readonly page?: number | undefined;
  readonly per_page?: number | undefined;
}

/** Which slice a request asks for. GitHub gives 30 unless asked, and 100 at most. */
export function slice(args: Paging): { readonly page: number; readonly size: number; readonly skip: number } {
  const page = Math.max(1, args.page ?? 1);
  const size = Math.min(100, Math.max(1, args.per_page ?? 30));
  return { page, size, skip: (page - 1) * size };
}

/** Marks a reply as a page: the server writes its `Link` header from these, with the request's own address. */
export const totalHeader = 'x-sandbox-total';
export const sizeHeader = 'x-sandbox-size';

/** A page of something that can be counted: `fetch` gets what to skip and how many to take. */
export async function pageOf(
  args: Paging,
  total: number,
  fetch: (skip: number, size: number) => Promise<readonly unknown[]> | readonly unknown[],
  wrap?: (items: readonly unknown[]) => object,
): Promise<Reply> {
  const { skip, size } = slice(args);
  const items = await fetch(skip, size);
  return {
    status: 200,
    body: wrap === undefined ? items : wrap(items),
    headers: { [totalHeader]: String(total), [sizeHeader]: String(size) },
  };
}

/** A page of a list that is in memory; `key` wraps it as `{ total_count, [key] }`. */
export function listPage<Item, Args extends Paging>(
  call: Call<Args>,
  items: readonly Item[],
  present: (item: Item) => unknown,
  key?: string,
): Promise<Reply> {
  const wrap =
    key === undefined ? undefined : (shown: readonly unknown[]) => ({ total_count: items.length, [key]: shown });
  return pageOf(call.args, items.length, (skip, size) => items.slice(skip, skip + size).map(present), wrap);
}

/** The same for presenters that have to ask git. */
export function asyncPage<Item, Args extends Paging>(
  call: Call<Args>,
  items: readonly Item[],
  present: (item: Item) => Promise<unknown>,
  key?: string,
): Promise<Reply> {
  const wrap =
    key === undefined ? undefined : (shown: readonly unknown[]) => ({ total_count: items.length, [key]: shown });
  const fetch = (skip: number, size: number) => Promise.all(items.slice(skip, skip + size).map(present));
  return pageOf(call.args, items.length, fetch, wrap);
}
