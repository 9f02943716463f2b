import type {EditList, Scene, Transition} from './edit-list';
import {filmFrames, narrationStart, place} from './timeline';

/** What was measured in a media file. `width` and `height` are 0 for sound. */
export type Measured = {seconds: number; width: number; height: number};

const transitions: Transition['type'][] = ['fade', 'slide', 'wipe', 'iris'];

/** Everything that is wrong with an edit list, as sentences. */
export const faults = (list: EditList, measured: Record<string, Measured>): string[] => {
  const found: string[] = [];
  const {fps} = list.format;
  const placed = place(list);
  const filmSeconds = filmFrames(placed) / fps;
  const frame = 1 / fps;

  placed.forEach(({scene, frames, overlap}, index) => {
    const next = placed[index + 1]?.overlap ?? 0;
    if (frames < 1) {
      found.push(`${scene.id}: is shorter than one frame`);
    }
    if (index === 0 && overlap > 0) {
      found.push(`${scene.id}: the first scene cannot have a transition`);
    }
    if (overlap + next > frames) {
      found.push(`${scene.id}: its transitions are longer than the scene`);
    }
    const transition = scene.transition?.type;
    if (transition && !transitions.includes(transition)) {
      found.push(`${scene.id}: no transition is called ${transition}; there are ${transitions.join(', ')}`);
    }
    if (scene.type === 'card') {
      return;
    }
    if (scene.type !== 'shot') {
      found.push(`${(scene as Scene).id}: is neither a card nor a shot`);
      return;
    }
    const {speed = 1, zoom = {from: 1, to: 1}, focus = {x: 0.5, y: 0.5}} = scene;
    if (speed < 0.5 || speed > 2) {
      found.push(`${scene.id}: speed is ${speed}; it goes from 0.5 to 2`);
    }
    if (Math.min(zoom.from, zoom.to) < 1) {
      found.push(`${scene.id}: a zoom below 1 shows the ground behind the clip`);
    }
    if ([focus.x, focus.y].some((part) => part < 0 || part > 1)) {
      found.push(`${scene.id}: focus is given in fractions from 0 to 1`);
    }
    const clip = measured[scene.src];
    const needed = (scene.from ?? 0) + scene.seconds * speed;
    if (clip && needed > clip.seconds + frame && scene.whenShort !== 'freeze') {
      found.push(
        `${scene.id}: needs ${needed.toFixed(2)} s of ${scene.src}, which has ${clip.seconds.toFixed(2)} s`,
      );
    }
    const {lowerThird} = scene;
    if (lowerThird && lowerThird.from + lowerThird.seconds > scene.seconds) {
      found.push(`${scene.id}: its lower third outlasts the scene`);
    }
  });

  const ids = list.scenes.map(({id}) => id);
  if (new Set(ids).size < ids.length) {
    found.push('two scenes have the same id');
  }

  const {narration, music} = list.sound ?? {};
  if (narration) {
    if (typeof narration.at === 'string' && !ids.includes(narration.at)) {
      found.push(`narration: no scene is called ${narration.at}`);
    }
    const spoken = measured[narration.src]?.seconds ?? 0;
    const start = narrationStart(list);
    if (start + spoken > filmSeconds + frame) {
      found.push(
        `narration: ends at ${(start + spoken).toFixed(2)} s, the film at ${filmSeconds.toFixed(2)} s`,
      );
    }
  }
  const played = music && measured[music.src]?.seconds;
  if (music && played && played + frame < filmSeconds && !music.loop) {
    found.push(
      `music: ${played.toFixed(2)} s for a film of ${filmSeconds.toFixed(2)} s; set "loop": true or get a longer piece`,
    );
  }
  return found;
};
