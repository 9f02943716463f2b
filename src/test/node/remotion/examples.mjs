// Extracts every ts and tsx block of the skills, type-checks them and renders those that show
// something. Usage: node examples.mjs SKILLS WORK BROWSER
// WORK/public holds the media the examples use; stills and clips are left in WORK/out.
import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {basename, dirname, join, resolve} from 'node:path';
import {bundle} from '@remotion/bundler';
import {getCompositions, openBrowser, renderMedia, renderStill} from '@remotion/renderer';
import {fencesBelow} from './fences.mjs';

const [skills, work, browserExecutable] = process.argv.slice(2);
const source = join(work, 'src');
const out = join(work, 'out');

const fail = (message) => {
  console.error(message);
  process.exit(1);
};

const blocks = fencesBelow(skills).filter(({language}) => ['ts', 'tsx'].includes(language));
const examples = blocks.map((block) => {
  const at = `${block.file}:${block.line}`;
  const {file, comp} = block.values;
  if (!file) {
    fail(`${at}: a ${block.language} block needs file=NAME`);
  }
  const rule = basename(block.file, '.md');
  return {...block, at, rule, path: join(rule, file), id: comp && `${rule}-${comp}`};
});

const duplicate = examples.find(({path}, index) => examples.findIndex((e) => e.path === path) < index);
if (duplicate) {
  fail(`${duplicate.at}: ${duplicate.path} exists already`);
}
for (const example of examples.filter(({id}) => !id)) {
  const name = example.path.replace(/\.tsx?$/, '');
  const used = examples.some(
    ({rule, code}) =>
      (rule === example.rule && code.includes(`'./${basename(name)}'`)) || code.includes(`'../${name}'`),
  );
  if (!used) {
    fail(`${example.at}: has neither comp=NAME nor another example that imports it`);
  }
}

rmSync(source, {recursive: true, force: true});
rmSync(out, {recursive: true, force: true});
mkdirSync(out, {recursive: true});
for (const {path, code} of examples) {
  mkdirSync(dirname(join(source, path)), {recursive: true});
  writeFileSync(join(source, path), code);
}

const shown = examples.filter(({id}) => id);
writeFileSync(
  join(source, 'index.tsx'),
  [
    "import {Composition, registerRoot} from 'remotion';",
    ...shown.map(({path, values}, n) => `import {${values.comp} as C${n}} from './${path.replace(/\.tsx?$/, '')}';`),
    'const Root = () => (<>',
    ...shown.map(({id, values}, n) => {
      const [width, height] = (values.size ?? '640x360').split('x');
      return `<Composition id="${id}" component={C${n}} width={${width}} height={${height}} fps={${values.fps ?? 30}} durationInFrames={${values.frames ?? 60}} />`;
    }),
    '</>);',
    'registerRoot(Root);',
    '',
  ].join('\n'),
);
writeFileSync(
  join(source, 'assets.d.ts'),
  "declare module '*.woff2' {\n  const url: string;\n  export default url;\n}\n",
);

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
try {
  execFileSync(process.execPath, [tsc, '-p', join(work, 'tsconfig.json')], {stdio: 'pipe'});
} catch (error) {
  fail(`The examples do not type-check:\n${error.stdout}`);
}

const serveUrl = await bundle({
  entryPoint: resolve(source, 'index.tsx'),
  publicDir: resolve(work, 'public'),
  rspack: true,
  onProgress() {},
});
const browser = await openBrowser('chrome', {browserExecutable, chromiumOptions: {gl: null}});
const problems = [];
const common = {
  serveUrl,
  puppeteerInstance: browser,
  browserExecutable,
  chromiumOptions: {gl: null},
  logLevel: 'error',
  onBrowserLog({type, text}) {
    if (type === 'error') {
      problems.push(text);
    }
  },
};
const compositions = await getCompositions(serveUrl, common);

let run = examples.length - shown.length;
for (const {id, at, values, flags} of shown) {
  const composition = compositions.find((candidate) => candidate.id === id);
  const still = (frame, name) =>
    renderStill({...common, composition, frame, imageFormat: 'png', output: join(out, name)});
  try {
    await still(Number(values.at ?? Math.floor(composition.durationInFrames / 2)), `${id}.png`);
    if (!flags.static) {
      await still(0, `${id}-first.png`);
    }
    if (flags.clip) {
      await renderMedia({
        ...common,
        composition,
        codec: 'h264',
        concurrency: 2,
        outputLocation: join(out, `${id}.mp4`),
      });
    }
  } catch (error) {
    fail(`${at}: ${error.stack ?? error}`);
  }
  if (problems.length > 0) {
    fail(`${at}: the browser reports: ${problems.join('\n')}`);
  }
  run++;
}
await browser.close({silent: true});
console.log(`examples found ${blocks.length} = run ${run}`);
// Open handles of the renderer keep Node alive.
process.exit(0);
