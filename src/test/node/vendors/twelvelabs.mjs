import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {TwelvelabsApiClient} from 'twelvelabs-js';
import {fails, until} from './check.mjs';

export async function twelvelabs(origin, step) {
  const client = new TwelvelabsApiClient({apiKey: 'key', baseUrl: `${origin}/twelvelabs/v1.3`});
  const once = {maxRetries: 0};
  let asset;
  await step('asset', async () => {
    const bytes = await readFile(process.argv[3]);
    const made = await client.assets.create(
      {method: 'direct', file: new File([bytes], 'clip.mp4', {type: 'video/mp4'})}, once);
    assert.equal(made.status, 'processing');
    asset = (await until(() => client.assets.retrieve(made.id), (one) => one.status !== 'processing'));
    assert.equal(asset.status, 'ready');
    return asset.id;
  });
  const video = () => ({type: 'asset_id', assetId: asset.id});
  await step('analysis by schema', async () => {
    const answer = await client.analyze({
      modelName: 'pegasus1.5', video: video(), prompt: 'Describe it.', temperature: 0.2,
      responseFormat: {
        type: 'json_schema',
        jsonSchema: {type: 'object', properties: {title: {type: 'string'}}, required: ['title']},
      },
    }, once);
    assert.equal(answer.finishReason, 'stop');
    assert.equal(typeof JSON.parse(answer.data).title, 'string');
    return answer.data;
  });
  await step('analysis as a stream', async () => {
    let text = '';
    let last;
    for await (const event of await client.analyzeStream(
      {video: video(), prompt: '[[answer:one two three four]]'}, once)) {
      last = event;
      if (event.eventType === 'text_generation') text += event.text;
    }
    assert.equal(text, 'one two three four');
    assert.equal(last.eventType, 'stream_end');
    return text;
  });
  await step('task under an idempotency key', async () => {
    const options = {...once, headers: {'Idempotency-Key': 'a-key'}};
    const ask = {video: video(), prompt: 'What happens?'};
    const first = await client.analyzeAsync.tasks.create(ask, options);
    const second = await client.analyzeAsync.tasks.create(ask, options);
    assert.equal(first.taskId, second.taskId);
    const done = await until(
      () => client.analyzeAsync.tasks.retrieve(first.taskId),
      (one) => ['ready', 'failed'].includes(one.status));
    assert.equal(done.status, 'ready');
    return done.result.data.slice(0, 30);
  });
  await step('schema the vendor refuses', () =>
    fails(
      () => client.analyze({
        video: video(), prompt: 'a',
        responseFormat: {type: 'json_schema', jsonSchema: {type: 'string', maxLength: 3}}}, once),
      (e) => e.statusCode === 422));
  await step('rate limit', () =>
    fails(
      () => client.analyze({video: video(), prompt: '[[fault:rate_limited=9]]'}, once),
      (e) => e.statusCode === 429 && /after 9 seconds/.test(e.body.message)));
}
