import assert from 'node:assert/strict';
import OpenAI, {toFile} from 'openai';
import {fails, media, until} from './check.mjs';

export async function openai(origin, step) {
  const client = new OpenAI({apiKey: 'key', baseURL: `${origin}/openai/v1`, maxRetries: 0});
  const finished = (id) =>
    until(() => client.videos.retrieve(id), (one) => !['queued', 'in_progress'].includes(one.status));
  const bytes = async (answer) => Buffer.from(await answer.arrayBuffer());

  let id;
  await step('video and its variants', async () => {
    const made = await client.videos.create({prompt: 'a boat', seconds: '4', size: '1280x720', model: 'sora-2'});
    id = made.id;
    assert.equal((await finished(id)).status, 'completed');
    media('webp', await bytes(await client.videos.downloadContent(id, {variant: 'thumbnail'})));
    media('jpeg', await bytes(await client.videos.downloadContent(id, {variant: 'spritesheet'})));
    return media('mp4', await bytes(await client.videos.downloadContent(id)));
  });
  await step('remix, edit, extension', async () => {
    const remix = await client.videos.remix(id, {prompt: 'at night'});
    assert.equal(remix.remixed_from_video_id, id);
    const edit = await client.videos.edit({video: {id}, prompt: 'at dawn'});
    const longer = await client.videos.extend({video: {id}, prompt: 'on', seconds: '4'});
    for (const one of [remix, edit, longer]) assert.equal((await finished(one.id)).status, 'completed');
    return (await client.videos.retrieve(longer.id)).seconds + ' seconds';
  });
  await step('list', async () => {
    const ids = [];
    for await (const one of client.videos.list({limit: 2})) ids.push(one.id);
    assert.ok(ids.includes(id));
    return `${ids.length} videos`;
  });
  await step('delete', async () => {
    assert.equal((await client.videos.delete(id)).deleted, true);
    return fails(() => client.videos.retrieve(id), (e) => e instanceof OpenAI.NotFoundError);
  });
  await step('rate limit', () =>
    fails(
      () => client.videos.create({prompt: '[[fault:rate_limited=3]]'}),
      (e) => e instanceof OpenAI.RateLimitError && e.headers.get('retry-after') === '3'));
  let picture;
  await step('image', async () => {
    const made = await client.images.generate({model: 'gpt-image-2', prompt: 'a', size: '1024x1024'});
    picture = Buffer.from(made.data[0].b64_json, 'base64');
    return media('png', picture);
  });
  await step('image edit with a mask', async () => {
    const made = await client.images.edit({
      model: 'gpt-image-2', prompt: 'b',
      image: [await toFile(picture, 'a.png', {type: 'image/png'})],
      mask: await toFile(picture, 'm.png', {type: 'image/png'}),
    });
    return media('png', Buffer.from(made.data[0].b64_json, 'base64'));
  });
  await step('speech', async () =>
    media('wav', await bytes(await client.audio.speech.create({
      model: 'gpt-4o-mini-tts', input: 'Hello', voice: 'alloy', response_format: 'wav'}))));
  await step('frames by responses', async () => {
    const answer = await client.responses.create({
      model: 'gpt-6-luna', store: false,
      input: [{role: 'user', content: [
        {type: 'input_text', text: 't=0.0s [[answer:a boat]]'},
        {type: 'input_image', image_url: `data:image/png;base64,${picture.toString('base64')}`, detail: 'low'}]}],
    });
    assert.equal(answer.output_text, 'a boat');
    return answer.output_text;
  });
  await step('wrong key', () =>
    fails(
      () => new OpenAI({apiKey: 'wrong', baseURL: `${origin}/openai/v1`, maxRetries: 0}).models.list(),
      (e) => e instanceof OpenAI.AuthenticationError));
}
