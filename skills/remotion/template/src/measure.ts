import {ALL_FORMATS, Input, UrlSource} from 'mediabunny';
import {staticFile} from 'remotion';
import type {Measured} from './check';
import type {EditList} from './edit-list';

const measure = async (src: string): Promise<Measured> => {
  const input = new Input({formats: ALL_FORMATS, source: new UrlSource(staticFile(src))});
  try {
    const picture = await input.getPrimaryVideoTrack();
    const track = picture ?? (await input.getPrimaryAudioTrack());
    if (!track) {
      throw new Error('has neither pictures nor sound');
    }
    return {
      seconds: await track.computeDuration(),
      width: picture ? picture.displayWidth : 0,
      height: picture ? picture.displayHeight : 0,
    };
  } catch (error) {
    throw new Error(`public/${src} cannot be read: ${String(error)}`);
  } finally {
    input.dispose();
  }
};

/** Measures every clip and sound of an edit list, by its path. */
export const measureAll = async (list: EditList): Promise<Record<string, Measured>> => {
  const files = [
    ...list.scenes.flatMap((scene) => (scene.type === 'shot' ? [scene.src] : [])),
    list.sound?.narration?.src,
    list.sound?.music?.src,
  ].filter((src) => src !== undefined);
  const pairs = await Promise.all(
    [...new Set(files)].map(async (src) => [src, await measure(src)] as const),
  );
  return Object.fromEntries(pairs);
};
