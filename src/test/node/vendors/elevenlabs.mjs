import assert from 'node:assert/strict';
import {ElevenLabsClient} from '@elevenlabs/elevenlabs-js';
import {fails, media, whole} from './check.mjs';

export async function elevenlabs(origin, step) {
  const client = new ElevenLabsClient({apiKey: 'key', baseUrl: `${origin}/elevenlabs`});
  const once = {maxRetries: 0};
  let voice;
  await step('voices and models', async () => {
    voice = (await client.voices.search()).voices[0].voiceId;
    const models = await client.models.list();
    assert.ok(models.some((one) => one.modelId === 'eleven_multilingual_v2'));
    return voice;
  });
  await step('speech', async () =>
    media('mp3', await whole(await client.textToSpeech.convert(
      voice, {text: 'Hello there', modelId: 'eleven_multilingual_v2', outputFormat: 'mp3_44100_128'}, once))));
  await step('speech as a stream', async () =>
    media('mp3', await whole(await client.textToSpeech.stream(voice, {text: 'Hello there'}, once))));
  await step('speech with timestamps', async () => {
    const made = await client.textToSpeech.convertWithTimestamps(voice, {text: 'Hello'}, once);
    assert.equal(made.alignment.characters.length, 5);
    return media('mp3', Buffer.from(made.audioBase64, 'base64'));
  });
  await step('sound effect', async () =>
    media('mp3', await whole(await client.textToSoundEffects.convert(
      {text: 'rain', durationSeconds: 1, promptInfluence: 0.5}, once))));
  await step('music', async () =>
    media('mp3', await whole(await client.music.compose(
      {prompt: 'piano', musicLengthMs: 3000, modelId: 'music_v2_5'}, once))));
  await step('unknown voice', () =>
    fails(() => client.textToSpeech.convert('nobody', {text: 'a'}, once), (e) => e.statusCode === 404));
  await step('quota', () =>
    fails(
      () => client.textToSpeech.convert(voice, {text: '[[fault:quota_exceeded]]'}, once),
      (e) => e.statusCode === 401 && e.body.detail.status === 'quota_exceeded'));
}
