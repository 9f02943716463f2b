import {createXai} from '@ai-sdk/xai';
import {experimental_generateVideo as generateVideo, generateImage, generateSpeech} from 'ai';
import {fails, media} from './check.mjs';

export async function xai(origin, step) {
  const provider = createXai({apiKey: 'key', baseURL: `${origin}/xai/v1`});
  const poll = {intervalMs: 50, timeoutMs: 20_000};
  // The client refuses loopback addresses when it downloads by itself.
  const download = async ({url}) => {
    const answer = await fetch(url);
    return {
      data: new Uint8Array(await answer.arrayBuffer()),
      mediaType: answer.headers.get('content-type'),
    };
  };
  const video = (options) =>
    generateVideo({model: provider.video('grok-imagine-video'), poll, download, maxRetries: 0, ...options});

  let url;
  await step('text to video', async () => {
    const made = await video({prompt: 'a boat', duration: 2, aspectRatio: '16:9', resolution: '1280x720'});
    url = made.providerMetadata.xai.videoUrl ?? made.providerMetadata.xai.videos?.[0]?.videoUrl;
    return media('mp4', made.video.uint8Array);
  });
  await step('edit', async () =>
    media('mp4', (await video({
      prompt: 'at night',
      providerOptions: {xai: {mode: 'edit-video', videoUrl: url}},
    })).video.uint8Array));
  await step('extension', async () =>
    media('mp4', (await video({
      prompt: 'and on', duration: 2,
      providerOptions: {xai: {mode: 'extend-video', videoUrl: url}},
    })).video.uint8Array));
  await step('moderated video', () =>
    fails(() => video({prompt: '[[fault:moderated]]', duration: 1}), (e) => /content policy/.test(e.message)));
  await step('illegal duration', () =>
    fails(() => video({prompt: 'a', duration: 99}), (e) => /between 1 and 15/.test(e.message)));
  let picture;
  await step('image', async () => {
    const made = await generateImage({
      model: provider.image('grok-imagine-image'), prompt: 'a boat', aspectRatio: '1:1', maxRetries: 0,
      providerOptions: {xai: {output_format: 'png'}},
    });
    picture = made.image.uint8Array;
    return media('png', picture);
  });
  await step('image edit', async () => {
    const made = await generateImage({
      model: provider.image('grok-imagine-image'), prompt: {text: 'at night', images: [picture]}, maxRetries: 0,
    });
    return media('jpeg', made.image.uint8Array);
  });
  await step('image to video', async () =>
    media('mp4', (await video({prompt: {text: 'it moves', image: picture}, duration: 1})).video.uint8Array));
  await step('speech', async () => {
    const made = await generateSpeech({model: provider.speech(), text: 'Hello there', maxRetries: 0});
    return media('mp3', made.audio.uint8Array);
  });
}
