import {readdirSync, readFileSync} from 'node:fs';
import {join, relative} from 'node:path';

/** The fenced blocks of all Markdown files below a folder, outermost fences only. */
export const fencesBelow = (folder) =>
  readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => !path.includes('node_modules'))
    .sort()
    .flatMap((path) => fences(relative(folder, path), readFileSync(path, 'utf8')));

const fences = (file, text) => {
  const found = [];
  let open = null;
  text.split('\n').forEach((line, index) => {
    const fence = /^(`{3,})(.*)$/.exec(line);
    if (open && fence && fence[1].length >= open.ticks && fence[2].trim() === '') {
      found.push({...open.block, code: open.lines.join('\n') + '\n'});
      open = null;
    } else if (open) {
      open.lines.push(line);
    } else if (fence) {
      const [language = '', ...rest] = fence[2].trim().split(/\s+/);
      open = {
        ticks: fence[1].length,
        lines: [],
        block: {file, line: index + 1, language, ...attributes(rest)},
      };
    }
  });
  if (open) {
    throw new Error(`${file}:${open.block.line}: this fence is not closed`);
  }
  return found;
};

/** `file=Leak.tsx still` becomes `{values: {file: 'Leak.tsx'}, flags: {still: true}}`. */
const attributes = (words) => {
  const values = {};
  const flags = {};
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals > 0) {
      values[word.slice(0, equals)] = word.slice(equals + 1);
    } else {
      flags[word] = true;
    }
  }
  return {values, flags};
};
