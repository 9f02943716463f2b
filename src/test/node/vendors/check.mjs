import assert from 'node:assert/strict';

const MAGIC = {
  mp4: (b) => b.subarray(4, 8).toString('latin1') === 'ftyp',
  png: (b) => b.subarray(1, 4).toString('latin1') === 'PNG',
  jpeg: (b) => b[0] === 0xff && b[1] === 0xd8,
  webp: (b) => b.subarray(8, 12).toString('latin1') === 'WEBP',
  wav: (b) => b.subarray(8, 12).toString('latin1') === 'WAVE',
  mp3: (b) => b.subarray(0, 3).toString('latin1') === 'ID3' || (b[0] === 0xff && (b[1] & 0xe0) === 0xe0),
};

/** Insists that the bytes are of this kind and says how many there are. */
export function media(kind, bytes) {
  const buffer = Buffer.from(bytes);
  assert.ok(MAGIC[kind](buffer), `not a ${kind}: ${buffer.subarray(0, 16).toString('hex')}`);
  return `${buffer.length} bytes of ${kind}`;
}

/** Insists that the action fails in the way the client reports such a failure. */
export async function fails(action, expected) {
  try {
    await action();
  } catch (error) {
    assert.ok(expected(error), `failed otherwise: ${error}`);
    return `${error.constructor.name}, as it should`;
  }
  throw new Error('did not fail');
}

export async function until(ask, done) {
  for (let tries = 0; tries < 200; tries++) {
    const answer = await ask();
    if (done(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('never done');
}

export async function whole(stream) {
  const parts = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}
