import { z } from 'zod';
import { blockId, characters } from './composition.ts';
import { richTextBlock } from './rich-text.ts';

/** Markdown: 12,000 characters (summed over the payload by its surface). */
export const markdownBlock = z.strictObject({
  type: z.literal('markdown'),
  block_id: blockId,
  text: characters(12_000),
});

const cell = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('raw_text'), text: characters(10_000) }),
  z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: characters(10_000) }),
  richTextBlock,
]);

export type Cell = z.infer<typeof cell>;

/** Table: 100 rows of 20 cells; 10,000 characters summed over the message's tables. */
export const tableBlock = z.strictObject({
  type: z.literal('table'),
  block_id: blockId,
  rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
  column_settings: z
    .array(
      z
        .strictObject({
          align: z.enum(['left', 'center', 'right']).exactOptional(),
          is_wrapped: z.boolean().exactOptional(),
        })
        .nullable(),
    )
    .max(20)
    .exactOptional(),
});

/** Data table: a header and 1 to 200 rows, 20 columns, 20,000 characters, all rows of one length. */
export const dataTableBlock = z
  .strictObject({
    type: z.literal('data_table'),
    block_id: blockId,
    caption: characters(255),
    rows: z.array(z.array(cell).min(1).max(20)).min(2).max(201),
    page_size: z.int().min(1).max(100).exactOptional(),
    row_header_column_index: z.int().min(0).max(19).exactOptional(),
  })
  .refine(({ rows }) => rows.every((row) => row.length === rows[0]?.length), {
    path: ['rows'],
    error: 'all rows must have the same number of cells',
  });

const point = z.strictObject({ label: characters(20), value: z.number() });
const series = z.strictObject({ name: characters(20), data: z.array(point).min(1).max(20) });
const axes = z.strictObject({
  categories: z.array(characters(20)).min(1).max(20),
  x_label: characters(50).exactOptional(),
  y_label: characters(50).exactOptional(),
});
const plotted = { series: z.array(series).min(1).max(6), axis_config: axes };

/** Chart: title 50, 1 to 6 segments or series, 1 to 20 points with the axis's own categories. */
export const dataVisualizationBlock = z
  .strictObject({
    type: z.literal('data_visualization'),
    block_id: blockId,
    title: characters(50),
    chart: z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('pie'), segments: z.array(point).min(1).max(6) }),
      z.strictObject({ type: z.literal('bar'), ...plotted }),
      z.strictObject({ type: z.literal('area'), ...plotted }),
      z.strictObject({ type: z.literal('line'), ...plotted }),
    ]),
  })
  .refine(
    ({ chart }) =>
      chart.type === 'pie' ||
      chart.series.every(
        ({ data }) =>
          data.length === chart.axis_config.categories.length &&
          data.every(({ label }) => chart.axis_config.categories.includes(label)),
      ),
    { path: ['chart', 'series'], error: 'data labels must match the axis categories' },
  )
  .refine(
    ({ chart }) => chart.type === 'pie' || new Set(chart.series.map((s) => s.name)).size === chart.series.length,
    {
      path: ['chart', 'series'],
      error: 'series names must be unique',
    },
  );
