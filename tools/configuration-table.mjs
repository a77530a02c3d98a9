/** Writes docs/CONFIGURATION.md from the one schema of the environment; imported by the docs check, which compares. */
import { writeFileSync } from 'node:fs';
import { z } from '../node_modules/zod/index.js';
import { configSchema, secretVariables } from '../apps/server/src/config.ts';

function ruleOf(schema) {
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.pattern) return `matches \`${schema.pattern.replaceAll('|', '\\|')}\``;
  if (schema.type === 'integer') {
    const bounds = [
      schema.exclusiveMinimum === 0 ? '> 0' : null,
      schema.minimum > -9e15 ? `≥ ${schema.minimum}` : null,
      schema.maximum < 9e15 ? `≤ ${schema.maximum}` : null,
    ];
    return ['whole number', ...bounds.filter(Boolean)].join(' ');
  }
  return schema.format ?? schema.type ?? '';
}

/** The Markdown table: one row for each variable, in the schema's order. */
export function configurationTable() {
  const json = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' });
  const rows = Object.entries(json.properties).map(([name, schema]) => {
    const fromFile = secretVariables.includes(name) ? ` Also from a file: \`${name}_FILE\`.` : '';
    const byDefault = schema.default === undefined || schema.default === '' ? '–' : `\`${schema.default}\``;
    return `| \`${name}\` | ${ruleOf(schema)} | ${byDefault} | ${schema.description}.${fromFile} |`;
  });
  return ['| Variable | Rule | Default | Meaning |', '|---|---|---|---|', ...rows].join('\n');
}

if (process.argv[1]?.endsWith('configuration-table.mjs')) {
  const head =
    '# Configuration\n\nEverything is set by environment variables; a wrong value stops the start and says which variable, which rule and what it means.\nAn empty value counts as absent. This table is generated: `node tools/configuration-table.mjs`.\n\n';
  writeFileSync('docs/CONFIGURATION.md', `${head}${configurationTable()}\n`);
}
