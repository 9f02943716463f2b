import assert from 'node:assert/strict';
import {mkdtemp, readFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {GoogleGenAI} from '@google/genai';
import {fails, media, until} from './check.mjs';

export async function google(origin, step) {
  const ai = new GoogleGenAI({apiKey: 'key', httpOptions: {baseUrl: `${origin}/google`}});
  const create = (more) =>
    ai.interactions.create({model: 'gemini-omni-1.2-flash', background: true, ...more});
  const finished = (id) =>
    until(() => ai.interactions.get(id), (one) => one.status !== 'in_progress');

  let first;
  await step('interaction to inline video', async () => {
    const made = await create({
      input: 'a boat',
      response_format: {type: 'video', duration: '3s', aspect_ratio: '9:16', resolution: '360p'},
    });
    assert.equal(made.status, 'in_progress');
    first = made.id;
    const done = await finished(first);
    assert.equal(done.status, 'completed');
    return media('mp4', Buffer.from(done.output_video.data, 'base64'));
  });
  await step('edit of the previous interaction, by uri', async () => {
    const made = await create({
      input: 'at night', previous_interaction_id: first,
      response_format: {type: 'video', resolution: '360p', delivery: 'uri'},
    });
    const done = await finished(made.id);
    const folder = await mkdtemp(join(tmpdir(), 'vendors-'));
    const name = done.output_video.uri.split('/').pop();
    await ai.files.download({file: `files/${name}`, downloadPath: join(folder, 'a.mp4')});
    return media('mp4', await readFile(join(folder, 'a.mp4')));
  });
  await step('cancel', async () => {
    const made = await create({input: 'long [[seconds:600]]'});
    await ai.interactions.cancel(made.id);
    return (await finished(made.id)).status;
  });
  await step('unknown field', () =>
    fails(() => create({input: 'a', negative_prompt: 'x'}), (e) => /negative_prompt/.test(e.message)));
  await step('interaction as a stream', async () => {
    const events = [];
    const stream = await ai.interactions.create({
      model: 'gemini-omni-1.2-flash', input: 'a', stream: true,
      response_format: {type: 'video', duration: '3s', resolution: '360p'},
    });
    for await (const event of stream) events.push(event.event_type);
    assert.equal(events.at(-1), 'interaction.completed');
    return events.join(', ');
  });
  let file;
  await step('file upload', async () => {
    const bytes = await readFile(process.argv[3]);
    file = await ai.files.upload({
      file: new Blob([bytes], {type: 'video/mp4'}), config: {mimeType: 'video/mp4', displayName: 'clip'},
    });
    file = await until(() => ai.files.get({name: file.name}), (one) => one.state !== 'PROCESSING');
    assert.equal(file.state, 'ACTIVE');
    assert.equal(Number(file.sizeBytes), bytes.length);
    return file.name;
  });
  await step('analysis of the file by schema', async () => {
    const answer = await ai.models.generateContent({
      model: 'gemini-3.8-flash',
      contents: [{role: 'user', parts: [
        {fileData: {fileUri: file.uri, mimeType: 'video/mp4'}, videoMetadata: {fps: 2}},
        {text: 'Describe it.'}]}],
      config: {
        responseMimeType: 'application/json',
        responseJsonSchema: {type: 'object', properties: {n: {type: 'integer'}}, required: ['n']},
      },
    });
    assert.ok(Number.isInteger(JSON.parse(answer.text).n));
    return answer.text;
  });
  await step('analysis tells what the file really shows', async () => {
    const answer = await ai.models.generateContent({
      model: 'gemini-3.8-flash',
      contents: [{role: 'user', parts: [
        {fileData: {fileUri: file.uri, mimeType: 'video/mp4'},
          videoMetadata: {startOffset: '1s', endOffset: '3s', fps: 1}},
        {text: 'What is seen, and when?'}]}],
    });
    assert.match(answer.text, /\[1\.00s-2\.00s\] teal/);
    assert.equal(answer.modelVersion, 'gemini-3.8-flash');
    return answer.text;
  });
  await step('analysis as a stream', async () => {
    let text = '';
    for await (const chunk of await ai.models.generateContentStream({
      model: 'gemini-3.8-flash', contents: '[[answer:one two three]]'})) text += chunk.text;
    assert.equal(text, 'one two three');
    return text;
  });
  await step('image', async () => {
    const answer = await ai.models.generateContent({
      model: 'gemini-nano-banana-2.1', contents: 'a teapot',
      config: {responseModalities: ['IMAGE'], imageConfig: {aspectRatio: '16:9', imageSize: '512'}},
    });
    return media('png', Buffer.from(answer.candidates[0].content.parts[0].inlineData.data, 'base64'));
  });
  await step('speech', async () => {
    const answer = await ai.models.generateContent({
      model: 'gemini-3.8-flash-tts', contents: 'Hello',
      config: {
        responseModalities: ['AUDIO'],
        speechConfig: {voiceConfig: {prebuiltVoiceConfig: {voiceName: 'Kore'}}},
      },
    });
    return media('wav', Buffer.from(answer.candidates[0].content.parts[0].inlineData.data, 'base64'));
  });
  await step('retired model', () =>
    fails(
      () => ai.models.generateContent({model: 'gemini-2.5-flash-image', contents: 'a'}),
      (e) => e.status === 404 && /no longer available/.test(e.message)));
}
